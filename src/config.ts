import { resolve } from 'node:path';
import { z } from 'zod';
import { type SlackConfig, slackSecrets, slackVariables, toSlack } from './config-slack.ts';
import type { S3Settings } from './domain/artifact.ts';
import { parseInstant } from './domain/instant.ts';
import { type EndpointSettings, type ModelSettings, parseModelPrice } from './domain/model.ts';
import {
  bareAddress,
  bucketName,
  httpUrl,
  isLoopbackUrl,
  path,
  postgresUrl,
  regionName,
  senderOf,
  smtpUrl,
  token,
} from './domain/setting-texts.ts';
import { type ProviderSettings, signInVariables, toProvider } from './domain/sign-in-settings.ts';
import {
  readTeamsSettings,
  type TeamsSettings,
  teamsSecrets,
  teamsVariables,
} from './domain/teams-settings.ts';
import { isUtcDay, startOfDay } from './domain/utc-day.ts';
import { HoldfastError } from './errors.ts';

/** What the operator decided, validated once. Everything else takes its part as an argument. */
export interface Config {
  /** Data folder, absolute. */
  home: string;
  database: { kind: 'embedded' } | { kind: 'server'; url: string; migrationUrl: string | null };
  /** Keys file, absolute. */
  keysFile: string;
  /** File that signed checkpoints of the audit are appended to, absolute. */
  checkpointsFile: string;
  host: string;
  /** 0 = any free port. */
  port: number;
  /** Base of links, without a slash at the end; null = the address that the server listens on. */
  publicUrl: string | null;
  /** Folder with the operator's own content, absolute; null = none. */
  overrides: string | null;
  /** Where the clock starts; null = now. */
  clockStartsAt: Date | null;
  /** Whether the demo company may be loaded. */
  demo: boolean;
  slack: SlackConfig | null; // null = no tokens: the playground
  teams: TeamsSettings | null; // null = Teams is not connected
  /** Where actions go beside the file outbox; null = not configured. */
  connectors: ConnectorsConfig;
  /** Where artifacts lie; null = a folder of the data folder. */
  s3: S3Settings | null;
  signIn: ProviderSettings | null; // null = no company sign-in: the console opens by local links alone
  githubToken: string | null; // null = knowledge is read from public repositories alone
  /** null = no model: every answer is the deterministic one. */
  model: ModelSettings | null;
  /** null = the encoder that installs with Holdfast. */
  embedding: EndpointSettings | null;
  /** Channels of the chat platform; null = none: approvals are listed on request, checkpoints lie in their file alone. */
  channels: { approvals: string | null; audit: string | null; alerts: string | null };
  logLevel: (typeof logLevels)[number];
}

export interface ConnectorsConfig {
  /** `from` is the sender's bare address. */
  smtp: { url: string; from: string } | null;
  /** `accountProperty` is the unique company property that holds our account id. */
  hubspot: { token: string; accountProperty: string } | null;
  zendesk: { subdomain: string; token: string } | null;
  intercom: { token: string } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
/** Values of these never appear in a message. */
const secretNames: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_MIGRATION_URL',
  ...slackSecrets,
  ...teamsSecrets,
  'SMTP_URL',
  'HUBSPOT_TOKEN',
  'ZENDESK_TOKEN',
  'OIDC_CLIENT_SECRET',
  'INTERCOM_TOKEN',
  'GITHUB_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL', // may hold a password, and is then refused
]);

