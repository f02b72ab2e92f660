import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import nock from 'nock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ActionKindName, actionKindNames, connectorNames } from '../src/domain/action.ts';
import { createManualClock } from '../src/domain/clock.ts';
import { actionKinds } from '../src/guardrail/actions/index.ts';
import { bindConnector } from '../src/guardrail/bind-connector.ts';
import { createConnectors } from '../src/guardrail/connectors.ts';
import { actionsMadeAt, arbitraryAction } from './support/arbitrary-actions.ts';
import { forgedGrants, grantFor } from './support/grants.ts';
import { type MailServer, startMailServer } from './support/mail-server.ts';
import { type DoorPlan, findSideDoors } from './support/side-doors.ts';

/** What may reach outside, and why. A new line here is a decision for ARCHITECTURE.md. */
const plan: DoorPlan = {
  // The chat platform runs in the server alone, which joins it to the others when it is there.
  composers: ['src/guardrail/connectors.ts', 'src/start/outward.ts'],
  clients: 'src/guardrail/clients',
  callers: ['src/guardrail/call-connector.ts'],
  granters: [
    'src/guardrail/grant.ts',
    'src/guardrail/issue.ts',
    'src/guardrail/check-effect.ts',
    'src/guardrail/recover.ts',
  ],
  outward: {
    // Vendors; and answers to whoever asked, at the address that came with the request.
    fetch: [
      'src/guardrail/clients/http-call.ts',
      'src/bot/slack/messenger.ts',
      // The connector of Teams, at an address of Microsoft's that came with an authentic request (ADR-0037).
      'src/bot/teams/connector.ts',
      // Knowledge is read from a fixed list of hosts, with GET alone.
      'src/connectors/knowledge/fetch-page.ts',
      // The one endpoint of a model that the operator names: it is asked, and can change nothing (ADR-0024).
      'src/copilot/model/bounded-fetch.ts',
    ],
    openai: ['src/copilot/api-embedder.ts', 'src/copilot/model', 'src/copilot/agent/run-agent.ts'],
    langchain: ['src/copilot/agent/run-agent.ts'],
    '@langchain/openai': ['src/copilot/agent/run-agent.ts'],
    // The type of a document loader; the operator's own code behind it comes by import(). And what a tool is.
    '@langchain/core': ['src/connectors/knowledge/langchain-loader.ts', 'src/copilot/agent/run-agent.ts'],
    // The operator's own bucket: it keeps files of ours, and nobody reads them there but us (ADR-0032).
    '@aws-sdk/client-s3': ['src/artifacts/s3-storage.ts'],
    // Both could load pictures from an address: they are given bytes alone (ADR-0032).
    '@react-pdf/renderer': ['src/artifacts/pdf'],
    pptxgenjs: ['src/artifacts/pptx'],
    nodemailer: ['src/guardrail/clients/smtp.ts', 'src/guardrail/clients/compose-mail.ts'],
    // Set words as HTML, in memory; which parts of them are used is in that file.
    '@react-email/components': ['src/artifacts/email/mail-html.ts'],
    '@react-email/render': ['src/artifacts/email/mail-html.ts'],
    // The listener; the Slack of the playground; a command that hands its words to the process that has the store open.
    'node:http': [
      'src/http',
      'src/bot/playground/slack-api.ts',
      'src/bot/playground/teams-service.ts',
      'src/cli/delegate.ts',
    ],
    fastify: ['src/http', 'src/console', 'src/start', 'src/bot/playground'],
    '@fastify/helmet': ['src/http'],
    // Counts requests in memory; the Redis that it could count in is not given to it.
    '@fastify/rate-limit': ['src/http/answer-limits.ts', 'src/console/app/protect.ts'],
    // Headers of requests and answers; no socket of their own.
    '@fastify/cookie': ['src/console/app/protect.ts', 'src/console/app/session-cookie.ts'],
    '@fastify/csrf-protection': ['src/console/app/protect.ts'],
    // Asks the one provider that the operator names who signs in, and can change nothing there (ADR-0038).
    'openid-client': ['src/console/app/oidc.ts'],
    '@slack/bolt': ['src/bot/slack'],
    // Checks tokens and gets ours; its own client calls nobody.
    botbuilder: ['src/bot/teams/authenticate.ts'],
    // Three commands of the terminal that load a part of the repository which is no part of the product, and the one
    // module that the operator's configuration names.
    'import()': [
      'src/cli/audit.ts',
      'src/cli/backtest.ts',
      'src/cli/eval.ts',
      'src/cli/sla.ts',
      'src/connectors/knowledge/langchain-loader.ts',
    ],
    // The database.
    pg: ['src/store'],
    'pg-copy-streams': ['src/store'],
    'pg-boss': ['src/store', 'src/jobs'],
    '@electric-sql/pglite': ['src/store'],
    '@electric-sql/pglite-pgvector': ['src/store'],
  },
  closed: [
    'bot',
    'connectors',
    'console',
    'content',
    'copilot',
    'domain',
    'http',
    'jobs',
    'rules',
    'services',
    'store',
    'views',
  ].map((place) => `src/${place}`),
};

