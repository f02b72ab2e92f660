import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { baseUrlOf } from '../config.ts';
import { registerConsole } from '../console/app/console.ts';
import { registerArtifacts } from '../console/artifact-file.ts';
import { registerEvidencePages } from '../console/evidence-pages.ts';
import { registerLetterPages } from '../console/letter-pages.ts';
import { registerPictures } from '../console/pictures.ts';
import { registerStatusPages } from '../console/status-pages.ts';
import type { HoldfastError } from '../errors.ts';
import { createLinks, type Links } from '../http/links.ts';
import { type Listener, openListener } from '../http/listener.ts';
import { createPageGuard } from '../http/page-guard.ts';
import { createServer } from '../http/server.ts';
import type { Readiness } from '../http/status.ts';
import type { Scheduler } from '../jobs/scheduler.ts';
import type { Log } from '../log.ts';
import { noticeRollback } from '../services/notice-rollback.ts';
import { type FolderLock, folderLocked, tryLockFolder } from '../store/folder-lock.ts';
import { banner, readyLine, rollbackLine } from './banner.ts';
import { type Chat, connectSlack, openPlayground } from './chat.ts';
import { consoleOptions, firstLink } from './console.ts';
import { type Keys, readOrCreateKeys } from './keys.ts';
import { indexDemoTickets, loadDemo } from './load-demo.ts';
import { type Ground, makeHome, type OpenServices, openServices, readDirectory } from './open-services.ts';
import { startOutward } from './outward.ts';
import { outwardChat } from './outward-chat.ts';
import { createCommandRoute } from './serve-commands.ts';
import { startJobs } from './start-jobs.ts';
import { connectTeams, joinChats } from './teams-chat.ts';
import { version } from './version.ts';

/** What a server tells, and what ends it. */
export interface ServerPorts {
  say(line: string): void;
  progress(line: string): void;
  /** The data is gone from under the server, which must not write one byte more. */
  onLost(failure: HoldfastError): void;
  /** Says that the server should stop. */
  stop: AbortSignal;
}

export interface RunningServer {
  baseUrl: string;
  /** Loads what is missing and serves until it should stop. */
  run(): Promise<void>;
  close(): Promise<void>;
}

/** For running requests, of the time that the whole draining may take. */
const finishMs = 6_000;

/** What is open, each to be closed before what it stands on. */
interface Opened {
  lock?: FolderLock;
  listener?: Listener;
  services?: OpenServices;
  scheduler?: Scheduler;
  endOutward?: () => Promise<void>;
  chat?: Chat;
  app?: FastifyInstance;
}

/**
 * Starts the product: lock, port, store, chat, in this order, so that each failure is met before the next second is
 * spent. Whatever was opened is closed again when a later step fails.
 */
export async function startServer(ground: Ground, ports: ServerPorts): Promise<RunningServer> {
  const opened: Opened = {};
  try {
    return await open(ground, ports, opened);
  } catch (error) {
    await close(opened, ground.log);
    throw error;
  }
}

async function open(ground: Ground, ports: ServerPorts, opened: Opened): Promise<RunningServer> {
  const { config } = ground;
  await makeHome(config.home);
  if (config.database.kind === 'embedded') opened.lock = await lockHome(ground, ports);
  const keys = await readOrCreateKeys(config.keysFile, ground.ids);
  const listener = await openListener(config.host, config.port);
  opened.listener = listener;
  await opened.lock?.publish(loopbackUrl(config.host, listener.port));
  const links = createLinks(baseUrlOf(config, listener.port), keys.linkKey, ground.clock);
  ports.progress('Opening the database …');
  const services = await openServices(ground, { decidesMembers: true, links });
  opened.services = services;
  void services.database.engine?.died.then(ports.onLost);
  const rollback = await noticeRollback(services, config.checkpointsFile);
  if (rollback) ports.say(rollbackLine(rollback));
  const chat = await openChat(services, links, keys.buttonKey);
  opened.chat = chat;
  opened.endOutward = startOutward(services, outwardChat(services, chat));
  // What a job proposes is bound to what is there: before the chat it would go into files, where nobody looks.
  opened.scheduler = await startJobs(services);
  const state: Readiness = { ready: false, detail: 'Starting.' };
  const lock = opened.lock ?? null;
  opened.app = await createApp({
    services,
    links,
    keys,
    chat,
    lock,
    readiness: () => state,
    stop: ports.stop,
  });
  listener.serve(opened.app);
  ports.say(
    banner({ config, baseUrl: links.baseUrl, version, consoleLink: await firstLink(services, links) }),
  );
  return {
    baseUrl: links.baseUrl,
    run: async () => {
      await fill(services, state, ports);
      await resumeClicks(chat, ground.log);
      await stopped(ports.stop);
    },
    close: () => close(opened, ground.log),
  };
}

