import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** What the clock asked for and was refused. */
export interface ProposalRefusal {
  /** A digest of what it was about. */
  what: string;
  policyVersion: string;
  at: Date;
}

/** The last refusal of a matter; null = none is remembered */
export async function findProposalRefusal(
  database: Kysely<Schema>,
  what: string,
): Promise<ProposalRefusal | null> {
  const { rows } = await sql<ProposalRefusal>`select what, policy_version as "policyVersion", at
    from proposal_refusals where what = ${what}`.execute(database);
  return rows[0] ?? null;
}

/** Remembers a refusal; the last one of a matter counts. */
export async function noteProposalRefusal(
  database: Kysely<Schema>,
  { what, policyVersion, at }: ProposalRefusal,
): Promise<void> {
  await sql`insert into proposal_refusals (what, policy_version, at) values (${what}, ${policyVersion}, ${at})
    on conflict (what) do update set policy_version = excluded.policy_version, at = excluded.at`.execute(
    database,
  );
}

/** Forgets refusals that are older than an instant. */
export async function forgetProposalRefusals(database: Kysely<Schema>, before: Date): Promise<void> {
  await sql`delete from proposal_refusals where at < ${before}`.execute(database);
}