const files = new Map(
  globSync('src/**/*.ts')
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('/assets/'))
    .map((file) => [file.replaceAll('\\', '/'), readFileSync(file, 'utf8')]),
);

describe('there is one door', () => {
  test('INV1 INV12: nothing but the guardrail can reach a client, a socket or a grant', () => {
    expect(findSideDoors(files, plan)).toEqual([]);
  });

  test('the plan names only what is there', () => {
    const named = [
      ...plan.composers,
      ...plan.callers,
      ...plan.granters,
      ...Object.values(plan.outward).flat(),
      ...plan.closed,
    ];
    const missing = named.filter(
      (place) => ![...files.keys()].some((file) => file === place || file.startsWith(`${place}/`)),
    );
    expect(missing).toEqual([]);
  });

  test('TE17: every client in the folder is made by a composer, so that none can be dropped in', () => {
    const composers = plan.composers.map((file) => files.get(file)).join('\n');
    const makers = [...files].filter(
      ([file, text]) =>
        file.startsWith(`${plan.clients}/`) && /^export (?:async )?function create/m.test(text),
    );
    expect(makers.length).toBeGreaterThanOrEqual(5);
    expect(
      makers.filter(([file]) => !composers.includes(`/clients/${basename(file)}`)).map(([file]) => file),
    ).toEqual([]);
  });

  test('TB14: every method of a client that acts asks for the grant before anything else', () => {
    const clients = [...files].filter(([file]) => file.startsWith(`${plan.clients}/`));
    const methods = clients.flatMap(([file, text]) =>
      [...text.matchAll(/^ {4}(?:async )?(perform|lookup)(?:: async )?\((\w+)[^)]*\)[^\n]*\{\n(.*)$/gm)].map(
        (match) => ({
          method: `${basename(file)}: ${match[1]}`,
          first: match[3]?.trim(),
          expected: `requireGrant(${match[2]});`,
        }),
      ),
    );
    expect(methods.filter(({ first, expected }) => first !== expected)).toEqual([]);
    const declared = clients.flatMap(([, text]) => [
      ...text.matchAll(/^ {4}(?:async )?(?:perform|lookup)\b/gm),
    ]);
    expect(methods).toHaveLength(declared.length);
  });
});

