import type { FastifyInstance } from 'fastify';
import type { KeptClick } from '../bot/platform/kept-request.ts';
import type { ChatRequest } from '../bot/reply.ts';
import type { SlackIdentity } from '../bot/slack/identify.ts';
import type { SlackRefusal } from '../bot/slack/origin.ts';
import type { Poster } from '../bot/slack/poster.ts';
import type { SlackSocket, SocketOptions } from '../bot/slack/socket.ts';
import type { SlackConfig } from '../config-slack.ts';
import type { Member } from '../domain/member.ts';
import type { Links } from '../http/links.ts';
import { countSlackRefusal } from '../http/metrics.ts';
import type { SlackEvents } from '../http/slack-events.ts';
import { registerSlackInstall, type SlackInstaller } from '../http/slack-install.ts';
import type { TeamsMessages } from '../http/teams-messages.ts';
import type { Services } from '../services/context.ts';
import { recordSlackRefusal } from '../services/record-refusal.ts';
import { makeConsoleLink } from '../services/sign-in/make-link.ts';
import { identityOf } from './slack-identity.ts';
import type { InstalledWorkspaces } from './slack-workspaces.ts';

/** Where people chat with this installation. */
export interface Chat {
  slackEvents: SlackEvents | null;
  teamsMessages: TeamsMessages | null;
  startPage: string | null;
  pages: readonly ((fastify: FastifyInstance) => Promise<void>)[];
  /** Posts for everybody in a channel: what only the guardrail may reach. */
  poster: Poster;
  /** Answers the deciding clicks that an end of the process interrupted; returns how many. */
  resume(): Promise<number>;
  /** Resolves when every accepted request is answered. */
  close(): Promise<void>;
}

/**
 * Connects Slack where there are tokens.
 * @param clickKey - seals what is kept of deciding clicks, hexadecimal
 * @throws {HoldfastError} HF_SLACK_FAILED
 */
export async function connectSlack(
  slack: SlackConfig,
  services: Services,
  links: Links,
  clickKey: string,
): Promise<Chat> {
  const [{ createSlackApp }, { answerChat }, { carryOn }] = await Promise.all([
    import('../bot/slack/app.ts'),
    import('../bot/router.ts'),
    import('../bot/conversation.ts'),
  ]);
  const { botToken } = slack;
  const own = botToken === null ? null : await identityOf({ ...slack, botToken }, services);
  const { teamId = null, botUserId = null, appId = null } = own ?? {};
  const installs = await openInstalls(slack, { services, links, key: clickKey, own });
  const app = createSlackApp({
    signingSecret: slack.signingSecret,
    botToken: botToken ?? '',
    ...(installs && { workspaces: installs.workspaces }),
    teamId,
    botUserId,
    appId,
    noteEmoji: slack.noteEmoji,
    ...(slack.apiUrl === null ? {} : { apiUrl: slack.apiUrl }),
    answer: (request) => answerChat(services, request),
    firstDelivery: (key) => services.store.noteDelivery(key, services.clock.now()),
    ...keeping(services, clickKey),
    readLink: (url) => links.pathOf(url),
    carryOn: (request, message) => carryOn(services, request, message),
    onRefused: (refusal) => noteRefusal(services, refusal),
    linkTo: pictureAware(links, slack.emulated || links.baseUrl.startsWith('https://')),
    log: services.log,
    clock: services.clock,
    ids: services.ids,
  });
  const socket =
    slack.appToken === null
      ? null
      : await openSocket({
          appToken: slack.appToken,
          apiUrl: slack.apiUrl,
          log: services.log,
          take: app.accept,
        });
  return {
    slackEvents: (request) => app.handle(request),
    teamsMessages: null,
    startPage: null,
    pages: installs ? [(fastify) => registerSlackInstall(fastify, installs.installer)] : [],
    poster: app.poster,
    resume: async () => app.resumeClicks(await openClicks(services, 'slack:')),
    close: async () => {
      await socket?.close();
      await app.drain();
    },
  };
}

