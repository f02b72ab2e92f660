import { type Kysely, sql } from 'kysely';
import type { ActionKindName } from '../domain/action.ts';
import type { AutonomyLevel } from '../domain/proposal.ts';
import type { Schema } from './schema.ts';

/** What was observed of one proposal of a kind that automation might run. */
export interface AutonomyObservation {
  asProposed: boolean;
  /** False = it ran by itself, and nobody has objected. */
  byPerson: boolean;
  at: Date;
}

/** The level of each kind that was ever set. */
export async function readAutonomyLevels(
  database: Kysely<Schema>,
): Promise<Map<ActionKindName, { level: AutonomyLevel; by: string; reason: string; at: Date }>> {
  const rows = await database.selectFrom('autonomy_levels').selectAll().execute();
  return new Map(
    rows.map(({ kind, level, by_member, reason, at }) => [
      kind as ActionKindName,
      { level: level as AutonomyLevel, by: by_member, reason, at },
    ]),
  );
}

/** Sets the level of a kind. */
export async function writeAutonomyLevel(
  transaction: Kysely<Schema>,
  to: { kind: ActionKindName; level: AutonomyLevel; by: string; reason: string; at: Date },
): Promise<void> {
  const values = { level: to.level, by_member: to.by, reason: to.reason, at: to.at };
  await transaction
    .insertInto('autonomy_levels')
    .values({ kind: to.kind, ...values })
    .onConflict((conflict) => conflict.column('kind').doUpdateSet(values))
    .execute();
}

/** Notes what people made of a proposal; a later objection replaces an earlier yes. */
export async function noteObservation(
  transaction: Kysely<Schema>,
  of: AutonomyObservation & { proposalId: string; kind: ActionKindName },
): Promise<void> {
  const values = { as_proposed: of.asProposed, by_person: of.byPerson, at: of.at };
  await transaction
    .insertInto('autonomy_observations')
    .values({ proposal_id: of.proposalId, kind: of.kind, ...values })
    .onConflict((conflict) => conflict.column('proposal_id').doUpdateSet(values))
    .execute();
}

/** What people decided of a kind from an instant on, and its last `last` observations; the newest first. */
export async function readObservations(
  database: Kysely<Schema>,
  kind: ActionKindName,
  since: Date,
  last: number,
): Promise<{ recent: AutonomyObservation[]; last: AutonomyObservation[] }> {
  const { rows } = await sql<{ as_proposed: boolean; by_person: boolean; at: Date; n: number }>`
    select as_proposed, by_person, at, n::int as n from (select as_proposed, by_person, at, proposal_id,
        row_number() over (order by at desc, proposal_id desc) as n
      from autonomy_observations where kind = ${kind}) o
    where at >= ${since} or n <= ${last} order by at desc, proposal_id desc`.execute(database);
  const all = rows.map(({ as_proposed, by_person, at, n }) => ({
    asProposed: as_proposed,
    byPerson: by_person,
    at,
    n,
  }));
  return {
    recent: all.filter(({ at, byPerson }) => byPerson && at >= since),
    last: all.filter(({ n }) => n <= last),
  };
}
