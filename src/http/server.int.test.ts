import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { actionLimits } from '../domain/action.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext } from '../services/context.ts';
import type { Store } from '../store/store.ts';
import { type Listener, openListener } from './listener.ts';
import { remoteLimits } from './remote-commands.ts';
import { createServer, type ServerOptions } from './server.ts';
import type { Readiness } from './status.ts';

const token = 'hf_a-token-for-tests-only';
const appToken = 'hf_another-token-for-tests';
const ndjson = 'application/x-ndjson';
const json = 'application/json';

let store: Store;
let ctx: RequestContext;
let server: FastifyInstance;
let close: () => Promise<void>;
let readiness: Readiness = { ready: true, detail: 'Ready.' };
const slackRequests: { rawBody: Buffer }[] = [];

beforeAll(async () => {
  const opened = await embedded.open();
  store = opened.store;
  close = opened.close;
  ctx = await testContext(store, '2026-11-21T10:00:00Z');
  server = await createServer(optionsFor(ctx));
});
afterAll(async () => {
  await server.close();
  await close();
});

function optionsFor(services: ServerOptions['services'], more: Partial<ServerOptions> = {}): ServerOptions {
  return {
    services,
    version: '1.2.3',
    sources: [{ name: 'crm', token }],
    apps: [{ name: 'desk', token: appToken }],
    linkTo: (path) => `https://holdfast.example${path}`,
    readiness: () => readiness,
    slackEvents: async (request) => {
      slackRequests.push(request);
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
    },
    startPage: '/playground',
    commands: null,
    pages: [],
    ...more,
  };
}

function event(id: string, more: object = {}): Record<string, unknown> {
  return {
    id,
    type: 'feature.used',
    account: 'acme',
    ts: '2026-11-20T10:00:00Z',
    payload: { feature: 'x' },
    ...more,
  };
}

async function post(payload: Buffer | string, contentType: string, headers: Record<string, string> = {}) {
  const options: InjectOptions = {
    method: 'POST',
    url: '/v1/events',
    payload,
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType, ...headers },
  };
  const response = await server.inject(options);
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

describe('events over HTTP', () => {
  test('arrive as NDJSON, once however often they are sent, under the name of the token', async () => {
    const body = `${JSON.stringify(event('once-1'))}\n${JSON.stringify(event('once-2'))}\n`;
    expect(await post(body, ndjson)).toMatchObject({
      status: 202,
      body: { accepted: 2, duplicates: 0, rejected: 0, deadLetters: [] },
    });
    expect((await post(body, ndjson)).body).toMatchObject({ accepted: 0, duplicates: 2 });
    const [stored] = await store.latestEvents('acme', [{ type: 'feature.used' }], everything, 1);
    expect(stored?.event.source).toBe('crm');
  });

  test('arrive as an array, as one object, and packed', async () => {
    expect((await post(JSON.stringify([event('array-1'), event('array-2')]), json)).body.accepted).toBe(2);
    expect((await post(JSON.stringify(event('object-1')), `${json}; charset=utf-8`)).body.accepted).toBe(1);
    const packed = gzipSync(JSON.stringify([event('gzip-1')]));
    expect((await post(packed, json, { 'content-encoding': 'gzip' })).body.accepted).toBe(1);
  });

  test('that conflict with a stored one become dead letters, the others go in', async () => {
    await post(JSON.stringify(event('conflict-1')), json);
    const changed = [event('conflict-1', { payload: { feature: 'other' } }), event('conflict-2')];
    const { body } = await post(JSON.stringify(changed), json);
    expect(body).toMatchObject({ accepted: 1, rejected: 1 });
    expect(body.deadLetters).toEqual([
      { line: 1, reason: expect.stringContaining('stored with another body') },
    ]);
  });

  test.each(['', '\n\n', '[]', '  '])('of an empty body (%j) are none', async (body) => {
    for (const type of body === '[]' ? [json] : [json, ndjson]) {
      const answer = await post(body, type);
      expect(answer).toMatchObject({
        status: 202,
        body: { accepted: 0, duplicates: 0, rejected: 0, deadLetters: [] },
      });
    }
  });

  test('in several batches are all counted, with the lines of the request', async () => {
    const lines = Array.from({ length: 4_500 }, (_, index) => JSON.stringify(event(`many-${index}`)));
    lines[4_000] = '{"broken"';
    expect((await post(lines.join('\n'), ndjson)).body).toEqual({
      accepted: 4_499,
      duplicates: 0,
      rejected: 1,
      deadLetters: [{ line: 4_001, reason: expect.stringContaining('not JSON') }],
    });
  });
});

