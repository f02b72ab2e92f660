import { z } from 'zod';
import { httpUrl, isLoopbackUrl } from './domain/setting-texts.ts';
import { HoldfastError } from './errors.ts';

/** What the operator decided about Slack. */
export interface SlackConfig {
  botToken: string;
  signingSecret: string;
  /** Base of the Web API, ends with a slash; null = Slack's own. */
  apiUrl: string | null;
  /** The Web API is an emulator on this machine, so no real workspace can reach this installation. */
  emulated: boolean;
  /** A reaction with this emoji notes a message; its name without colons. */
  noteEmoji: string;
  /** Set for Socket Mode, which this version does not use. */
  hasAppToken: boolean;
}

/** Values of these never appear in a message. */
export const slackSecrets = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'] as const;

/** The variables about Slack. */
export const slackVariables = {
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'a bot token, which begins with xoxb-').optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^\S{16,}$/, 'the signing secret of your Slack app')
    .optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'an app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: httpUrl.optional(),
  HOLDFAST_NOTE_EMOJI: z
    .string()
    .regex(/^:?[a-z0-9_+'-]{1,100}:?$/, "an emoji's name in Slack, such as memo")
    .default('memo')
    .transform((name) => name.replaceAll(':', '')),
};

const schema = z.object(slackVariables);

/** @throws {HoldfastError} HF_CONFIG_INVALID when a part is missing */
export function toSlack(variables: z.infer<typeof schema>): SlackConfig | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret } = variables;
  if (botToken && signingSecret) {
    const apiUrl = variables.SLACK_API_URL?.replace(/\/*$/, '/') ?? null;
    const emulated = apiUrl !== null && isLoopbackUrl(apiUrl);
    return {
      ...{ botToken, signingSecret, apiUrl, emulated, noteEmoji: variables.HOLDFAST_NOTE_EMOJI },
      hasAppToken: variables.SLACK_APP_TOKEN !== undefined,
    };
  }
  const names = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_API_URL'] as const;
  const set = names.find((name) => variables[name] !== undefined);
  if (set === undefined) return null;
  const missing = names.slice(0, 2).filter((name) => variables[name] === undefined);
  throw new HoldfastError(
    'HF_CONFIG_INVALID',
    `${set} is set without ${missing.join(' and ')}; Slack needs both SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET`,
    { fields: { variable: set } },
  );
}
