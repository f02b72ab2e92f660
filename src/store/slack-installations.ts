import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

/** A workspace that installed our app, as it is kept. */
export interface StoredInstallation {
  team: string;
  teamName: string | null;
  appId: string | null;
  botUserId: string | null;
  /** Tokens, sealed; the key is not in the database. */
  sealed: Uint8Array;
  expiresAt: Date | null; // null = its token is good until it is revoked
  /** Grows with every token. */
  revision: number;
}

/** Keeps an installation, or what was renewed of it; whoever renewed it is done. */
export async function writeInstallation(
  database: Kysely<Schema>,
  { team, teamName, appId, botUserId, sealed, expiresAt }: Omit<StoredInstallation, 'revision'>,
  now: Date,
): Promise<void> {
  await sql`insert into slack_installations
    (team_id, team_name, app_id, bot_user_id, sealed, expires_at, revision, installed_at)
    values (${team}, ${teamName}, ${appId}, ${botUserId}, ${sealed}, ${expiresAt}, 1, ${now})
    on conflict (team_id) do update set team_name = excluded.team_name, app_id = excluded.app_id,
      bot_user_id = excluded.bot_user_id, sealed = excluded.sealed, expires_at = excluded.expires_at,
      revision = slack_installations.revision + 1, renewing_until = null`.execute(database);
}

/** Every workspace, the one that installed it first before the others. */
export async function listInstallations(database: Kysely<Schema>): Promise<StoredInstallation[]> {
  const { rows } = await sql<StoredInstallation>`select team_id as team, team_name as "teamName",
    app_id as "appId", bot_user_id as "botUserId", sealed, expires_at as "expiresAt", revision
    from slack_installations order by installed_at, team_id`.execute(database);
  return rows;
}

/**
 * Lets one process renew a token: true for the first that asks, until it has written a new one or the time is over.
 * @param revision - of the token that is to be renewed; false when there is a newer one already
 */
export async function claimRenewal(
  database: Kysely<Schema>,
  { team, revision, now, until }: { team: string; revision: number; now: Date; until: Date },
): Promise<boolean> {
  const { rows } = await sql`update slack_installations set renewing_until = ${until}
    where team_id = ${team} and revision = ${revision} and (renewing_until is null or renewing_until <= ${now})
    returning team_id`.execute(database);
  return rows.length === 1;
}

/** Forgets a workspace with its tokens. */
export async function removeInstallation(database: Kysely<Schema>, team: string): Promise<void> {
  await sql`delete from slack_installations where team_id = ${team}`.execute(database);
}
