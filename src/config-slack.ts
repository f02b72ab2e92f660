import { z } from 'zod';
import { httpUrl, isLoopbackUrl } from './domain/setting-texts.ts';
import { HoldfastError } from './errors.ts';

/** What the operator decided about Slack. */
export interface SlackConfig {
  /** Of the operator's own workspace; null = only workspaces that install the app are served. */
  botToken: string | null;
  /** '' = none: nothing is received over HTTP. */
  signingSecret: string;
  /** Base of the Web API, ends with a slash; null = Slack's own. */
  apiUrl: string | null;
  /** The Web API is an emulator on this machine, so no real workspace can reach this installation. */
  emulated: boolean;
  /** A reaction with this emoji notes a message; its name without colons. */
  noteEmoji: string;
  /** Lets these workspaces install the app; null = nobody installs it here. */
  oauth: { clientId: string; clientSecret: string; teams: string[] } | null;
  /** Receives over a connection that we open too; null = over HTTP alone. */
  appToken: string | null;
}

/** Values of these never appear in a message. */
export const slackSecrets = [
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'SLACK_CLIENT_SECRET',
] as const;

/** The variables about Slack. */
export const slackVariables = {
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'a bot token, which begins with xoxb-').optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^\S{16,}$/, 'the signing secret of your Slack app')
    .optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'an app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: httpUrl.optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^[\w.-]{3,100}$/, 'the client id of your Slack app')
    .optional(),
  SLACK_CLIENT_SECRET: z
    .string()
    .regex(/^\S{8,200}$/, 'the client secret of your Slack app')
    .optional(),
  SLACK_TEAMS: z
    .string()
    .regex(
      /^[TE][A-Z0-9]{2,30}(?:\s*,\s*[TE][A-Z0-9]{2,30})*$/,
      'ids of workspaces, such as T0123456,T0654321',
    )
    .transform((text) => text.split(/\s*,\s*/))
    .optional(),
  HOLDFAST_NOTE_EMOJI: z
    .string()
    .regex(/^:?[a-z0-9_+'-]{1,100}:?$/, "an emoji's name in Slack, such as memo")
    .default('memo')
    .transform((name) => name.replaceAll(':', '')),
};

const schema = z.object(slackVariables);

type Variables = z.infer<typeof schema>;

/** @throws {HoldfastError} HF_CONFIG_INVALID when a part is missing */
export function toSlack(variables: Variables): SlackConfig | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: secret, SLACK_APP_TOKEN: app } = variables;
  const oauth = toOauth(variables);
  if ((botToken || oauth) && (secret || app)) {
    const apiUrl = variables.SLACK_API_URL?.replace(/\/*$/, '/') ?? null;
    const emulated = apiUrl !== null && isLoopbackUrl(apiUrl);
    return {
      botToken: botToken ?? null,
      signingSecret: secret ?? '',
      appToken: app ?? null,
      oauth,
      apiUrl,
      emulated,
      noteEmoji: variables.HOLDFAST_NOTE_EMOJI,
    };
  }
  const names = [
    ...(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_API_URL'] as const),
    ...oauthNames,
  ];
  const set = names.find((name) => variables[name] !== undefined);
  if (set === undefined) return null;
  const missing = [
    ...(botToken || oauth ? [] : ['SLACK_BOT_TOKEN']),
    // An app token takes the place of the signing secret.
    ...(secret || app ? [] : ['SLACK_SIGNING_SECRET']),
  ];
  throw invalid(
    set,
    `${set} is set without ${missing.join(' and ')}; Slack needs both SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET`,
  );
}

const oauthNames = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_TEAMS'] as const;

/** All three, or none: who may install it is never everybody. */
function toOauth(variables: Variables): SlackConfig['oauth'] {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_TEAMS: teams } = variables;
  if (clientId && clientSecret && teams) return { clientId, clientSecret, teams };
  const set = oauthNames.find((name) => variables[name] !== undefined);
  if (set === undefined) return null;
  const missing = oauthNames.filter((name) => variables[name] === undefined);
  throw invalid(
    set,
    `${set} is set without ${missing.join(' and ')}; set all of ${oauthNames.join(', ')}, or none`,
  );
}

function invalid(variable: string, message: string): HoldfastError {
  return new HoldfastError('HF_CONFIG_INVALID', message, { fields: { variable } });
}
