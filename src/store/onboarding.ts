import { type Kysely, sql } from 'kysely';
import type { Moment } from '../domain/moment.ts';
import type { ChecklistTick } from '../domain/onboarding.ts';
import type { Schema } from './schema.ts';

/** What a person wrote down about a friction. */
export interface FrictionNote {
  account: string;
  /** Of an entry that the records show, or `noted:…` for one of a person's own. */
  key: string;
  title: string;
  owner: string | null; // null = nobody was named
  /** `YYYY-MM-DD`; null = not said */
  shipOn: string | null;
  mended: boolean;
  by: string;
  at: Date;
}

/** Something that was proposed for an onboarding, once. */
export interface OnboardingProposal {
  account: string;
  /** `congratulation:first-value`, `invitation:office-hours`, `recovery:integration:crm:retry:2026-11-03`. */
  what: string;
  proposalId: string;
  at: Date;
}

/** Adds a person's word about an item. */
export async function addChecklistTick(database: Kysely<Schema>, tick: ChecklistTick): Promise<void> {
  const { account, item, done, note, by, at } = tick;
  await database
    .insertInto('checklist_ticks')
    .values({ account_id: account, item, done, note, by_member: by, at })
    .execute();
}

/** What people said of some accounts' items up to an instant, oldest first. */
export async function listChecklistTicks(
  database: Kysely<Schema>,
  accounts: readonly string[],
  until: Date,
): Promise<ChecklistTick[]> {
  const rows = await database
    .selectFrom('checklist_ticks')
    .selectAll()
    .where(sql<boolean>`account_id = any(${[...accounts]}::text[])`)
    .where('at', '<=', until)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ account_id, by_member, item, done, note, at }) => ({
    account: account_id,
    item,
    done,
    note,
    by: by_member,
    at,
  }));
}

/** Adds what a person wrote down about a friction. */
export async function addFrictionNote(database: Kysely<Schema>, note: FrictionNote): Promise<void> {
  const { account, key, title, owner, shipOn, mended, by, at } = note;
  await database
    .insertInto('friction_notes')
    .values({ account_id: account, key, title, owner, ship_on: shipOn, mended, by_member: by, at })
    .execute();
}

/** What was written down about some accounts' friction up to an instant, oldest first. */
export async function listFrictionNotes(
  database: Kysely<Schema>,
  accounts: readonly string[],
  until: Date,
): Promise<FrictionNote[]> {
  const rows = await database
    .selectFrom('friction_notes')
    .selectAll()
    .where(sql<boolean>`account_id = any(${[...accounts]}::text[])`)
    .where('at', '<=', until)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ account_id, key, title, owner, ship_on, mended, by_member, at }) => ({
    account: account_id,
    key,
    title,
    owner,
    shipOn: ship_on,
    mended,
    by: by_member,
    at,
  }));
}

/** Notes a proposal. One statement that one caller wins: false = it was proposed before */
export async function addOnboardingProposal(
  database: Kysely<Schema>,
  { account, what, proposalId, at }: OnboardingProposal,
): Promise<boolean> {
  const result = await database
    .insertInto('onboarding_proposals')
    .values({ account_id: account, what, proposal_id: proposalId, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** What was proposed for some accounts' onboarding up to an instant, oldest first. */
export async function listOnboardingProposals(
  database: Kysely<Schema>,
  accounts: readonly string[],
  until: Date,
): Promise<OnboardingProposal[]> {
  const rows = await database
    .selectFrom('onboarding_proposals')
    .selectAll()
    .where(sql<boolean>`account_id = any(${[...accounts]}::text[])`)
    .where('at', '<=', until)
    .orderBy('at')
    .orderBy('what')
    .execute();
  return rows.map(({ account_id, what, proposal_id, at }) => ({
    account: account_id,
    what,
    proposalId: proposal_id,
    at,
  }));
}

/** Keeps what a walk over the seven steps found. */
export async function addExecutionWalk(
  database: Kysely<Schema>,
  { account, steps, by, at }: { account: string; steps: unknown; by: string; at: Date },
): Promise<void> {
  await database
    .insertInto('execution_walks')
    .values({ account_id: account, steps: JSON.stringify(steps), by_member: by, at })
    .execute();
}

/** When an account was walked last, and by whom; null = never */
export async function findLastWalk(
  database: Kysely<Schema>,
  account: string,
  until: Date,
): Promise<{ at: Date; by: string } | null> {
  const row = await database
    .selectFrom('execution_walks')
    .select(['at', 'by_member'])
    .where('account_id', '=', account)
    .where('at', '<=', until)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { at: row.at, by: row.by_member } : null;
}

/** Which milestones any account has reached within a moment. */
export async function heardMilestones(database: Kysely<Schema>, moment: Moment): Promise<string[]> {
  const { rows } = await sql<{ milestone: string }>`
    select distinct payload->>'milestone' as milestone from events
    where type = 'milestone.reached' and at <= ${moment.asOf} and seq <= ${moment.knownAt}
    order by 1`.execute(database);
  return rows.map(({ milestone }) => milestone);
}
