import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baseUrlOf, readConfig, wantsColor } from './config.ts';
import { HoldfastError } from './errors.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-1-2', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' };

function failureOf(environment: Record<string, string>): HoldfastError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof HoldfastError) return error;
  }
  throw new Error('nothing was refused');
}

test('an empty environment gives the embedded database, the playground and loopback', () => {
  expect(readConfig({})).toEqual({
    home: resolve('./.holdfast'),
    database: { kind: 'embedded' },
    keysFile: resolve('./.holdfast/keys.json'),
    checkpointsFile: resolve('./.holdfast/checkpoints.jsonl'),
    host: '127.0.0.1',
    port: 3000,
    publicUrl: null,
    overrides: null,
    clockStartsAt: null,
    demo: true,
    slack: null,
    teams: null,
    connectors: { smtp: null, hubspot: null, zendesk: null, intercom: null },
    githubToken: null,
    s3: null,
    signIn: null,
    embedding: null,
    model: null,
    channels: { approvals: null, audit: null, alerts: null },
    logLevel: 'warn',
  });
});

test('a variable that is set to nothing counts as absent', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: ' ', SLACK_BOT_TOKEN: '' })).toEqual(readConfig({}));
});

test('everything that is given arrives, as absolute paths, numbers and dates', () => {
  const config = readConfig({
    HOLDFAST_HOME: 'data',
    DATABASE_URL: 'postgres://app:p@db:5432/holdfast',
    DATABASE_MIGRATION_URL: 'postgresql://owner:p@db/holdfast',
    HOLDFAST_KEYS: 'keys/k.json',
    HOLDFAST_CHECKPOINTS: '/var/log/holdfast/checkpoints.jsonl',
    PORT: '0',
    HOST: '::1',
    HOLDFAST_PUBLIC_URL: 'https://holdfast.example/',
    HOLDFAST_CONFIG: 'own',
    HOLDFAST_DEMO: '0',
    HOLDFAST_LOG: 'debug',
  });
  expect(config).toMatchObject({
    home: resolve('data'),
    database: {
      kind: 'server',
      url: 'postgres://app:p@db:5432/holdfast',
      migrationUrl: 'postgresql://owner:p@db/holdfast',
    },
    keysFile: resolve('keys/k.json'),
    checkpointsFile: resolve('/var/log/holdfast/checkpoints.jsonl'),
    port: 0,
    host: '::1',
    publicUrl: 'https://holdfast.example',
    overrides: resolve('own'),
    demo: false,
    logLevel: 'debug',
  });
});

test.each([
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '30x'],
  ['PORT', '3e3'],
  ['HOST', 'a b'],
  ['HOLDFAST_DEMO', 'no'],
  ['HOLDFAST_LOG', 'loud'],
  ['HOLDFAST_NOW', 'yesterday'],
  ['HOLDFAST_NOW', '2026-02-30'],
  ['HOLDFAST_NOW', '2026-11-21T10:00:00'],
  ['HOLDFAST_PUBLIC_URL', 'holdfast.example'],
  ['HOLDFAST_PUBLIC_URL', 'https://u:p@holdfast.example'],
  ['HOLDFAST_PUBLIC_URL', 'javascript:alert(1)'],
  ['HOLDFAST_HOME', 'a\0b'],
])('%s=%s is refused with the variable, the value and what is allowed', (name, value) => {
  const failure = failureOf({ [name]: value });
  expect(failure.code).toBe('HF_CONFIG_INVALID');
  expect(failure.message).toContain(name);
  expect(failure.message).toContain(value);
  expect(failure.message).toContain('must be');
});

test.each([
  ['SLACK_BOT_TOKEN', 'xoxp-a-very-secret-token'],
  ['SLACK_SIGNING_SECRET', 'short-secret'],
  ['DATABASE_URL', 'mysql://user:secret@host/db'],
  ['DATABASE_MIGRATION_URL', 'host/secret'],
])('%s is refused without showing its value', (name, value) => {
  const failure = failureOf({ ...slack, DATABASE_URL: 'postgres://a@b/c', [name]: value });
  expect(failure.code).toBe('HF_CONFIG_INVALID');
  expect(failure.message).toContain(name);
  expect(JSON.stringify(failure) + failure.message + failure.next).not.toContain(value);
});

