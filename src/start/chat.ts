import type { FastifyInstance } from 'fastify';
import type { SlackRefusal } from '../bot/slack/origin.ts';
import type { SlackConfig } from '../config.ts';
import type { Member } from '../domain/member.ts';
import type { Links } from '../http/links.ts';
import { countSlackRefusal } from '../http/metrics.ts';
import type { SlackEvents } from '../http/slack-events.ts';
import type { Services } from '../services/context.ts';
import { recordSlackRefusal } from '../services/record-refusal.ts';

/** Where people chat with this installation. */
export interface Chat {
  slackEvents: SlackEvents | null;
  startPage: string | null;
  pages: readonly ((fastify: FastifyInstance) => Promise<void>)[];
  /** Resolves when every accepted request is answered. */
  close(): Promise<void>;
}

/** Connects Slack where there are tokens. @throws {HoldfastError} HF_SLACK_FAILED */
export async function connectSlack(slack: SlackConfig, services: Services, links: Links): Promise<Chat> {
  const [{ createSlackApp }, { identifySlack }, { answerChat }] = await Promise.all([
    import('../bot/slack/app.ts'),
    import('../bot/slack/identify.ts'),
    import('../bot/router.ts'),
  ]);
  const { teamId, botUserId, appId } = await identifySlack(slack.botToken, slack.apiUrl);
  const app = createSlackApp({
    signingSecret: slack.signingSecret,
    botToken: slack.botToken,
    ...{ teamId, botUserId, appId },
    ...(slack.apiUrl === null ? {} : { apiUrl: slack.apiUrl }),
    answer: (request) => answerChat(services, request),
    firstDelivery: (key) => services.store.noteDelivery(key, services.clock.now()),
    onRefused: (refusal) => noteRefusal(services, refusal),
    linkTo: links.linkTo,
    ...{ log: services.log, clock: services.clock, ids: services.ids },
  });
  return {
    slackEvents: (request) => app.handle(request),
    startPage: null,
    pages: [],
    close: () => app.drain(),
  };
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
): Promise<Chat> {
  const [{ startPlayground }, { registerPlayground }, { answerChat }] = await Promise.all([
    import('../bot/playground/playground.ts'),
    import('../bot/playground/routes.ts'),
    import('../bot/router.ts'),
  ]);
  const playground = await startPlayground({
    members,
    answer: (request) => answerChat(services, request),
    firstDelivery: (key) => services.store.noteDelivery(key, services.clock.now()),
    linkTo: links.linkTo,
    ...{ log: services.log, clock: services.clock, ids: services.ids },
  });
  return {
    slackEvents: null,
    startPage: '/playground',
    pages: [(fastify) => registerPlayground(fastify, playground)],
    close: () => playground.close(),
  };
}