const schema = z.object({
  HOLDFAST_HOME: path.default('./.holdfast'),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_MIGRATION_URL: postgresUrl.optional(),
  HOLDFAST_KEYS: path.optional(),
  HOLDFAST_CHECKPOINTS: path.optional(),
  PORT: z
    .string()
    .refine(
      (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
      'a whole number from 0 to 65535; 0 takes any free port',
    )
    .default('3000')
    .transform(Number),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'a host name or an address, such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  HOLDFAST_PUBLIC_URL: httpUrl.optional(),
  HOLDFAST_CONFIG: path.optional(),
  HOLDFAST_NOW: z
    .string()
    .refine(
      (text) => parseClockStart(text) !== null,
      'a date or an instant, such as 2026-11-21 or 2026-11-21T10:00:00Z',
    )
    .optional(),
  HOLDFAST_DEMO: z.enum(['0', '1'], { error: '0 or 1' }).default('1'),
  ...slackVariables,
  ...teamsVariables,
  SMTP_URL: smtpUrl.optional(),
  SMTP_FROM: z.string().regex(bareAddress, 'one bare e-mail address, such as success@example.com').optional(),
  HUBSPOT_TOKEN: token.optional(),
  HUBSPOT_ACCOUNT_PROPERTY: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,99}$/, "HubSpot's own name of a company property")
    .optional(),
  ZENDESK_SUBDOMAIN: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i, 'the part before .zendesk.com')
    .optional(),
  ZENDESK_TOKEN: token.optional(),
  INTERCOM_TOKEN: token.optional(),
  GITHUB_TOKEN: token.optional(),
  ...signInVariables,
  S3_ENDPOINT: httpUrl.optional(),
  S3_BUCKET: bucketName.optional(),
  S3_REGION: regionName.optional(),
  AWS_ACCESS_KEY_ID: z.string().min(1).max(200).optional(),
  AWS_SECRET_ACCESS_KEY: z.string().min(1).max(1000).optional(),
  AWS_SESSION_TOKEN: z.string().min(1).max(10_000).optional(),
  OPENAI_API_KEY: token.optional(),
  OPENAI_BASE_URL: httpUrl.optional(),
  OPENAI_MODEL: z
    .string()
    .regex(/^[\w.:/@+-]{1,100}$/, "the endpoint's name of a model, such as gpt-5-mini")
    .optional(),
  OPENAI_EMBEDDING_MODEL: z
    .string()
    .regex(/^[\w.:/@+-]{1,100}$/, "the endpoint's name of a model, such as text-embedding-3-small")
    .optional(),
  HOLDFAST_MODEL_PRICE: z
    .string()
    .refine(
      (text) => parseModelPrice(text) !== null,
      'a currency and two prices for a million tokens, in and out, such as EUR 0.15/0.60',
    )
    .optional(),
  HOLDFAST_APPROVALS_CHANNEL: z.string().max(100).optional(),
  HOLDFAST_AUDIT_CHANNEL: z.string().max(100).optional(),
  HOLDFAST_ALERTS_CHANNEL: z.string().max(100).optional(),
  HOLDFAST_LOG: z.enum(logLevels, { error: `one of ${logLevels.join(', ')}` }).default('warn'),
});
type Variables = z.infer<typeof schema>;

/** The variables that Holdfast reads. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

/**
 * Reads the environment. A variable that is set to nothing counts as absent.
 * @throws {HoldfastError} HF_CONFIG_INVALID naming the variable, its value (never a secret) and what is allowed
 * @throws {HoldfastError} HF_CLOCK_FROZEN when the clock is moved on an installation with real chat tokens
 */
export function readConfig(environment: Environment = process.env): Config {
  const given = Object.fromEntries(
    variableNames.flatMap((name) => (environment[name]?.trim() ? [[name, environment[name]?.trim()]] : [])),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    throw invalid(name, `${name} is ${shown(name, given[name] ?? '')}; it must be ${issue?.message}`);
  }
  const config = toConfig(parsed.data);
  if (config.model !== null) refuseTracing(environment);
  return config;
}