describe('what belongs together', () => {
  test.each(Object.keys(slack))('%s alone is refused', (name) => {
    const failure = failureOf({ [name]: slack[name as keyof typeof slack] });
    expect(failure.code).toBe('HF_CONFIG_INVALID');
    expect(failure.message).toContain('both SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET');
  });

  test('an emulator without tokens is refused', () => {
    expect(failureOf({ SLACK_API_URL: 'http://127.0.0.1:9/api' }).message).toContain(
      'SLACK_API_URL is set without',
    );
  });

  test('an owner without a worker is refused', () => {
    expect(failureOf({ DATABASE_MIGRATION_URL: 'postgres://a@b/c' }).message).toContain('DATABASE_URL');
  });

  test('Slack is complete with token and secret; the emulator address ends with one slash', () => {
    const config = readConfig({
      ...slack,
      SLACK_API_URL: 'http://127.0.0.1:9/api',
      SLACK_APP_TOKEN: 'xapp-1',
    });
    expect(config.slack).toEqual({
      botToken: slack.SLACK_BOT_TOKEN,
      signingSecret: slack.SLACK_SIGNING_SECRET,
      apiUrl: 'http://127.0.0.1:9/api/',
      emulated: true,
      appToken: 'xapp-1',
      oauth: null,
      noteEmoji: 'memo',
    });
  });
});

test('with an app token Slack needs no signing secret: it is received over Socket Mode', () => {
  const { SLACK_SIGNING_SECRET: _, ...bot } = slack;
  expect(readConfig({ ...bot, SLACK_APP_TOKEN: 'xapp-1' }).slack).toMatchObject({
    signingSecret: '',
    appToken: 'xapp-1',
  });
  expect(failureOf({ SLACK_APP_TOKEN: 'xapp-1' }).message).toContain('without SLACK_BOT_TOKEN;');
});

test('workspaces install the app where all of its client and who may do so is named', () => {
  const client = {
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'shhhhhhhh',
    SLACK_TEAMS: 'T012345, T987654',
  };
  const { SLACK_SIGNING_SECRET } = slack;
  expect(readConfig({ ...client, SLACK_SIGNING_SECRET }).slack).toMatchObject({
    botToken: null,
    oauth: { clientId: '1.2', clientSecret: 'shhhhhhhh', teams: ['T012345', 'T987654'] },
  });
  const { SLACK_TEAMS: _, ...open } = client;
  expect(failureOf({ ...slack, ...open }).message).toContain('without SLACK_TEAMS;');
  expect(failureOf({ ...slack, SLACK_CLIENT_SECRET: 'shhhhhhhh' }).message).not.toContain('shhhhhhhh');
});

describe('the clock', () => {
  test('starts at an instant, or at the beginning of a day', () => {
    expect(readConfig({ HOLDFAST_NOW: '2026-11-21' }).clockStartsAt?.toISOString()).toBe(
      '2026-11-21T00:00:00.000Z',
    );
    const instant = readConfig({ HOLDFAST_NOW: '2026-11-21T10:00:00+02:00' }).clockStartsAt;
    expect(instant?.toISOString()).toBe('2026-11-21T08:00:00.000Z');
  });

  test.each([{}, { SLACK_API_URL: 'https://slack.example/api/' }])(
    'is never moved with real tokens (%o)',
    (more) => {
      expect(failureOf({ ...slack, ...more, HOLDFAST_NOW: '2026-11-21' }).code).toBe('HF_CLOCK_FROZEN');
    },
  );

  test.each(['http://127.0.0.1:9/api/', 'http://localhost:9/', 'http://[::1]:9/'])(
    'may be moved with the emulator at %s',
    (url) => {
      expect(
        readConfig({ ...slack, SLACK_API_URL: url, HOLDFAST_NOW: '2026-11-21' }).clockStartsAt,
      ).not.toBeNull();
    },
  );
});