/** New requests end first, then what they began, then the data, and last the claim on the folder. */
async function close(opened: Opened, log: Log): Promise<void> {
  const { listener, app, chat, scheduler, endOutward, services, lock } = opened;
  const steps = [
    () => listener?.close(finishMs),
    () => app?.close(),
    () => scheduler?.stop(),
    () => endOutward?.(),
    () => chat?.close(),
    () => services?.store.close(),
    () => lock?.release(),
  ];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      log.error({ err: error }, 'closing failed');
    }
  }
}

/** What people decided just before the last end. A failure costs none of it: it stays kept. */
async function resumeClicks(chat: Chat, log: Log): Promise<void> {
  try {
    const answered = await chat.resume();
    if (answered > 0) log.info({ answered }, 'answered decisions that the last end interrupted');
  } catch (error) {
    log.error({ err: error }, 'interrupted decisions could not be answered; the next start tries again');
  }
}

async function stopped(stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort');
}

/** Where commands of this machine reach the server. */
function loopbackUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::' || host === 'localhost';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

async function lockHome({ config, log }: Ground, { onLost }: ServerPorts): Promise<FolderLock> {
  const attempt = await tryLockFolder(config.home, 'server', {
    onLost,
    onTrouble: (error) =>
      log.error({ err: error }, 'the lock of the data folder cannot be kept up; trying on'),
  });
  if (attempt.kind === 'busy') throw folderLocked(config.home, attempt.holder);
  return attempt.lock;
}

async function openChat(services: OpenServices, links: Links, clickKey: string): Promise<Chat> {
  const { slack, teams } = services.config;
  const first = slack
    ? await connectSlack(slack, services, links, clickKey)
    : teams?.registration
      ? null
      : await openPlaygroundHere(services, links, clickKey);
  if (teams === null) return first ?? (await openPlaygroundHere(services, links, clickKey));
  const second = await connectTeams(teams, services, links, clickKey);
  return first === null ? second : joinChats(first, second);
}

async function openPlaygroundHere(services: OpenServices, links: Links, clickKey: string): Promise<Chat> {
  const { members } = await readDirectory(services.config, services.content);
  return await openPlayground(members, services, links, clickKey);
}

interface AppParts {
  services: OpenServices;
  links: Links;
  keys: Keys;
  chat: Chat;
  lock: FolderLock | null;
  readiness(): Readiness;
  stop: AbortSignal;
}

async function createApp({
  services,
  links,
  keys,
  chat,
  lock,
  readiness,
  stop,
}: AppParts): Promise<FastifyInstance> {
  const { slack, teams, publicUrl } = services.config;
  const reachable = publicUrl !== null || (slack !== null && !slack.emulated) || teams?.registration != null;
  const guard = createPageGuard(links, { opensLocally: !reachable });
  const consoleSettings = await consoleOptions({
    services,
    links,
    secret: keys.linkKey,
    signsLinks: reachable,
    chatPage: chat.startPage,
  });
  return await createServer({
    services,
    version,
    sources: keys.sources,
    apps: keys.apps,
    linkTo: links.linkTo,
    readiness,
    slackEvents: chat.slackEvents,
    teamsMessages: chat.teamsMessages,
    startPage: chat.startPage,
    commands: lock ? createCommandRoute({ services, baseUrl: links.baseUrl, token: lock.token, stop }) : null,
    pages: [
      ...chat.pages,
      (fastify) => registerEvidencePages(fastify, { services, ...guard }),
      (fastify) => registerPictures(fastify, { services, ...guard }),
      (fastify) => registerArtifacts(fastify, { services, ...guard }),
      (fastify) =>
        registerLetterPages(fastify, { services, isSigned: ({ url }) => links.expiryOf(url) !== null }),
      (fastify) => registerStatusPages(fastify, { services, ...guard }),
      (fastify) => registerConsole(fastify, consoleSettings),
    ],
  });
}

/** Brings in the demo company where there is nothing, and declares the product ready. */
async function fill(services: OpenServices, state: Readiness, ports: ServerPorts): Promise<void> {
  state.detail = 'Loading the demo company.';
  const onProgress = (done: number, total: number): void => {
    state.detail = `Loading the demo company: ${done} of ${total} events.`;
    ports.progress(state.detail);
  };
  try {
    const ctx = { ...services, member: null };
    const demo = await loadDemo(ctx, services.config, {
      onProgress,
      stop: ports.stop,
    });
    state.ready = true;
    state.detail = 'Ready.';
    ports.say(readyLine(demo));
    if (demo) await indexDemoTickets(ctx, ports.stop);
  } catch (error) {
    if (!ports.stop.aborted) throw error; // the next start goes on where this one was stopped
  }
}
