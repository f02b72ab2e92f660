import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, variableNames } from '../config.ts';
import { createClock } from '../domain/clock.ts';
import { createIds } from '../domain/ids.ts';
import { toKnownFailure } from '../http/known-failure.ts';
import { describeOutages } from '../services/describe-outages.ts';
import { nodeProblem } from '../start/check-node.ts';
import { readKeys } from '../start/keys.ts';
import { readContent } from '../start/open-services.ts';
import { describeDatabase } from '../store/describe-database.ts';
import { findLockHolder, type LockHolder } from '../store/folder-lock.ts';
import type { Session } from './command.ts';
import type { Finding } from './doctor.ts';

const lowSpaceBytes = 1024 ** 3;
const mebibyte = 1024 ** 2;
const clockToleranceMs = 5_000;

export function checkNode(): Finding {
  const found = process.versions.node;
  if (!nodeProblem(found)) return ok('Node.js', found);
  return problem('Node.js', `${found} is older than 24`, 'Run through npm, which brings its own Node.js 24.');
}

/** @returns the configuration too, where it can be read */
export function checkConfiguration(session: Session): { finding: Finding; config: Config | null } {
  try {
    const config = session.config();
    const where = config.database.kind === 'embedded' ? 'embedded database' : 'PostgreSQL server';
    const chats = [config.slack && 'Slack', config.teams?.registration && 'Teams'].filter(Boolean);
    const chat = chats.length === 0 ? 'playground' : chats.join(' and ');
    return {
      finding: ok('Configuration', `${where}, ${chat}, port ${config.port} of ${config.host}`),
      config,
    };
  } catch (error) {
    const { message, next } = failureOf(error);
    return {
      finding: problem('Configuration', message, `${next} Variables: ${variableNames.join(', ')}.`),
      config: null,
    };
  }
}

export async function checkFolder({ home, database, clockStartsAt }: Config): Promise<Finding[]> {
  const probe = join(home, `doctor-${createIds().trace()}.tmp`);
  const findings: Finding[] = [];
  try {
    await writeFile(probe, 'x', { mode: 0o600 });
    findings.push(ok('Data folder', `${home} can be written`));
    const driftMs = Math.abs((await stat(probe)).mtimeMs - createClock().now().getTime());
    findings.push(clockFinding(driftMs, clockStartsAt));
    const { bavail, bsize } = await statfs(home);
    findings.push(spaceFinding(bavail * bsize));
  } catch (error) {
    findings.push(
      problem(
        'Data folder',
        `${home} cannot be written (${(error as Error).message})`,
        'Correct its permissions, or set HOLDFAST_HOME.',
      ),
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined); // what could not be made need not go
  }
  if (database.kind === 'embedded') findings.push(await holderFinding(home));
  return findings;
}

function clockFinding(driftMs: number, startsAt: Date | null): Finding {
  if (driftMs > clockToleranceMs) {
    const detail = `the system clock and the file system are ${Math.round(driftMs / 1000)} s apart`;
    return warning(
      'Clock',
      detail,
      'Synchronise the clocks (NTP): Slack refuses requests that are 5 minutes off.',
    );
  }
  if (!startsAt) return ok('Clock', 'agrees with the file system');
  return warning(
    'Clock',
    `HOLDFAST_NOW started it at ${startsAt.toISOString()}`,
    'Unset HOLDFAST_NOW unless this is a demo or a test.',
  );
}

function spaceFinding(bytes: number): Finding {
  const detail = `${Math.floor(bytes / mebibyte)} MiB free`;
  if (bytes >= lowSpaceBytes) return ok('Space', detail);
  return warning('Space', detail, 'Free some space: the embedded database needs at least 1 GiB to work in.');
}

async function holderFinding(home: string): Promise<Finding> {
  let holder: LockHolder | null;
  try {
    holder = await findLockHolder(home);
  } catch (error) {
    const detail = `the lock of ${home} cannot be read (${(error as Error).message})`;
    return problem('Lock', detail, 'Run the doctor as the user that Holdfast runs as.');
  }
  if (!holder) return ok('Lock', 'nobody holds the data folder');
  const where = holder.address ? ` at ${holder.address}` : '';
  return ok('Lock', `held by process ${holder.pid} (${holder.command})${where}`);
}

