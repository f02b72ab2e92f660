import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** A conversation of Teams in which we are. */
export interface TeamsPlace {
  id: string;
  kind: 'personal' | 'group' | 'channel';
  name: string | null;
  serviceUrl: string;
  tenant: string;
}

/** A person of Teams whom we have met. */
export interface TeamsPerson {
  user: string;
  tenant: string;
  chatId: string;
  /** The chat of the two of us; null = not begun yet. */
  place: string | null;
  serviceUrl: string;
}

/** A message of ours, as it was last drawn. */
export interface TeamsMessageRow {
  place: string;
  message: string;
  key: string | null;
  part: number;
  parts: number;
  card: string;
}

/** How long a message can be pressed and found again. Ours. */
const keptMs = 60 * 24 * 3_600_000;

/** Notes where we are, with the address that answers for it now. */
export async function noteTeamsPlace(database: Kysely<Schema>, place: TeamsPlace, now: Date): Promise<void> {
  const known = { kind: place.kind, service_url: place.serviceUrl, tenant: place.tenant, at: now };
  const named = place.name === null ? {} : { name: place.name };
  await database
    .insertInto('teams_places')
    .values({ id: place.id, name: place.name, ...known })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...known, ...named }))
    .execute();
}

/** A conversation by its id; null = we were never there. */
export async function findTeamsPlace(database: Kysely<Schema>, id: string): Promise<TeamsPlace | null> {
  const row = await database.selectFrom('teams_places').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { kind, name, service_url: serviceUrl, tenant } = row;
  return { id, kind: kind as TeamsPlace['kind'], name, serviceUrl, tenant };
}

/** Notes a person; a chat that is known stays known. */
export async function noteTeamsPerson(
  database: Kysely<Schema>,
  { user, tenant, chatId, place, serviceUrl }: TeamsPerson,
  now: Date,
): Promise<void> {
  const known = { chat_id: chatId, service_url: serviceUrl, at: now, ...(place === null ? {} : { place }) };
  await database
    .insertInto('teams_people')
    .values({ user_id: user, tenant, place, ...known })
    .onConflict((conflict) => conflict.columns(['tenant', 'user_id']).doUpdateSet(known))
    .execute();
}

/** People by their names in the directory. */
export async function findTeamsPeople(
  database: Kysely<Schema>,
  users: readonly string[],
): Promise<TeamsPerson[]> {
  if (users.length === 0) return [];
  const rows = await database
    .selectFrom('teams_people')
    .selectAll()
    .where('user_id', 'in', [...users])
    .orderBy('user_id')
    .execute();
  return rows.map((row) => ({
    user: row.user_id,
    tenant: row.tenant,
    chatId: row.chat_id,
    place: row.place,
    serviceUrl: row.service_url,
  }));
}

/** Notes a message of ours, or how it looks now. */
export async function noteTeamsMessage(
  database: Kysely<Schema>,
  { place, message, key, part, parts, card }: TeamsMessageRow,
  now: Date,
): Promise<void> {
  await database
    .insertInto('teams_messages')
    .values({ place, message, key, part, parts, card, at: now })
    .onConflict((conflict) =>
      conflict.columns(['place', 'message']).doUpdateSet({ part, parts, card, at: now }),
    )
    .execute();
}

/** A message of ours by its place and id. */
export async function findTeamsMessage(
  database: Kysely<Schema>,
  place: string,
  message: string,
): Promise<TeamsMessageRow | null> {
  const row = await database
    .selectFrom('teams_messages')
    .select(['place', 'message', 'key', 'part', 'parts', 'card'])
    .where('place', '=', place)
    .where('message', '=', message)
    .executeTakeFirst();
  return row ?? null;
}

/** The parts of a post by its key, in order. */
export async function teamsMessagesOfKey(database: Kysely<Schema>, key: string): Promise<TeamsMessageRow[]> {
  return await database
    .selectFrom('teams_messages')
    .select(['place', 'message', 'key', 'part', 'parts', 'card'])
    .where('key', '=', key)
    .orderBy('part')
    .execute();
}

/** Forgets messages that nobody presses any more. */
export async function forgetTeamsMessages(database: Kysely<Schema>, now: Date): Promise<void> {
  await database
    .deleteFrom('teams_messages')
    .where('at', '<', new Date(now.getTime() - keptMs))
    .execute();
}
