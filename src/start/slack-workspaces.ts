import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type BotTokens, type Installed, renewTokens, type SlackClient } from '../bot/slack/oauth.ts';
import type { SlackWorkspaces } from '../bot/slack/workspaces.ts';
import type { Services } from '../services/context.ts';
import type { StoredInstallation } from '../store/slack-installations.ts';

/** Workspaces that installed the app, beside one whose token the operator wrote down. */
export interface InstalledWorkspaces extends SlackWorkspaces {
  /** Keeps what an installation brought. */
  keep(installed: Installed): Promise<void>;
}

interface Options {
  services: Pick<Services, 'store' | 'clock' | 'ids' | 'log'>;
  client: SlackClient;
  /** Hexadecimal; what seals the tokens is derived from it. */
  key: string;
  /** The operator's own workspace; null = none */
  own: { team: string | null; token: string; botUserId: string | null } | null;
}

interface Known extends StoredInstallation {
  tokens: Pick<BotTokens, 'token' | 'refreshToken'>;
}

/** A token is renewed when it has less than this left. Source: ours; Slack's live twelve hours. */
const renewBeforeMs = 60 * 60_000;
/** Whoever renews has this long; then another may. */
const renewalMs = 30_000;
/** What another process installed is seen after this time. */
const freshMs = 30_000;
const pollMs = 200;

/** Reads the installations; from then on they are known from memory, and read again in the background. */
export async function openWorkspaces(options: Options): Promise<InstalledWorkspaces> {
  const { services, own, client } = options;
  const { store, clock, log } = services;
  const key = Buffer.from(
    hkdfSync('sha256', Buffer.from(options.key, 'hex'), '', 'holdfast slack tokens', 32),
  );
  const known = new Map<string, Known>();
  const renewing = new Map<string, Promise<string | null>>();
  let readAt = 0;

  const read = async (): Promise<void> => {
    readAt = clock.now().getTime();
    const rows = await store.listInstallations();
    known.clear();
    for (const row of rows) {
      const tokens = unseal(key, row.team, row.sealed);
      if (tokens !== null) known.set(row.team, { ...row, tokens });
      else
        log.error({ security: { kind: 'unreadable-installation', team: row.team } }, 'a token is not ours');
    }
  };
  const readSometimes = (): void => {
    if (clock.now().getTime() - readAt < freshMs) return;
    read().catch((error: unknown) =>
      log.warn({ err: error }, 'installations could not be read; going on with those known'),
    );
  };
  const write = (row: Omit<StoredInstallation, 'revision' | 'sealed' | 'expiresAt'>, tokens: BotTokens) => {
    const now = clock.now();
    const { token, refreshToken, expiresInSeconds } = tokens;
    const sealed = seal(key, row.team, { token, refreshToken }, services.ids.secret());
    const expiresAt = expiresInSeconds === null ? null : new Date(now.getTime() + expiresInSeconds * 1_000);
    return store.writeInstallation({ ...row, sealed, expiresAt }, now);
  };

  /** One process renews; the others go on with the old token, or wait for the new one where that is over. */
  const renew = async (team: string): Promise<string | null> => {
    for (;;) {
      const found = known.get(team);
      if (!found) return null;
      const now = clock.now();
      const left = leftOf(found, now);
      const { refreshToken, token } = found.tokens;
      if (left >= renewBeforeMs || refreshToken === null) return token;
      const until = new Date(now.getTime() + renewalMs);
      if (await store.claimRenewal({ team, revision: found.revision, now, until })) {
        try {
          await write(found, await renewTokens(client, refreshToken));
        } catch (error) {
          log.error({ err: error, team }, 'a token could not be renewed');
          return left > 0 ? token : null;
        }
      } else if (left > 0) {
        await read();
        return known.get(team)?.tokens.token ?? null;
      } else await wait(pollMs);
      await read();
    }
  };
  const renewOnce = (team: string): Promise<string | null> => {
    const running = renewing.get(team) ?? renew(team).finally(() => renewing.delete(team));
    renewing.set(team, running);
    return running;
  };

  await read();
  return {
    teams() {
      readSometimes();
      return own?.team === null ? null : [...(own?.team ? [own.team] : []), ...known.keys()];
    },
    botUserOf: (team) => (team === null ? undefined : known.get(team))?.botUserId ?? own?.botUserId ?? null,
    async tokenOf(team) {
      if (own && (team === null || team === own.team)) return own.token;
      const name = team ?? known.keys().next().value;
      const found = name === undefined ? undefined : known.get(name);
      if (!found) return null;
      return leftOf(found, clock.now()) >= renewBeforeMs ? found.tokens.token : await renewOnce(found.team);
    },
    async forget(team) {
      await store.removeInstallation(team);
      await read();
    },
    async keep({ team, teamName, appId, botUserId, ...tokens }) {
      await write({ team, teamName, appId, botUserId }, tokens);
      await read();
    },
  };
}

function leftOf({ expiresAt }: StoredInstallation, now: Date): number {
  return expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - now.getTime();
}

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM, bound to the workspace: a row that is moved to another one does not open. */
function seal(key: Buffer, team: string, tokens: Known['tokens'], random: string): Uint8Array {
  const iv = Buffer.from(random, 'hex').subarray(0, ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(team));
  const body = Buffer.concat([cipher.update(JSON.stringify(tokens), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** Null = it was sealed with another key, or for another workspace. */
function unseal(key: Buffer, team: string, sealed: Uint8Array): Known['tokens'] | null {
  try {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes)).setAAD(
      Buffer.from(team),
    );
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    const text = Buffer.concat([
      decipher.update(bytes.subarray(ivBytes + tagBytes)),
      decipher.final(),
    ]).toString('utf8');
    const { token, refreshToken } = JSON.parse(text);
    return { token: String(token), refreshToken: refreshToken === null ? null : String(refreshToken) };
  } catch {
    return null;
  }
}