export async function checkKeys({ keysFile }: Config): Promise<Finding[]> {
  try {
    const keys = await readKeys(keysFile);
    if (!keys)
      return [
        warning(
          'Keys',
          `${keysFile} does not exist yet`,
          'Start Holdfast once (npm start): it makes the file.',
        ),
      ];
    const { mode } = await stat(keysFile);
    const open = (mode & 0o077) !== 0 && process.platform !== 'win32';
    return [
      open
        ? problem('Keys', `${keysFile} can be read by others`, `chmod 600 ${keysFile}`)
        : ok('Keys', `${keysFile}, for its owner alone`),
      ok(
        'Source tokens',
        `${keys.sources.map(({ name }) => name).join(', ')}: in ${keysFile}, under sources`,
      ),
      ok(
        'App tokens',
        `${keys.apps?.map(({ name }) => name).join(', ') || 'none'}: in ${keysFile}, under apps`,
      ),
    ];
  } catch (error) {
    const { message, next } = failureOf(error);
    return [problem('Keys', message, next)];
  }
}

export async function checkContent({ overrides }: Config): Promise<Finding> {
  try {
    const { profiles, customTypes, directory } = await readContent(overrides);
    const parts = [
      `${profiles.length} profiles`,
      `${customTypes.size} further event types`,
      `${directory.members.length} members`,
    ];
    return ok('Content', `${parts.join(', ')}${overrides ? `, with ${overrides}` : ''}`);
  } catch (error) {
    const { message, next } = failureOf(error);
    return problem('Content', message, next);
  }
}

export async function checkDatabase(session: Session): Promise<Finding[]> {
  try {
    const { database, store } = await session.services();
    const facts = await describeDatabase(database.queries);
    const found = `PostgreSQL ${facts.version}${database.kind === 'embedded' ? ', embedded' : ''}, schema ${facts.migration}`;
    const open = await store.countDeadLetters();
    const outages = await describeOutages({ store, clock: createClock() });
    return [
      ok('Database', found),
      facts.vector
        ? ok('pgvector', facts.vector)
        : problem('pgvector', 'not installed', 'As the database superuser: create extension vector'),
      ...(database.kind === 'server' && facts.superuser
        ? [
            warning(
              'Database role',
              `${facts.role} is a superuser`,
              'Give Holdfast a role of its own: deploy/postgres-init.sql makes it.',
            ),
          ]
        : []),
      open === 0
        ? ok('Dead letters', 'none is open')
        : warning('Dead letters', `${open} open`, 'See why: holdfast dead-letters list'),
      ...(outages.length === 0
        ? [ok('Ways out', 'every platform took what it got last')]
        : outages.map((outage) =>
            warning('Ways out', outage, 'What waits goes out by itself; its own status page may say more.'),
          )),
    ];
  } catch (error) {
    const { message, next } = failureOf(error);
    return [problem('Database', message, next)];
  }
}

export async function checkChat({ slack }: Config): Promise<Finding> {
  if (!slack) return ok('Slack', 'not connected; the playground takes its place');
  try {
    if (slack.botToken === null)
      return ok('Slack', 'workspaces install the app themselves, at /slack/install');
    const { identifySlack } = await import('../bot/slack/identify.ts');
    const { teamName, teamId, appId } = await identifySlack(slack.botToken, slack.apiUrl);
    return ok('Slack', `workspace ${teamName ?? '?'} (${teamId ?? '?'}), app ${appId ?? 'unknown'}`);
  } catch (error) {
    const { message, next } = failureOf(error);
    return problem('Slack', message, next);
  }
}

/** Asks Microsoft for a token, which proves application id, secret and tenant. */
export async function checkTeams({ teams }: Pick<Config, 'teams'>): Promise<Finding> {
  if (!teams?.registration) {
    return warning(
      'Teams',
      'answers this machine without authentication',
      'Unset TEAMS_ALLOW_UNAUTHENTICATED unless this is development.',
    );
  }
  try {
    const { createTeamsGate } = await import('../bot/teams/authenticate.ts');
    await createTeamsGate(teams.registration).authorization();
    return ok('Teams', `application ${teams.registration.appId} of tenant ${teams.registration.tenantId}`);
  } catch {
    return problem(
      'Teams',
      'Microsoft gave no token for the application',
      'Check TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID and the network; a secret may have expired.',
    );
  }
}

function failureOf(error: unknown): { message: string; next: string } {
  return toKnownFailure(error, createIds().trace());
}

function ok(check: string, detail: string): Finding {
  return { check, state: 'ok', detail, next: null };
}

function warning(check: string, detail: string, next: string): Finding {
  return { check, state: 'warning', detail, next };
}

function problem(check: string, detail: string, next: string): Finding {
  return { check, state: 'problem', detail, next };
}