describe('the walker itself, on files that are made up', () => {
  const good: Record<string, string> = {
    'src/guardrail/connectors.ts': "import { createSmtp } from './clients/smtp.ts';",
    'src/guardrail/clients/smtp.ts': "import SMTPConnection from 'nodemailer/lib/smtp-connection';",
    'src/guardrail/call-connector.ts': 'await connector.perform(grant, signal);',
    'src/services/reply.ts': "import { propose } from '../guardrail/propose.ts';",
    'src/guardrail/propose.ts': "import type { Connector } from './connector.ts';",
    'src/rules/words.ts':
      "const verbs = 'send|fetch|find'; // fetch(url) and connector.perform(x) are words here",
  };
  const found = (planted: Record<string, string>): string[] =>
    findSideDoors(new Map(Object.entries({ ...good, ...planted })), plan);

  test('finds nothing where there is nothing', () => {
    expect(found({})).toEqual([]);
  });

  test.each([
    [
      'a client taken by a service',
      'src/services/x.ts',
      "import { createSmtp } from '../guardrail/clients/smtp.ts';",
    ],
    [
      'a client taken by the worker',
      'src/guardrail/execute.ts',
      "import { createSmtp } from './clients/smtp.ts';",
    ],
    [
      'a type of a client',
      'src/bot/x.ts',
      "import type { SmtpSettings } from '../guardrail/clients/smtp.ts';",
    ],
    ['a client imported late', 'src/copilot/x.ts', "await import('../guardrail/clients/smtp.ts');"],
    ['a client passed on', 'src/services/x.ts', "export * from '../guardrail/clients/smtp.ts';"],
    [
      'the composer taken by a service',
      'src/services/x.ts',
      "import { createConnectors } from '../guardrail/connectors.ts';",
    ],
    ['a call of fetch', 'src/services/x.ts', 'await fetch(url);'],
    ['fetch under another name', 'src/services/x.ts', 'const get = fetch;'],
    ['fetch handed over', 'src/services/x.ts', 'retry(fetch, url);'],
    ['fetch from the global', 'src/services/x.ts', 'globalThis.fetch(url);'],
    ['fetch by its name', 'src/services/x.ts', "globalThis['fe' + 'tch'](url);"],
    ['a socket', 'src/services/x.ts', "import { connect } from 'node:net';"],
    ['a socket by its old name', 'src/services/x.ts', "import tls from 'tls';"],
    ['a web socket', 'src/copilot/x.ts', 'new WebSocket(url);'],
    ['a request', 'src/bot/slack/x.ts', "import { request } from 'node:https';"],
    ['a program', 'src/services/x.ts', "import { execFile } from 'node:child_process';"],
    ['mail', 'src/services/x.ts', "import { createTransport } from 'nodemailer';"],
    ["a vendor's SDK that nobody named", 'src/copilot/x.ts', "import OpenAI from 'openai';"],
    ['Slack outside its place', 'src/services/x.ts', "import { App } from '@slack/bolt';"],
    ['a call of a connector', 'src/services/x.ts', 'await door.connectors.get(name).perform(grant, signal);'],
    ['a call that asks first', 'src/bot/x.ts', 'await connector?.perform(grant, signal);'],
    ['a call by name', 'src/bot/x.ts', "await connector['perform'](grant, signal);"],
    ['a method taken out', 'src/services/x.ts', 'const { perform } = connector;'],
    [
      'a method taken out under another name',
      'src/services/x.ts',
      'const { name, perform: go } = connector;',
    ],
    ['a grant of its own', 'src/services/x.ts', "import { issueGrant } from '../guardrail/grant.ts';"],
    ['an import that is computed', 'src/services/x.ts', 'await import(path);'],
    ['a module without an import', 'src/services/x.ts', "process.getBuiltinModule('node:net');"],
    ['code from text', 'src/copilot/x.ts', 'new Function(answer)();'],
  ])('finds %s', (_, file, code) => {
    expect(found({ [file]: code })).not.toEqual([]);
  });

  test('finds a client behind three files', () => {
    const planted = {
      'src/copilot/answer.ts': "import { a } from './a.ts';",
      'src/copilot/a.ts': "import { b } from '../guardrail/b.ts';",
      'src/guardrail/b.ts': "import { createConnectors } from './connectors.ts';",
    };
    expect(found(planted)).toContain(
      'src/copilot/answer.ts → src/copilot/a.ts → src/guardrail/b.ts → src/guardrail/connectors.ts → src/guardrail/clients/smtp.ts: a way from src/copilot/answer.ts to a client',
    );
  });
});

