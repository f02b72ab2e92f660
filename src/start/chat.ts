import type { FastifyInstance } from 'fastify';
import type { KeptClick } from '../bot/slack/kept-request.ts';
import type { SlackRefusal } from '../bot/slack/origin.ts';
import type { Poster } from '../bot/slack/poster.ts';
import type { SlackConfig } from '../config-slack.ts';
import type { Member } from '../domain/member.ts';
import type { Links } from '../http/links.ts';
import { countSlackRefusal } from '../http/metrics.ts';
import type { SlackEvents } from '../http/slack-events.ts';
import type { TeamsMessages } from '../http/teams-messages.ts';
import type { Services } from '../services/context.ts';
import { recordSlackRefusal } from '../services/record-refusal.ts';
import { identityOf } from './slack-identity.ts';

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
  const { teamId, botUserId, appId } = await identityOf(slack, services);
  const app = createSlackApp({
    signingSecret: slack.signingSecret,
    botToken: slack.botToken,
    ...{ teamId, botUserId, appId, noteEmoji: slack.noteEmoji },
    ...(slack.apiUrl === null ? {} : { apiUrl: slack.apiUrl }),
    answer: (request) => answerChat(services, request),
    firstDelivery: (key) => services.store.noteDelivery(key, services.clock.now()),
    ...keeping(services, clickKey),
    readLink: (url) => links.pathOf(url),
    carryOn: (request, message) => carryOn(services, request, message),
    onRefused: (refusal) => noteRefusal(services, refusal),
    linkTo: pictureAware(links, slack.emulated || links.baseUrl.startsWith('https://')),
    ...{ log: services.log, clock: services.clock, ids: services.ids },
  });
  return {
    slackEvents: (request) => app.handle(request),
    teamsMessages: null,
    startPage: null,
    pages: [],
    poster: app.poster,
    resume: async () => app.resumeClicks(await openClicks(services, 'slack:')),
    close: () => app.drain(),
  };
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
  const [{ playgroundKeys, startPlayground }, { registerPlayground }, { answerChat }, { carryOn }] =
    await Promise.all([
      import('../bot/playground/playground.ts'),
      import('../bot/playground/routes.ts'),
      import('../bot/router.ts'),
      import('../bot/conversation.ts'),
    ]);
  // Its messages end with the process; open proposals are shown again.
  await services.store.forgetCards('local');
  await services.store.forgetAlertPosts();
  const playground = await startPlayground({
    members,
    answer: (request) => answerChat(services, request),
    firstDelivery: (key) => services.store.noteDelivery(key, services.clock.now()),
    ...keeping(services, clickKey),
    linkTo: links.linkTo,
    readLink: (url) => links.pathOf(url),
    carryOn: (request, message) => carryOn(services, request, message),
    ...{ log: services.log, clock: services.clock, ids: services.ids },
  });
  return {
    slackEvents: null,
    teamsMessages: null,
    startPage: '/playground',
    pages: [(fastify) => registerPlayground(fastify, playground)],
    poster: playground.poster,
    resume: async () => playground.resumeClicks(await openClicks(services, playgroundKeys)),
    close: () => playground.close(),
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