test.each([
  ['127.0.0.1', null, 'http://127.0.0.1:3000'],
  ['0.0.0.0', null, 'http://127.0.0.1:3000'],
  ['::1', null, 'http://[::1]:3000'],
  ['0.0.0.0', 'https://x.example', 'https://x.example'],
])('links of %s with public address %s begin with %s', (host, publicUrl, expected) => {
  expect(baseUrlOf({ host, publicUrl }, 3000)).toBe(expected);
});

test('colour is wanted unless NO_COLOR or a dumb terminal says otherwise', () => {
  expect(wantsColor({})).toBe(true);
  expect(wantsColor({ NO_COLOR: '' })).toBe(true);
  expect(wantsColor({ NO_COLOR: '1' })).toBe(false);
  expect(wantsColor({ TERM: 'dumb' })).toBe(false);
});

describe('where actions go', () => {
  const connectors = (environment: Record<string, string>) => readConfig(environment).connectors;

  test('every vendor arrives with what it needs', () => {
    expect(
      connectors({
        SMTP_URL: 'smtps://u:p@mail.example',
        SMTP_FROM: 'success@ours.example',
        HUBSPOT_TOKEN: 'pat-eu1-12345678',
        HUBSPOT_ACCOUNT_PROPERTY: 'tenant_id',
        ZENDESK_SUBDOMAIN: 'Acme-Help',
        ZENDESK_TOKEN: 'bot@ours.example/token:12345678',
        INTERCOM_TOKEN: 'dG9rOjEyMzQ1Njc4',
      }),
    ).toEqual({
      smtp: { url: 'smtps://u:p@mail.example', from: 'success@ours.example' },
      hubspot: { token: 'pat-eu1-12345678', accountProperty: 'tenant_id' },
      zendesk: { subdomain: 'acme-help', token: 'bot@ours.example/token:12345678' },
      intercom: { token: 'dG9rOjEyMzQ1Njc4' },
    });
    expect(connectors({ HUBSPOT_TOKEN: 'pat-eu1-12345678' }).hubspot?.accountProperty).toBe(
      'holdfast_account_id',
    );
  });

  test.each([
    ['smtp://bot%40ours.example:p@mail.example', 'bot@ours.example'],
    ['smtp://u:p@mail.example:25', 'holdfast@mail.example'],
    ['smtp://127.0.0.1:2525', 'holdfast@localhost'],
    ['smtp://[::1]:2525', 'holdfast@localhost'],
  ])('mail through %s is from %s where nobody says', (SMTP_URL, from) => {
    expect(connectors({ SMTP_URL }).smtp).toEqual({ url: SMTP_URL, from });
  });

  test.each([
    ['SMTP_URL', 'http://mail.example'],
    ['SMTP_URL', 'smtp://mail.example/path'],
    ['SMTP_URL', 'smtp://u:%zz@mail.example'],
    ['SMTP_FROM', 'Ada <ada@ours.example>'],
    ['ZENDESK_SUBDOMAIN', 'evil.example/x'],
    ['ZENDESK_SUBDOMAIN', 'evil.example#'],
    ['HUBSPOT_TOKEN', 'two words here'],
    ['INTERCOM_TOKEN', 'short'],
    ['GITHUB_TOKEN', 'short'],
  ])('TE13: %s is refused as %j, and a secret is not repeated', (name, value) => {
    const failure = failureOf({ [name]: value });
    expect(failure).toMatchObject({ code: 'HF_CONFIG_INVALID', fields: { variable: name } });
    if (name.endsWith('TOKEN') || name === 'SMTP_URL') expect(failure.message).not.toContain(value);
  });

  test.each([
    ['SMTP_FROM', 'a@ours.example', 'SMTP_URL'],
    ['HUBSPOT_ACCOUNT_PROPERTY', 'tenant_id', 'HUBSPOT_TOKEN'],
    ['ZENDESK_TOKEN', '12345678', 'ZENDESK_SUBDOMAIN'],
    ['ZENDESK_SUBDOMAIN', 'acme', 'ZENDESK_TOKEN'],
  ])('%s alone is refused', (name, value, needed) => {
    expect(failureOf({ [name]: value }).message).toBe(
      `${name} is set without ${needed}; set both, or neither`,
    );
  });
});

