import { variableNames } from '../../src/config.ts';
import { code, page, table } from './markdown.ts';

/** Name → [default, meaning]. A variable of the product without a line here, or the other way round, is an error. */
const notes: Readonly<Record<string, readonly [string, string]>> = {
  HOLDFAST_HOME: ['`./.holdfast`', 'Data folder: the embedded database, keys and lock.'],
  DATABASE_URL: [
    'embedded engine',
    'A PostgreSQL 16 or newer with pgvector, as the role that works: no superuser.',
  ],
  DATABASE_MIGRATION_URL: [
    '`DATABASE_URL`',
    'The same database as its owner; used at start, for migrations alone.',
  ],
  HOLDFAST_KEYS: [
    '`keys.json` in the data folder',
    'File with the keys that sign links, grants, buttons and the audit, and the tokens of sources; made at the first start.',
  ],
  HOLDFAST_CHECKPOINTS: [
    '`checkpoints.jsonl` in the data folder',
    'File that signed [checkpoints of the audit](../guides/audit.md#checkpoints) are appended to. Best owned by somebody else.',
  ],
  HOST: ['`127.0.0.1`', 'Address to listen on. `0.0.0.0` opens it to the network.'],
  PORT: ['`3000`', 'Port to listen on; `0` takes any free one.'],
  HOLDFAST_PUBLIC_URL: [
    'where it listens',
    'Base of the links in cards, when people reach you by another address.',
  ],
  HOLDFAST_CONFIG: [
    'none',
    'Your folder with `members.yaml`, `events.yaml`, `knowledge.yaml`, `knowledge/`, `profiles/`, `policies/` and `prompts/`; a file replaces ours of the same name.',
  ],
  HOLDFAST_NOW: [
    'now',
    'Where the clock starts, for demos and tests; it goes on from there. Refused with real chat tokens, and while effects go to real systems.',
  ],
  HOLDFAST_DEMO: ['`1`', '`0`: never load the demo company.'],
  SLACK_BOT_TOKEN: ['none: playground', 'The bot token, `xoxb-…`; together with the signing secret.'],
  SLACK_SIGNING_SECRET: ['none', 'Proves that a request is from Slack. Not needed with an app token alone.'],
  SLACK_APP_TOKEN: [
    'none',
    'An app-level token, `xapp-…`, with `connections:write`: receives over a connection that Holdfast opens to Slack (Socket Mode), beside HTTP.',
  ],
  SLACK_API_URL: ["Slack's own", 'The Web API of an emulator.'],
  SLACK_CLIENT_ID: [
    'none',
    'Lets workspaces install the app at `/slack/install`; with the client secret and `SLACK_TEAMS`. [How](../guides/slack.md)',
  ],
  SLACK_CLIENT_SECRET: ['none', "The app's client secret; it renews tokens too."],
  SLACK_TEAMS: [
    'none',
    'Ids of the workspaces that may install the app, such as `T0123456,T0654321`: their people become members.',
  ],
  HOLDFAST_NOTE_EMOJI: [
    '`memo`',
    "A reaction with this emoji notes the message on its account's timeline; without colons.",
  ],
  TEAMS_APP_ID: ['none', 'Connects Teams: the application id of the bot registration.'],
  TEAMS_APP_PASSWORD: ['none', 'Its client secret.'],
  TEAMS_TENANT_ID: ['none', 'The tenant whose people are answered; everybody else is refused.'],
  TEAMS_ALLOW_UNAUTHENTICATED: [
    '`0`',
    '`1`: answers Teams on this machine without any credentials. For development; refused when others can reach the machine.',
  ],
  SMTP_URL: [
    'file outbox',
    'Mail server for messages to customers: `smtp://user:password@host:587`, or `smtps://`. Beyond this machine it must offer TLS.',
  ],
  SMTP_FROM: ['from `SMTP_URL`', "The sender's bare address."],
  HUBSPOT_TOKEN: ['file outbox', 'Private app token: companies read and write, tasks write.'],
  HUBSPOT_ACCOUNT_PROPERTY: [
    '`holdfast_account_id`',
    'The company property with unique values that holds our account id.',
  ],
  ZENDESK_SUBDOMAIN: ['file outbox', 'The part before `.zendesk.com`; together with the token.'],
  ZENDESK_TOKEN: ['none', 'An OAuth token, or `address/token:API_TOKEN`.'],
  INTERCOM_TOKEN: ['file outbox', 'Access token of the admin in whose name tickets are answered.'],
  GITHUB_TOKEN: [
    'public repositories alone',
    'Token with read access to issues, for [sources of knowledge](../guides/knowledge.md).',
  ],
  S3_ENDPOINT: [
    "the cloud's own",
    'An S3-compatible server for [artifacts](../guides/packs.md#where-the-files-lie); with the bucket.',
  ],
  S3_BUCKET: ['`artifacts` in the data folder', 'The bucket that keeps artifacts; it has to exist.'],
  S3_REGION: ['`us-east-1` with an endpoint', "The bucket's region."],
  AWS_ACCESS_KEY_ID: ['none', 'Key of the bucket; read only where `S3_BUCKET` is set.'],
  AWS_SECRET_ACCESS_KEY: ['none', 'Its secret.'],
  AWS_SESSION_TOKEN: ['none', 'For keys that end by themselves.'],
  OIDC_ISSUER: [
    'none: the console opens by [local links](../guides/console.md)',
    "Your company's sign-in for the console: the address of an OpenID Connect provider, such as `https://login.example.com`; with the client's id.",
  ],
  OIDC_CLIENT_ID: ['none', 'What the provider calls Holdfast.'],
  OIDC_CLIENT_SECRET: ['none: a public client', 'Its secret. The code flow is used with PKCE either way.'],
  OPENAI_API_KEY: [
    'none',
    'Key of the model. Never logged, never in a prompt. Alone it switches nothing on.',
  ],
  OPENAI_BASE_URL: [
    "OpenAI's own",
    'Base of any OpenAI-compatible API, such as `http://127.0.0.1:11434/v1`. With a key it must be https, beyond this machine.',
  ],
  OPENAI_MODEL: [
    'none: every answer is deterministic',
    "The endpoint's name of the model that rewrites answers, and looks things up for them. What it writes is [checked](../adr/0024-models.md). Refused while `LANGSMITH_TRACING` or one of its other names is `true`.",
  ],
  OPENAI_EMBEDDING_MODEL: [
    'the encoder that installs with Holdfast',
    'Name of a model of the same API that finds documents instead; it has to give vectors of 512 numbers when asked to. Personal data is left out of what it is sent. When to answer was learnt with our own encoder: [measure](../guides/evaluate.md) before you rely on another.',
  ],
  HOLDFAST_MODEL_PRICE: [
    'unknown',
    'What a million tokens cost, in and out: `EUR 0.15/0.60`. Without it the cost of an answer is unknown, not nothing.',
  ],
  HOLDFAST_APPROVALS_CHANNEL: [
    'none; the playground has its own',
    'Id of the channel where approval cards are shown, such as `C0123456`, or with its Slack workspace `T0123456:C0123456`. Without it approvals are listed by `/cs approvals`.',
  ],
  HOLDFAST_AUDIT_CHANNEL: [
    'none; the playground has its own',
    'Id of the channel where checkpoints of the audit are posted, written in the same way.',
  ],
  HOLDFAST_ALERTS_CHANNEL: [
    'none; the playground has its own',
    'Id of the channel where alerts are posted, written in the same way. Without it alerts are listed by `/cs alerts`.',
  ],
  HOLDFAST_LOG: [
    '`warn`',
    'trace, debug, info, warn, error, fatal or silent. One JSON line each, on stderr.',
  ],
};

/** The environment variables that the product reads. */
export function environmentPage(): string {
  const undescribed = variableNames.filter((name) => !(name in notes));
  const unread = Object.keys(notes).filter((name) => !variableNames.includes(name));
  if (undescribed.length > 0 || unread.length > 0) {
    throw new Error(
      `scripts/reference/environment.ts lacks [${undescribed}] and has [${unread}], which src/config.ts does not read`,
    );
  }
  const rows = variableNames.map((name) => {
    const [fallback = '', meaning = ''] = notes[name] ?? [];
    return [code(name), fallback, meaning];
  });
  return page('Environment', 'src/config.ts', [
    'A variable that is set to nothing counts as absent. A value that cannot be used stops the start with [HF_CONFIG_INVALID](errors.md#hf_config_invalid), naming the variable and what is allowed.',
    table(['variable', 'default', 'meaning'], rows),
  ]);
}