const everything = {
  asOf: new Date('2027-01-01T00:00:00Z'),
  since: new Date('1970-01-01T00:00:00Z'),
  knownAt: Number.MAX_SAFE_INTEGER,
};

/** What a broken or hostile source sends, as one line, and the word of the reason. */
const badLines: [string, string | Buffer, RegExp][] = [
  ['a trailing comma', '{"id":"b1","type":"feature.used",}', /not JSON/],
  ['single quotes', "{'id':'b2'}", /not JSON/],
  ['a number that overflows', JSON.stringify(event('b3')).replace('"x"', '1e400'), /too large/],
  ['no account', JSON.stringify({ ...event('b4'), account: undefined, tenant: null }), /account/],
  ['a key twice', '{"id":"b5","id":"b6"}', /twice/],
  ['the year 0', JSON.stringify(event('b7', { ts: '0000-01-01T00:00:00Z' })), /ts/],
  ['no zone', JSON.stringify(event('b8', { ts: '2026-11-20T10:00:00' })), /zone/],
  ['a day that does not exist', JSON.stringify(event('b9', { ts: '2026-02-30T10:00:00Z' })), /ts/],
  ['the future', JSON.stringify(event('b10', { ts: '2026-12-31T10:00:00Z' })), /future/],
  ['control characters in an id', JSON.stringify(event('b\u000711')), /control/],
  ['a NUL', JSON.stringify(event('b12', { payload: { feature: 'a\0b' } })), /NUL/],
  ['half a surrogate pair', '{"id":"b13","type":"feature.used","account":"\\ud800"}', /surrogate/],
  [
    'surrogates as bytes (CESU-8)',
    Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    /UTF-8/,
  ],
  ['Latin-1', Buffer.from('{"id":"caf\xe9"}', 'latin1'), /UTF-8/],
  ['deep nesting', `{"id":"b14","payload":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, /nested/],
  ['very deep nesting', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /longer|nested/],
  ['an unknown type', JSON.stringify(event('b15', { type: 'x.y' })), /type/],
  ['a prototype key', JSON.stringify(event('b16', { type: '__proto__' })), /type/],
  ['no object', '42', /object/],
  ['text', 'hello', /not JSON/],
  ['too many bytes', JSON.stringify(event('b17', { payload: { feature: 'x'.repeat(300_000) } })), /longer/],
  ['two accounts', JSON.stringify(event('b18', { tenant: 'other' })), /tenant/],
  ['mixed scripts', JSON.stringify(event('b19', { account: 'аcme' })), /Latin/],
];

describe('a bad line', () => {
  test.each(badLines)('with %s becomes a dead letter; its neighbours go in', async (what, line, reason) => {
    const id = what.replace(/\W+/g, '-');
    const before = JSON.stringify(event(`before-${id}`));
    const after = JSON.stringify(event(`after-${id}`));
    const body = Buffer.concat([Buffer.from(`${before}\n`), Buffer.from(line), Buffer.from(`\n${after}`)]);
    expect((await post(body, ndjson)).body).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: 1,
      deadLetters: [{ line: 2, reason: expect.stringMatching(reason) }],
    });
    const array = Buffer.concat([Buffer.from(`[${before},`), Buffer.from(line), Buffer.from(`,${after}]`)]);
    const asArray = await post(array, json);
    expect(asArray.body).toMatchObject({ accepted: 0, duplicates: 2, rejected: 1 });
  });

  test('in UTF-16 costs a line of NDJSON each, and the whole of an array', async () => {
    const line = Buffer.from(`${JSON.stringify(event('wide'))}`, 'utf16le');
    const { status, body } = await post(line, ndjson);
    expect({ status, rejected: body.rejected }).toEqual({ status: 202, rejected: 1 });
    const array = await post(Buffer.from(JSON.stringify([event('wide')]), 'utf16le'), json);
    expect(array).toMatchObject({ status: 400, body: { code: 'HF_BODY_INVALID' } });
  });
});

describe('a request that is refused', () => {
  test.each([
    [400, 'HF_BODY_INVALID', () => post('[{},]', json)],
    [400, 'HF_BODY_INVALID', () => post('"text"', json)],
    [400, 'HF_BODY_INVALID', () => post(Buffer.from('not gzip'), json, { 'content-encoding': 'gzip' })],
    [
      400,
      'HF_BODY_INVALID',
      () => post(gzipSync('[]').subarray(0, 15), json, { 'content-encoding': 'gzip' }),
    ],
    [401, 'HF_UNAUTHORIZED', () => post('[]', json, { authorization: 'Bearer wrong' })],
    [401, 'HF_UNAUTHORIZED', () => post('[]', json, { authorization: '' })],
    [413, 'HF_BODY_TOO_LARGE', () => post(Buffer.alloc(10 * 1024 * 1024 + 1, 0x20), json)],
    [
      413,
      'HF_BODY_TOO_LARGE',
      () => post(gzipSync(Buffer.alloc(51 * 1024 * 1024)), json, { 'content-encoding': 'gzip' }),
    ],
    [413, 'HF_BODY_TOO_LARGE', () => post('x\n'.repeat(250_001), ndjson)],
    [415, 'HF_MEDIA_TYPE', () => post('x', 'text/csv')],
    [415, 'HF_MEDIA_TYPE', () => post('x', `${json}; charset=utf-16`)],
    [415, 'HF_MEDIA_TYPE', () => post('[]', json, { 'content-encoding': 'br' })],
  ])('answers %i %s with a next step and a trace', async (status, code, send) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      code,
      message: expect.any(String),
      next: expect.stringMatching(/\.$/),
      trace: expect.stringMatching(/^\S{8}$/),
    });
  });

  test('for want of a token says how to come back', async () => {
    const { headers } = await post('[]', json, { authorization: 'Bearer wrong' });
    expect(headers['www-authenticate']).toBe('Bearer realm="holdfast"');
  });

  test('stores nothing of itself', async () => {
    const before = await store.lastSequence();
    await post(`[${JSON.stringify(event('half-1'))},`, json);
    await post(`${'x\n'.repeat(250_001)}${JSON.stringify(event('half-2'))}`, ndjson);
    expect(await store.lastSequence()).toBe(before);
  });
});

describe('a sender on an open connection', () => {
  const logged: { level: string; details: unknown }[] = [];
  const note = (level: string) => (details: unknown) => void logged.push({ level, details });
  let listener: Listener;
  let other: FastifyInstance;
  beforeAll(async () => {
    listener = await openListener('127.0.0.1', 0);
    const log = { error: note('error'), info: note('info'), warn: note('warn'), debug: note('debug') };
    other = await createServer(
      optionsFor({ ...ctx, log: log as unknown as RequestContext['log'] }, { bodyPatienceMs: 400 }),
    );
    listener.serve(other);
  });
  afterAll(async () => {
    await listener.close(100);
    await other.close();
  });

  /** Sends a head, and less of the body than it announces. */
  function begin(more = 'content-length: 1000') {
    const socket = connect(listener.port, '127.0.0.1');
    const head = ['POST /v1/events HTTP/1.1', 'host: x', `authorization: Bearer ${token}`];
    socket.write(`${[...head, `content-type: ${ndjson}`, more].join('\r\n')}\r\n\r\n`);
    socket.on('error', () => undefined);
    return socket;
  }

  async function answerTo(socket: ReturnType<typeof connect>): Promise<string> {
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += chunk;
    return text;
  }

  test('who is slow keeps nobody out, and is told so in the end', async () => {
    const slow = Array.from({ length: 12 }, () => begin());
    const answers = slow.map(answerTo);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const response = await fetch(`http://127.0.0.1:${listener.port}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': json },
      body: JSON.stringify(event('beside-slow')),
    });
    expect(response.status).toBe(202);
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain('did not come within 0.4 seconds');
    }
  });

  test('who sends too much in chunks is answered, not cut off', async () => {
    const socket = begin('transfer-encoding: chunked');
    const mebibyte = `100000\r\n${' '.repeat(1_048_576)}\r\n`;
    for (let sent = 0; sent < 11; sent++) socket.write(mebibyte);
    expect(await answerTo(socket)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('who goes away is no failure of the database', async () => {
    logged.length = 0;
    const socket = begin();
    socket.write('{"id"');
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await expect.poll(() => logged).toHaveLength(1);
    expect(logged).toMatchObject([{ level: 'info', details: { code: 'HF_BODY_INVALID' } }]);
  });

  test('who comes when all is taken is no failure either', async () => {
    const stuck = Promise.withResolvers<never>();
    const busy = {
      ...ctx,
      log: { error: note('error'), info: note('info') } as unknown as RequestContext['log'],
      store: { ...store, transaction: () => stuck.promise },
    };
    const full = await createServer(optionsFor(busy as ServerOptions['services']));
    logged.length = 0;
    const headers = { authorization: `Bearer ${token}`, 'content-type': json };
    const call = (id: string) =>
      full.inject({ method: 'POST', url: '/v1/events', headers, payload: JSON.stringify(event(id)) });
    const running = Array.from({ length: 8 }, (_, index) => call(`stuck-${index}`));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const refused = await call('one-more');
    expect({ status: refused.statusCode, code: refused.json().code }).toEqual({
      status: 503,
      code: 'HF_BUSY',
    });
    expect(logged).toEqual([
      { level: 'info', details: expect.not.objectContaining({ err: expect.anything() }) },
    ]);
    stuck.reject(new Error('over'));
    await Promise.all(running);
    await full.close();
  });
});

test('a broken file of the server is told without its place, which stands in the log', async () => {
  const page = async (fastify: FastifyInstance): Promise<void> => {
    fastify.get('/broken', async () => {
      throw new HoldfastError('HF_CONTENT_INVALID', '/srv/conf/members.yaml:3: members.0.role: invalid');
    });
  };
  const noted: unknown[] = [];
  const log = { error: (details: unknown) => noted.push(details), info: () => undefined };
  const services = { ...ctx, log: log as unknown as RequestContext['log'] };
  const other = await createServer(optionsFor(services, { pages: [page] }));
  const response = await other.inject({ method: 'GET', url: '/broken' });
  expect(response.statusCode).toBe(500);
  expect(response.json()).toMatchObject({ code: 'HF_CONTENT_INVALID' });
  expect(response.body).not.toMatch(/srv|members/);
  expect(JSON.stringify(noted)).toContain('/srv/conf/members.yaml:3');
  await other.close();
});

describe('an address that cannot be', () => {
  test.each([
    ['/evidence/scores/%zz', 404, 'HF_NOT_FOUND'],
    ['/%', 404, 'HF_NOT_FOUND'],
    ['/things/%00', 404, 'HF_NOT_FOUND'],
    ['/things/a%1bb', 404, 'HF_NOT_FOUND'],
    ['/things/a?x=%00', 400, 'HF_USAGE'],
    ['/things/a?x=1&x=%00', 400, 'HF_USAGE'],
  ])('%s is refused in our words', async (url, status, code) => {
    const page = async (fastify: FastifyInstance): Promise<void> => {
      fastify.get('/things/:id', async () => 'found');
    };
    const other = await createServer(optionsFor(ctx, { pages: [page] }));
    const response = await other.inject(url);
    await other.close();
    expect({ status: response.statusCode, body: response.json() }).toEqual({
      status,
      body: {
        code,
        message: expect.any(String),
        next: expect.any(String),
        trace: expect.stringMatching(/^\S{8}$/),
      },
    });
  });
});

describe('a broken store', () => {
  async function answerOf(error: Error) {
    const broken = {
      ...ctx,
      store: {
        ...store,
        transaction: () => Promise.reject(error),
        lastSequence: () => Promise.reject(error),
      },
    };
    const other = await createServer(optionsFor(broken));
    const headers = { authorization: `Bearer ${token}`, 'content-type': json };
    const sent = await other.inject({
      method: 'POST',
      url: '/v1/events',
      payload: JSON.stringify(event('lost')),
      headers,
    });
    const ready = await other.inject('/readyz');
    await other.close();
    return { sent, ready };
  }

  test('is 503 with Retry-After, also at /readyz', async () => {
    const { sent, ready } = await answerOf(Object.assign(new Error('gone'), { code: '57P01' }));
    expect(sent.statusCode).toBe(503);
    expect(sent.headers['retry-after']).toBe('2');
    expect(sent.json().code).toBe('HF_DATABASE_UNAVAILABLE');
    expect(ready.statusCode).toBe(503);
  });

  test('is 507 when the disk is full', async () => {
    const { sent } = await answerOf(Object.assign(new Error('full'), { code: '53100' }));
    expect({ status: sent.statusCode, code: sent.json().code }).toEqual({
      status: 507,
      code: 'HF_DISK_FULL',
    });
  });

  test('says nothing of its inside when it breaks in a new way', async () => {
    const { sent } = await answerOf(new Error('select secret from customers'));
    expect(sent.statusCode).toBe(500);
    expect(sent.body).not.toContain('secret');
    expect(sent.json()).toMatchObject({ code: 'HF_INTERNAL', trace: expect.any(String) });
  });
});

describe('what machines ask', () => {
  test('/healthz is there at once, /readyz when everything is', async () => {
    readiness = { ready: false, detail: 'Loading.' };
    expect((await server.inject('/healthz')).json()).toEqual({ status: 'ok', version: '1.2.3' });
    const early = await server.inject('/readyz');
    expect({ status: early.statusCode, body: early.json() }).toEqual({
      status: 503,
      body: { status: 'starting', detail: 'Loading.' },
    });
    readiness = { ready: true, detail: 'Ready.' };
    expect((await server.inject('/readyz')).json()).toEqual({ status: 'ready', detail: 'Ready.' });
  });

  test('/readyz names sources of knowledge that could not be read, and not why', async () => {
    readiness = { ready: true, detail: 'Ready.' };
    const outcome = { settings: '1', mark: null, since: null, at: ctx.clock.now(), problems: [] };
    await store.noteReading({ ...outcome, name: 'files', failure: '/srv/conf/knowledge/runbooks is gone' });
    await store.noteReading({ ...outcome, name: 'tickets', failure: null });
    expect((await server.inject('/readyz')).json()).toEqual({
      status: 'ready',
      detail: 'Ready. Sources of knowledge that could not be read: files.',
    });
    await store.forgetSource('files');
    await store.forgetSource('tickets');
  });

  test('/readyz says in one line what platform takes nothing, since when, and how much waits', async () => {
    readiness = { ready: true, detail: 'Ready.' };
    const now = ctx.clock.now();
    await store.noteOutage({ connector: 'chat', now, nextAt: now });
    expect((await server.inject('/readyz')).json().detail).toMatch(
      /^Ready\. The chat has taken nothing since \d+ \w+ \d+, [\d:]+ UTC, for less than a minute; nothing waits for it\.$/,
    );
    await store.endOutages(['chat']);
    expect((await server.inject('/readyz')).json().detail).toBe('Ready.');
  });

  test('/metrics counts requests and events, and names no account', async () => {
    await post(JSON.stringify([event('metric-1'), event('metric-1'), {}]), json);
    const text = (await server.inject('/metrics')).body;
    expect(text).toMatch(/^holdfast_up 1$/m);
    expect(text).toMatch(/^holdfast_events_total\{result="accepted"\} [1-9]\d*$/m);
    expect(text).toMatch(/^holdfast_events_total\{result="rejected"\} [1-9]\d*$/m);
    expect(text).toMatch(/^holdfast_http_requests_total\{route="\/v1\/events",status="202"\} [1-9]\d*$/m);
    expect(text).toMatch(/^holdfast_event_loop_lag_p99_seconds [\d.]+$/m);
    expect(text).not.toContain('acme');
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) |[a-z_0-9]+(\{[^}]*\})? [\d.e-]+$)/);
  });

  test('/openapi.json describes exactly what is there', async () => {
    const { paths } = (await server.inject('/openapi.json')).json();
    for (const [url, methods] of Object.entries(paths as Record<string, object>)) {
      for (const method of Object.keys(methods))
        expect(
          server.hasRoute({ method: method.toUpperCase() as 'GET', url: url.replace(/\{(\w+)\}/g, ':$1') }),
        ).toBe(true);
    }
  });

  test('/ leads to the start page', async () => {
    const response = await server.inject('/');
    expect({ status: response.statusCode, to: response.headers.location }).toEqual({
      status: 302,
      to: '/playground',
    });
  });

  test('an unknown address is a sentence', async () => {
    const response = await server.inject('/nope');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'HF_NOT_FOUND' });
  });

  test('every answer carries the security headers', async () => {
    for (const url of ['/healthz', '/nope', '/']) {
      const { headers } = await server.inject(url);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });
});