describe('the model', () => {
  const key = 'sk-12345678';

  test('is reached where the variables say, and costs what they say', () => {
    expect(readConfig({ OPENAI_MODEL: 'gpt-x', OPENAI_API_KEY: key }).model).toEqual({
      name: 'gpt-x',
      url: null,
      key,
      price: null,
    });
    const local = { OPENAI_MODEL: 'org/qwen3:8b', OPENAI_BASE_URL: 'http://ollama:11434/v1/' };
    expect(readConfig({ ...local, HOLDFAST_MODEL_PRICE: 'EUR 0.15/0.60' }).model).toEqual({
      name: 'org/qwen3:8b',
      url: 'http://ollama:11434/v1',
      key: null,
      price: { currency: 'EUR', inputMicros: 150_000, outputMicros: 600_000 },
    });
  });

  test('of embeddings is chosen apart, at the same endpoint', () => {
    const local = { OPENAI_EMBEDDING_MODEL: 'embed-1', OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1' };
    expect(readConfig(local)).toMatchObject({
      model: null,
      embedding: { name: 'embed-1', url: 'http://127.0.0.1:8000/v1', key: null },
    });
    expect(readConfig({ OPENAI_MODEL: 'gpt-x', OPENAI_API_KEY: key }).embedding).toBeNull();
  });

  test('is not switched on by a key or an address alone, which may be there for another program', () => {
    expect(readConfig({ OPENAI_API_KEY: key }).model).toBeNull();
    expect(readConfig({ OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' }).model).toBeNull();
    expect(readConfig({ OPENAI_API_KEY: key, LANGSMITH_TRACING: 'true' }).model).toBeNull();
  });

  test.each([
    ['OPENAI_API_KEY', { OPENAI_MODEL: 'x' }],
    ['OPENAI_API_KEY', { OPENAI_EMBEDDING_MODEL: 'x' }],
    ['OPENAI_MODEL', { HOLDFAST_MODEL_PRICE: 'EUR 1/2' }],
    ['OPENAI_MODEL', { OPENAI_MODEL: 'two words', OPENAI_API_KEY: key }],
    ['OPENAI_API_KEY', { OPENAI_API_KEY: 'a secret with blanks' }],
    ['OPENAI_BASE_URL', { OPENAI_BASE_URL: 'https://u:p@models.example' }],
    ['https://', { OPENAI_MODEL: 'x', OPENAI_API_KEY: key, OPENAI_BASE_URL: 'http://models.example/v1' }],
    ['HOLDFAST_MODEL_PRICE', { OPENAI_MODEL: 'x', OPENAI_API_KEY: key, HOLDFAST_MODEL_PRICE: '0.15' }],
    ['LANGSMITH_TRACING', { OPENAI_MODEL: 'x', OPENAI_API_KEY: key, LANGSMITH_TRACING: 'true' }],
    ['LANGCHAIN_TRACING_V2', { OPENAI_MODEL: 'x', OPENAI_API_KEY: key, LANGCHAIN_TRACING_V2: 'true' }],
  ])('TE13: is refused with %s named and no secret told', (named, environment) => {
    const failure = failureOf(environment);
    expect(failure.code).toBe('HF_CONFIG_INVALID');
    expect(failure.message).toContain(named);
    expect(failure.message).not.toMatch(/12345678|secret with|u:p/);
  });

  test('a key over http goes no further than this machine', () => {
    const local = { OPENAI_MODEL: 'x', OPENAI_API_KEY: key, OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1' };
    expect(readConfig(local).model?.url).toBe('http://127.0.0.1:8000/v1');
  });
});