describe('every connector of a process with everything configured', () => {
  let home: string;
  let mail: MailServer;
  let requests: string[];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'holdfast-door-'));
    mail = await startMailServer();
    requests = [];
    nock.disableNetConnect();
    nock.emitter.on('no match', (request: { url?: string }) => requests.push(String(request.url)));
  });
  afterAll(async () => {
    nock.enableNetConnect();
    nock.emitter.removeAllListeners('no match');
    await mail.close();
    await rm(home, { recursive: true });
  });

  const connect = () =>
    createConnectors(
      {
        smtp: { url: mail.url, from: 'a@ours.example' },
        hubspot: { token: 'hubspot-token', accountProperty: 'holdfast_account_id' },
        zendesk: { subdomain: 'acme', token: 'zendesk-token' },
        intercom: { token: 'intercom-token' },
      },
      { home, clock: createManualClock(actionsMadeAt) },
    );
  const { signal } = new AbortController();

  test('TB14 INV1: refuses everything that is no grant, for every kind of action, and sends nothing', async () => {
    let refusals = 0;
    for (const connector of connect().values()) {
      for (const kind of actionKindNames) {
        const real = grantFor(fc.sample(arbitraryAction(kind), { numRuns: 1, seed: 7 })[0]!);
        for (const [what, forged] of forgedGrants(real)) {
          const refusal = { code: 'HF_GRANT_MISSING' };
          await expect(
            connector.perform(forged, signal),
            `${connector.name} ${kind} ${what}`,
          ).rejects.toMatchObject(refusal);
          refusals += 1;
        }
      }
    }
    expect(refusals).toBe(5 * actionKindNames.length * forgedGrants(grantFor(sample('job.retry'))).length);
    expect([mail.connections, requests, await readdir(home)]).toEqual([0, [], []]);
  });

  test('what is sent would be seen: with a grant, each of them goes out', async () => {
    const seen: [string, string, number][] = [];
    for (const [name, kind] of [
      ['hubspot', 'crm.update'],
      ['zendesk', 'ticket.reply'],
      ['zendesk', 'ticket.note'],
      ['intercom', 'ticket.reply'],
      ['intercom', 'ticket.note'],
      ['smtp', 'message.customer'],
      ['outbox', 'job.retry'],
    ] as const) {
      const count = async () => mail.connections + requests.length + (await readdir(home)).length;
      const before = await count();
      const action = { ...sample(kind), account: 'acme' };
      await connect().get(name)!.perform(grantFor(action), signal);
      seen.push([name, kind, (await count()) - before]);
    }
    expect(seen.filter(([, , more]) => more < 1)).toEqual([]);
    await rm(join(home, 'outbox'), { recursive: true });
    mail.connections = 0;
    requests.length = 0;
  });

  test('a connector refuses a kind that is not its own, even with a grant', async () => {
    for (const connector of connect().values()) {
      if (connector.name === 'outbox') continue;
      const strangers = [...actionKinds.values()].filter(
        ({ connectors }) => !connectors.includes(connector.name),
      );
      expect(strangers.length).toBeGreaterThan(0);
      for (const { kind } of strangers) {
        const outcome = await connector.perform(grantFor(sample(kind)), signal);
        expect([connector.name, kind, outcome.kind]).toEqual([connector.name, kind, 'not_happened']);
      }
    }
    expect([mail.connections, requests]).toEqual([0, []]);
  });

  test('every kind is bound to the best that is configured, and to the file outbox on a fresh machine', () => {
    const bound = (connectors: ReturnType<typeof connect>) =>
      actionKindNames.map((kind) => bindConnector(actionKinds.get(kind)!, connectors));
    const fresh = createConnectors(
      { smtp: null, hubspot: null, zendesk: null, intercom: null },
      { home, clock: createManualClock(actionsMadeAt) },
    );
    const own: readonly ActionKindName[] = [
      'playbook.start',
      'score.override',
      'sentiment.set',
      'rule.change',
      'role.grant',
      'kill.flip',
    ];
    expect(bound(fresh)).toEqual(actionKindNames.map((kind) => (own.includes(kind) ? 'holdfast' : 'outbox')));
    expect(new Set(bound(connect()))).toEqual(new Set(['outbox', 'smtp', 'zendesk', 'hubspot', 'holdfast']));
    expect([...connect().keys()].every((name) => connectorNames.includes(name))).toBe(true);
  });

  function sample(kind: ActionKindName) {
    return fc.sample(arbitraryAction(kind), { numRuns: 1, seed: 7 })[0]!;
  }
});