describe('Slack', () => {
  test.each([json, 'application/x-www-form-urlencoded', 'text/plain', 'nonsense'])(
    'gets the bytes as they came (%s)',
    async (type) => {
      const payload = Buffer.from([0x7b, 0xff, 0x00, 0x0a]);
      const response = await server.inject({
        method: 'POST',
        url: '/slack/events',
        payload,
        headers: { 'content-type': type },
      });
      if (type === 'nonsense') return expect(response.statusCode).toBe(415);
      expect(response.body).toBe('ok');
      expect(slackRequests.at(-1)?.rawBody.equals(payload)).toBe(true);
    },
  );

  test('that is not connected is told so', async () => {
    const other = await createServer(optionsFor(ctx, { slackEvents: null }));
    const response = await other.inject({ method: 'POST', url: '/slack/events', payload: '{}' });
    await other.close();
    expect(response.statusCode).toBe(404);
    expect(response.json().message).toContain('not connected');
  });
});

/** What only those who send events need to know. */
const aboutEvents = /NDJSON|CSV|gzip|batch|source token|array/i;

describe('commands of a terminal', () => {
  const command = { argv: ['health', 'acme'], cwd: '/', columns: 80, color: false };
  const send = async (
    headers: Record<string, string>,
    payload: unknown = command,
    remoteAddress = '127.0.0.1',
  ) => {
    const commands: ServerOptions['commands'] = {
      token: 'lock-token',
      run: async ({ argv }, frame) => {
        frame({ stream: 'stdout', data: argv.join(' ') });
        return 3;
      },
    };
    const other = await createServer(optionsFor(ctx, { commands }));
    const response = await other.inject({
      method: 'POST',
      url: '/internal/cli',
      payload: payload as object,
      headers,
      remoteAddress,
    });
    await other.close();
    return response;
  };

  test('are run for whoever holds the token of the lock, and streamed', async () => {
    const response = await send({ authorization: 'Bearer lock-token' });
    expect(response.body).toMatch(/^\n/); // a sign of life before anything else
    expect(
      response.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ stream: 'stdout', data: 'health acme' }, { exit: 3 }]);
  });

  test('are refused to anybody else', async () => {
    expect((await send({})).statusCode).toBe(401);
    expect((await send({ authorization: `Bearer ${token}` })).statusCode).toBe(401);
    expect((await send({ authorization: 'Bearer lock-token' }, command, '10.0.0.7')).statusCode).toBe(401);
    expect((await send({ authorization: 'Bearer lock-token' }, { argv: 'health' })).statusCode).toBe(400);
  });

  test('carry whatever the parameters of an action may hold', async () => {
    for (const body of ['x'.repeat(20_000), '\n'.repeat(20_000), '\u20AC'.repeat(20_000)]) {
      const params = JSON.stringify({ ticketId: 'T-1', body });
      const argv = ['propose', 'ticket.note', '--account', 'acme', '--params', params];
      const response = await send({ authorization: 'Bearer lock-token' }, { ...command, argv });
      expect([response.statusCode, response.body.length > 20_000]).toEqual([200, true]);
    }
    expect(remoteLimits.argument).toBeGreaterThanOrEqual(actionLimits.bytes);
  });

  test('that are too long are refused in words about commands', async () => {
    const authorization = 'Bearer lock-token';
    const long = await send({ authorization }, { ...command, argv: ['ask', 'x'.repeat(131_073)] });
    expect(long.statusCode).toBe(400);
    expect(long.json()).toMatchObject({
      code: 'HF_USAGE',
      message: 'An argument has 131073 characters; at most 131072 are read',
    });
    const many = await send({ authorization }, { ...command, argv: Array(9).fill('x'.repeat(131_000)) });
    expect(many.statusCode).toBe(413);
    const json = 'application/json';
    const broken = [
      ...[long, many, await send({ authorization }, { argv: 'health' })],
      await send({ authorization, 'content-type': json }, '{"argv"'),
      await send({ authorization, 'content-type': 'text/xml' }, '<argv/>'),
      await send({ authorization: 'Bearer another' }),
    ];
    for (const one of broken) expect(one.json().message + one.json().next).not.toMatch(aboutEvents);
  });

  test('are not taken where no folder is held', async () => {
    const response = await server.inject({ method: 'POST', url: '/internal/cli', payload: command });
    expect(response.statusCode).toBe(404);
  });
});