/** Workspaces that install the app themselves; null = nobody does here. */
async function openInstalls(
  { oauth, botToken, apiUrl }: SlackConfig,
  given: { services: Services; links: Links; key: string; own: SlackIdentity | null },
): Promise<{ workspaces: InstalledWorkspaces; installer: SlackInstaller } | null> {
  if (oauth === null) return null;
  const [{ openWorkspaces }, { createInstaller }] = await Promise.all([
    import('./slack-workspaces.ts'),
    import('./slack-installer.ts'),
  ]);
  const { services, links, key, own } = given;
  const client = { ...oauth, apiUrl };
  const workspaces = await openWorkspaces({
    services,
    client,
    key,
    own:
      botToken === null
        ? null
        : { team: own?.teamId ?? null, token: botToken, botUserId: own?.botUserId ?? null },
  });
  const { baseUrl } = links;
  return {
    workspaces,
    installer: createInstaller({ services, client, teams: oauth.teams, baseUrl, key, workspaces }),
  };
}

/** Beside HTTP: whichever way a request comes, it is one request. */
async function openSocket(options: SocketOptions): Promise<SlackSocket> {
  const { openSlackSocket } = await import('../bot/slack/socket.ts');
  return openSlackSocket(options);
}

/** A platform fetches pictures itself, from where it can be reached; elsewhere their words stand for them. */
export function pictureAware(links: Links, isReachable: boolean): Links['linkTo'] {
  return (path, expiresOn) =>
    path.startsWith('/pictures/') && !isReachable ? '' : links.linkTo(path, expiresOn);
}

/** Counts every refusal. Anybody can send a wrong signature, so only what Slack signed fills the audit. */
async function noteRefusal(services: Services, refusal: SlackRefusal): Promise<void> {
  if (refusal.kind === 'signature') return countSlackRefusal(`signature-${refusal.verdict}`);
  countSlackRefusal(refusal.kind);
  await recordSlackRefusal(services, refusal.kind, refusal);
}

/** Opens the chat page of this machine, for an installation without tokens. */
export async function openPlayground(
  members: readonly Member[],
  services: Services,
  links: Links,
  clickKey: string,
): Promise<Chat> {
  const [
    { playgroundKeys, startPlayground },
    { registerPlayground },
    { answerChat },
    { carryOn },
    teamsSide,
  ] = await Promise.all([
    import('../bot/playground/playground.ts'),
    import('../bot/playground/routes.ts'),
    import('../bot/router.ts'),
    import('../bot/conversation.ts'),
    import('./teams-side.ts'),
  ]);
  // Its messages end with the process; open proposals are shown again.
  await services.store.forgetCards('local');
  await services.store.forgetAlertPosts();
  const sides = teamsSide.answerOnce((request) => answerChat(services, request), services.clock);
  const options = {
    members,
    answer: sides.slack,
    firstDelivery: (key: string) => services.store.noteDelivery(key, services.clock.now()),
    ...keeping(services, clickKey),
    linkTo: links.linkTo,
    readLink: (url: string) => links.pathOf(url),
    carryOn: (request: ChatRequest, message: string) => carryOn(services, request, message),
    log: services.log,
    clock: services.clock,
    ids: services.ids,
  };
  const playground = await startPlayground(options);
  const teams = await teamsSide.openTeamsSide(options, services, playground.poster, sides.teams);
  return {
    slackEvents: null,
    teamsMessages: null,
    startPage: '/playground',
    pages: [
      (fastify) =>
        registerPlayground(fastify, playground, {
          // Whoever opens this page can be anybody on it; the console takes them as the same.
          consoleLink: async (member) => (await makeConsoleLink({ ...services, member: null }, member)).path,
        }),
      teams.page,
    ],
    poster: teams.poster,
    resume: async () => playground.resumeClicks(await openClicks(services, playgroundKeys)),
    close: async () => {
      await teams.close();
      await playground.close();
    },
  };
}

/** Where deciding clicks are kept until they are done. */
export function keeping({ store, clock }: Services, clickKey: string) {
  return {
    keepClick: (key: string, request: object) => store.keepClick(key, request, clock.now()),
    clickDone: (key: string) => store.markClickDone(key, clock.now()),
    clickKey,
  };
}

async function openClicks({ store }: Services, prefix: string): Promise<KeptClick[]> {
  return await store.listOpenClicks(prefix);
}