function toConfig(variables: Variables): Config {
  const home = resolve(variables.HOLDFAST_HOME);
  const slack = toSlack(variables);
  const teams = readTeamsSettings(variables, (name, message) => {
    throw invalid(name, message);
  });
  const clockStartsAt = variables.HOLDFAST_NOW === undefined ? null : parseClockStart(variables.HOLDFAST_NOW);
  const real =
    slack && !slack.emulated ? 'Slack tokens are set' : teams?.registration ? 'Teams is connected' : null;
  if (clockStartsAt && real !== null) {
    throw new HoldfastError('HF_CLOCK_FROZEN', `HOLDFAST_NOW is '${variables.HOLDFAST_NOW}' while ${real}`);
  }
  const connectors = toConnectors(variables);
  if (clockStartsAt && reachesOut(connectors)) {
    throw new HoldfastError(
      'HF_CLOCK_FROZEN',
      `HOLDFAST_NOW is '${variables.HOLDFAST_NOW}' while effects go to real systems`,
    );
  }
  return {
    home,
    database: toDatabase(variables),
    keysFile: resolve(variables.HOLDFAST_KEYS ?? `${home}/keys.json`),
    checkpointsFile: resolve(variables.HOLDFAST_CHECKPOINTS ?? `${home}/checkpoints.jsonl`),
    host: variables.HOST,
    port: variables.PORT,
    publicUrl: variables.HOLDFAST_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    overrides: variables.HOLDFAST_CONFIG === undefined ? null : resolve(variables.HOLDFAST_CONFIG),
    clockStartsAt,
    demo: variables.HOLDFAST_DEMO === '1',
    slack,
    teams,
    connectors,
    s3: toS3(variables),
    signIn: toSignIn(variables),
    githubToken: variables.GITHUB_TOKEN ?? null,
    model: toModel(variables),
    embedding: toEmbedding(variables),
    channels: {
      approvals: variables.HOLDFAST_APPROVALS_CHANNEL ?? null,
      audit: variables.HOLDFAST_AUDIT_CHANNEL ?? null,
      alerts: variables.HOLDFAST_ALERTS_CHANNEL ?? null,
    },
    logLevel: variables.HOLDFAST_LOG,
  };
}

function toDatabase(variables: Variables): Config['database'] {
  const { DATABASE_URL: url, DATABASE_MIGRATION_URL: migrationUrl } = variables;
  if (url !== undefined) return { kind: 'server', url, migrationUrl: migrationUrl ?? null };
  if (migrationUrl !== undefined) {
    throw invalid(
      'DATABASE_MIGRATION_URL',
      'DATABASE_MIGRATION_URL is set without DATABASE_URL; set both, or neither',
    );
  }
  return { kind: 'embedded' };
}

/** Whether effects leave this machine: a clock that is moved would repeat or expire them. */
export function reachesOut({ smtp, hubspot, zendesk, intercom }: ConnectorsConfig): boolean {
  const mailsAway =
    smtp !== null && !['localhost', '127.0.0.1', '[::1]'].includes(new URL(smtp.url).hostname);
  return mailsAway || hubspot !== null || zendesk !== null || intercom !== null;
}

function toConnectors(variables: Variables): ConnectorsConfig {
  const { SMTP_URL: url, HUBSPOT_TOKEN, ZENDESK_TOKEN, ZENDESK_SUBDOMAIN, INTERCOM_TOKEN } = variables;
  refuseWithout(variables, 'SMTP_FROM', 'SMTP_URL');
  refuseWithout(variables, 'HUBSPOT_ACCOUNT_PROPERTY', 'HUBSPOT_TOKEN');
  refuseWithout(variables, 'ZENDESK_TOKEN', 'ZENDESK_SUBDOMAIN');
  refuseWithout(variables, 'ZENDESK_SUBDOMAIN', 'ZENDESK_TOKEN');
  const accountProperty = variables.HUBSPOT_ACCOUNT_PROPERTY ?? 'holdfast_account_id';
  return {
    smtp: url === undefined ? null : { url, from: variables.SMTP_FROM ?? senderOf(url) },
    hubspot: HUBSPOT_TOKEN === undefined ? null : { token: HUBSPOT_TOKEN, accountProperty },
    zendesk:
      ZENDESK_TOKEN === undefined || ZENDESK_SUBDOMAIN === undefined
        ? null
        : { subdomain: ZENDESK_SUBDOMAIN.toLowerCase(), token: ZENDESK_TOKEN },
    intercom: INTERCOM_TOKEN === undefined ? null : { token: INTERCOM_TOKEN },
  };
}

function toSignIn(variables: Variables): ProviderSettings | null {
  refuseWithout(variables, 'OIDC_ISSUER', 'OIDC_CLIENT_ID');
  refuseWithout(variables, 'OIDC_CLIENT_ID', 'OIDC_ISSUER');
  refuseWithout(variables, 'OIDC_CLIENT_SECRET', 'OIDC_ISSUER');
  return toProvider(variables);
}