describe('the open port', () => {
  let listener: Listener;
  beforeAll(async () => {
    listener = await openListener('127.0.0.1', 0);
  });
  afterAll(() => listener.close(1_000));

  async function get(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: object; body: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{
      status: number;
      headers: object;
      body: string;
    }>();
    httpRequest({ port: listener.port, host: '127.0.0.1', path, headers, agent: false }, async (response) => {
      let body = '';
      for await (const chunk of response.setEncoding('utf8')) body += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    })
      .on('error', reject)
      .end();
    return await promise;
  }

  test('answers before there is a product behind it', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200 });
    expect(await get('/readyz')).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(JSON.parse((await get('/playground')).body)).toMatchObject({ code: 'HF_STARTING' });
    const page = await get('/playground', { accept: 'text/html' });
    expect(page).toMatchObject({ status: 503, headers: { refresh: '1' } });
    expect(page.body).toContain('starting');
  });

  test('hands requests on when there is', async () => {
    listener.serve(server);
    expect(JSON.parse((await get('/healthz')).body)).toEqual({ status: 'ok', version: '1.2.3' });
  });

  test('cuts off what is no HTTP', async () => {
    const socket = connect(listener.port, '127.0.0.1');
    socket.end('\0\0\0 hello\r\n\r\n');
    let answer = '';
    for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('is refused to a second process in one sentence', async () => {
    await expect(openListener('127.0.0.1', listener.port)).rejects.toMatchObject({
      code: 'HF_PORT_IN_USE',
      message: `Port ${listener.port} of 127.0.0.1 is taken by another process`,
    });
    await expect(openListener('192.0.2.1', 0)).rejects.toMatchObject({ code: 'HF_CONFIG_INVALID' });
  });
});
