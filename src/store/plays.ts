import { type Kysely, sql } from 'kysely';
import type { Play, PlayEvent, Recipe } from '../domain/play.ts';
import type { Schema } from './schema.ts';

/** A play's events, in order, and how many there are: what is added has to follow that number. */
export interface StoredPlay {
  id: string;
  revision: number;
  events: PlayEvent[];
}

/**
 * Keeps a version of a playbook, once.
 * @returns whether what is kept under this id and version is this recipe
 */
export async function keepRecipe(
  database: Kysely<Schema>,
  { recipe, digest, at }: { recipe: Recipe; digest: string; at: Date },
): Promise<boolean> {
  const { id, version } = recipe;
  await database
    .insertInto('playbook_versions')
    .values({ id, version, digest, recipe: JSON.stringify(recipe), kept_at: at })
    .onConflict((conflict) => conflict.columns(['id', 'version']).doNothing())
    .execute();
  const kept = await database
    .selectFrom('playbook_versions')
    .select('digest')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return kept?.digest === digest;
}

/** A version of a playbook that was kept; null = none of that id and version. @param version - null = the highest */
export async function findRecipe(
  database: Kysely<Schema>,
  id: string,
  version: number | null,
): Promise<Recipe | null> {
  let query = database.selectFrom('playbook_versions').select('recipe').where('id', '=', id);
  if (version !== null) query = query.where('version', '=', version);
  const row = await query.orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row?.recipe ?? null;
}

/**
 * Adds a play, once per proposal, and only where none of the same playbook runs for the account.
 * @param play - what `events` come to
 * @returns the id of the play that is there now: its own, or that of the one that runs already
 */
export async function addPlay(
  database: Kysely<Schema>,
  play: Play,
  events: readonly PlayEvent[],
): Promise<string | null> {
  const { inserted } = await insertPlay(database, play, events.length);
  if (inserted) {
    await insertEvents(database, play.id, 0, events);
    return play.id;
  }
  const there = await database
    .selectFrom('plays')
    .select('id')
    .where((where) =>
      where.or([
        where('id', '=', play.id),
        where.and([
          where('account_id', '=', play.account),
          where('playbook_id', '=', play.recipe.id),
          where('state', '=', 'running'),
        ]),
      ]),
    )
    .orderBy(sql`id <> ${play.id}`)
    .executeTakeFirst();
  return there?.id ?? null;
}

async function insertPlay(
  database: Kysely<Schema>,
  { id, account, recipe, startedAt, life }: Play,
  revision: number,
): Promise<{ inserted: boolean }> {
  const result = await database
    .insertInto('plays')
    .values({
      id,
      account_id: account,
      playbook_id: recipe.id,
      playbook_version: recipe.version,
      state: life.state,
      outcome: life.state === 'ended' ? life.outcome : null,
      revision,
      started_at: new Date(startedAt),
      ended_at: life.state === 'ended' ? new Date(life.at) : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return { inserted: Number(result.numInsertedOrUpdatedRows ?? 0) > 0 };
}

/**
 * Adds events to a play. Of two that decided on the same state one wins; call it in the transaction of what belongs to it.
 * @param from - how many events the decision stands on
 * @param play - what the play is with them
 * @returns false when somebody was faster: nothing was written
 */
export async function addPlayEvents(
  database: Kysely<Schema>,
  play: Play,
  from: number,
  events: readonly PlayEvent[],
): Promise<boolean> {
  const { life } = play;
  const result = await database
    .updateTable('plays')
    .set({
      state: life.state,
      revision: from + events.length,
      outcome: life.state === 'ended' ? life.outcome : null,
      ended_at: life.state === 'ended' ? new Date(life.at) : null,
    })
    .where('id', '=', play.id)
    .where('revision', '=', from)
    .executeTakeFirst();
  if (Number(result.numUpdatedRows) === 0) return false;
  await insertEvents(database, play.id, from, events);
  return true;
}

async function insertEvents(
  database: Kysely<Schema>,
  playId: string,
  from: number,
  events: readonly PlayEvent[],
): Promise<void> {
  const rows = events.map((event, index) => ({
    play_id: playId,
    ordinal: from + index + 1,
    at: new Date(event.at),
    event: JSON.stringify(event),
  }));
  await database.insertInto('play_events').values(rows).execute();
}

/** One play; null = there is none. */
export async function findPlay(database: Kysely<Schema>, id: string): Promise<StoredPlay | null> {
  if (id.includes('\u0000')) return null;
  return (await readEvents(database, [id]))[0] ?? null;
}

/** The plays of an account, the latest first; those that run come before those that are over. */
export async function listPlays(
  database: Kysely<Schema>,
  { account, limit }: { account: string; limit: number },
): Promise<StoredPlay[]> {
  const rows = await database
    .selectFrom('plays')
    .select('id')
    .where('account_id', '=', account)
    .orderBy(sql`state = 'ended'`)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return await readEvents(
    database,
    rows.map(({ id }) => id),
  );
}

/** Every play that runs for one of these accounts, by id. */
export async function readRunningPlays(
  database: Kysely<Schema>,
  accounts: readonly string[],
): Promise<StoredPlay[]> {
  const { rows } = await sql<{ id: string; events: PlayEvent[] }>`
    select p.id, jsonb_agg(e.event order by e.ordinal) as events
    from plays p join play_events e on e.play_id = p.id
    where p.state = 'running' and p.account_id = any(${[...accounts]}::text[]) group by p.id order by p.id`.execute(
    database,
  );
  return rows.map(({ id, events }) => ({ id, revision: events.length, events }));
}

/** The ids of plays that run, in their order. @param after - the last one of the page before; null = from the first */
export async function listRunningPlays(
  database: Kysely<Schema>,
  after: string | null,
  limit: number,
): Promise<string[]> {
  let query = database.selectFrom('plays').select('id').where('state', '=', 'running');
  if (after !== null) query = query.where('id', '>', after);
  const rows = await query.orderBy('id').limit(limit).execute();
  return rows.map(({ id }) => id);
}

async function readEvents(database: Kysely<Schema>, ids: readonly string[]): Promise<StoredPlay[]> {
  if (ids.length === 0) return [];
  const rows = await database
    .selectFrom('play_events')
    .select(['play_id', 'event'])
    .where('play_id', 'in', ids)
    .orderBy('play_id')
    .orderBy('ordinal')
    .execute();
  const byId = Map.groupBy(rows, (row) => row.play_id);
  return ids.flatMap((id) => {
    const events = (byId.get(id) ?? []).map(({ event }) => event);
    return events.length === 0 ? [] : [{ id, revision: events.length, events }];
  });
}