/** A bucket switches it on: keys alone may be there for another program. */
function toS3(variables: Variables): S3Settings | null {
  const { S3_BUCKET: bucket, S3_ENDPOINT, S3_REGION: region, AWS_SESSION_TOKEN: session } = variables;
  refuseWithout(variables, 'S3_ENDPOINT', 'S3_BUCKET');
  refuseWithout(variables, 'S3_REGION', 'S3_BUCKET');
  if (bucket === undefined) return null;
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const)
    refuseWithout(variables, 'S3_BUCKET', name);
  const endpoint = S3_ENDPOINT?.replace(/\/+$/, '') ?? null;
  if (endpoint === null) refuseWithout(variables, 'S3_BUCKET', 'S3_REGION');
  const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '' } = variables;
  return { endpoint, bucket, region: region ?? 'us-east-1', keys: { id, secret, session: session ?? null } };
}

/** The name of a model switches it on: a key alone may be there for another program. */
function toModel(variables: Variables): ModelSettings | null {
  const { OPENAI_MODEL: name, HOLDFAST_MODEL_PRICE: price } = variables;
  refuseWithout(variables, 'HOLDFAST_MODEL_PRICE', 'OPENAI_MODEL');
  if (name === undefined) return null;
  const settings = { name, ...toEndpoint(variables, 'OPENAI_MODEL') };
  return { ...settings, price: price === undefined ? null : parseModelPrice(price) };
}

/** The same endpoint, and a name of its own: who writes answers and who finds them are chosen apart. */
function toEmbedding(variables: Variables): EndpointSettings | null {
  const { OPENAI_EMBEDDING_MODEL: name } = variables;
  return name === undefined ? null : { name, ...toEndpoint(variables, 'OPENAI_EMBEDDING_MODEL') };
}

function toEndpoint(variables: Variables, name: keyof Variables): Omit<EndpointSettings, 'name'> {
  const { OPENAI_BASE_URL, OPENAI_API_KEY: key } = variables;
  const url = OPENAI_BASE_URL?.replace(/\/+$/, '') ?? null;
  if (url === null) refuseWithout(variables, name, 'OPENAI_API_KEY');
  if (key !== undefined && url?.startsWith('http:') && !isLoopbackUrl(url)) {
    throw invalid('OPENAI_BASE_URL', `OPENAI_BASE_URL is '${url}'; with a key it must begin with https://`);
  }
  return { url, key: key ?? null };
}

/** Variables by which langchain would send every text to a service of its maker. Source: @langchain/core 1.2, isTracingEnabled. */
const tracingNames = [
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING_V2',
  'LANGSMITH_TRACING',
  'LANGCHAIN_TRACING',
];

function refuseTracing(environment: Environment): void {
  const name = tracingNames.find((one) => environment[one] === 'true');
  if (name === undefined) return;
  throw invalid(
    name,
    `${name} is 'true': it would send customers' texts to another company; unset it, or OPENAI_MODEL`,
  );
}

function refuseWithout(variables: Variables, name: keyof Variables, needed: keyof Variables): void {
  if (variables[name] === undefined || variables[needed] !== undefined) return;
  throw invalid(name, `${name} is set without ${needed}; set both, or neither`);
}

/** Whether the person at the terminal wants colour, where it can show any. */
export function wantsColor(environment: Environment = process.env): boolean {
  return !environment.NO_COLOR && environment.TERM !== 'dumb';
}

/** The base of links for an address that a server listens on. */
export function baseUrlOf(config: Pick<Config, 'publicUrl' | 'host'>, port: number): string {
  if (config.publicUrl) return config.publicUrl;
  const anywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = anywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function invalid(name: string, message: string): HoldfastError {
  return new HoldfastError('HF_CONFIG_INVALID', message, { fields: { variable: name } });
}

function shown(name: string, value: string): string {
  if (secretNames.has(name)) return `a text of ${value.length} characters (not shown)`;
  return `'${value.length > 100 ? `${value.slice(0, 100)}…` : value}'`;
}

function parseClockStart(text: string): Date | null {
  return isUtcDay(text) ? startOfDay(text) : parseInstant(text);
}
