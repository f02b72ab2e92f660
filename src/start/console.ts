import { createHmac } from 'node:crypto';
import type { SignInProvider } from '../console/app/oidc.ts';
import type { ConsoleOptions } from '../console/app/options.ts';
import type { ConsolePorts } from '../console/app/ports.ts';
import { addDays, utcDayOf } from '../domain/utc-day.ts';
import type { Links } from '../http/links.ts';
import { isLocalRequest } from '../http/origin.ts';
import { jobs } from '../jobs/index.ts';
import { type JobLine, listJobs } from '../jobs/list-jobs.ts';
import { makeConsoleLink } from '../services/sign-in/make-link.ts';
import { readKeys } from './keys.ts';
import type { OpenServices } from './open-services.ts';
import { version } from './version.ts';

interface ConsoleParts {
  services: OpenServices;
  links: Links;
  /** Hexadecimal. */
  secret: string;
  /** Whether evidence opens by a signature alone: where people come from elsewhere. */
  signsLinks: boolean;
  chatPage: string | null;
}

/** Links from the console hold for the day and the next: whoever is signed in gets fresh ones. */
const linkDays = 1;

/** What the console stands on in this process. */
export async function consoleOptions({
  services,
  links,
  secret,
  signsLinks,
  chatPage,
}: ConsoleParts): Promise<ConsoleOptions> {
  const { clock } = services;
  return {
    services,
    baseUrl: links.baseUrl,
    secret: createHmac('sha256', Buffer.from(secret, 'hex')).update('console forms').digest('hex'),
    isLocal: isLocalRequest,
    provider: await openProvider(services),
    linkTo: (path) => (signsLinks ? links.linkTo(path, addDays(utcDayOf(clock.now()), linkDays)) : path),
    chatPage,
    ports: portsOf(services, links),
  };
}

/** The client is loaded only where somebody signs in by it. */
async function openProvider({ config, ids }: OpenServices): Promise<SignInProvider | null> {
  if (config.signIn === null) return null;
  const { createSignInProvider } = await import('../console/app/oidc.ts');
  return createSignInProvider(config.signIn, () => ids.secret());
}

function portsOf({ config }: OpenServices, links: Links): ConsolePorts {
  return {
    version,
    shareLink: (path) => links.linkTo(path),
    auditWitness: async () => {
      const keys = await readKeys(config.keysFile);
      const auditKeys = keys?.auditKey === undefined ? null : { ...keys, auditKey: keys.auditKey };
      return { keys: auditKeys, checkpointFile: config.checkpointsFile, mustExist: false };
    },
    listJobs: async (ctx) => (await listJobs(ctx, jobs)).map(shownJob),
  };
}

function shownJob({ name, summary, words, nextAt, lastRun, deadRuns }: JobLine) {
  const failed = lastRun?.outcome === 'failed';
  const last = lastRun && {
    at: lastRun.startedAt,
    outcome: lastRun.outcome,
    error: failed ? lastRun.detail : null,
  };
  return { name, summary, words, nextAt, lastRun: last, dead: deadRuns.length };
}

/** The link that a start prints; null = nobody is a member yet. */
export async function firstLink(
  services: OpenServices,
  links: Links,
): Promise<{ url: string; name: string } | null> {
  if ((await services.store.listMembers()).length === 0) return null;
  const { path, name } = await makeConsoleLink({ ...services, member: null }, null);
  return { url: links.absolute(path), name };
}
