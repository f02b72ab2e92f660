import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { registerEvidencePages } from '../console/evidence-pages.ts';
import type { RequestContext } from '../services/context.ts';
import { answerLimits } from './answer-limits.ts';
import { openApi } from './open-api.ts';
import { createServer } from './server.ts';

const desk = { name: 'desk', token: 'hf_a-token-for-tests-only' };
const chat = { name: 'chat', token: 'hf_another-token-for-tests' };
const question = 'import stops with SCHEMA_DRIFT because a column was added';

describeEngines('what apps may not ask', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;
  let server: FastifyInstance;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
    await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme' })]);
  });
  afterAll(() => close());
  afterEach(() => server.close());

  const open = async (answersPerMinute?: number): Promise<void> => {
    server = await createServer({
      services: ctx,
      version: '1',
      sources: [],
      apps: [desk, chat],
      slackEvents: null,
      startPage: null,
      commands: null,
      readiness: () => ({ ready: true, detail: '' }),
      linkTo: (path) => path,
      pages: [(fastify) => registerEvidencePages(fastify, { services: ctx, mayOpen: () => true })],
      ...(answersPerMinute === undefined ? {} : { answersPerMinute }),
    });
  };
  const post = async (url: string, body: unknown, { token } = desk, type = 'application/json') => {
    const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const {
      statusCode,
      headers: got,
      body: text,
    } = await server.inject({
      method: 'POST',
      url,
      headers,
      payload,
    });
    return {
      status: statusCode,
      retryAfter: got['retry-after'],
      body: text === '' ? null : JSON.parse(text),
    };
  };
  const count = async (): Promise<number> => {
    const [since, until] = [new Date('2026-11-21T00:00:00Z'), new Date('2026-11-22T00:00:00Z')];
    return (await ctx.store.listAnswers({ since, until, limit: 1_000 })).length;
  };

  describe('because the input is none', () => {
    beforeEach(() => open());

    test.each<[string, unknown, number, string, string]>([
      ['an empty body', '', 400, 'HF_BODY_INVALID', 'cannot be read'],
      ['no JSON', '{"question"', 400, 'HF_BODY_INVALID', 'cannot be read'],
      ['null', 'null', 400, 'HF_USAGE', 'the body: '],
      ['a list', [question], 400, 'HF_USAGE', 'the body: '],
      ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'HF_USAGE', 'the body: '],
      ['a prototype', '{"question":"a b c","__proto__":{"x":1}}', 400, 'HF_BODY_INVALID', 'cannot be read'],
      ['1 MB of text', { question: 'x'.repeat(1024 * 1024) }, 413, 'HF_BODY_TOO_LARGE', 'larger than'],
      ['just under 1 MB', { question: 'x '.repeat(500_000) }, 400, 'HF_USAGE', 'characters; at most'],
      ['blanks', { question: ' \n\t ' }, 400, 'HF_USAGE', 'The question is empty'],
      [
        'emoji',
        { question: '\u{1F525}\u{1F525} \u{1F937}\u200D\u2642\uFE0F' },
        400,
        'HF_USAGE',
        'holds no word',
      ],
      ['signs', { question: '?!? … —' }, 400, 'HF_USAGE', 'holds no word'],
      ['an account that nobody has', { question, account: 'nobody' }, 404, 'HF_ACCOUNT_UNKNOWN', 'nobody'],
      ['an account with a NUL', { question, account: 'ac\0me' }, 400, 'HF_USAGE', 'account: '],
      ['a ticket with a NUL', { question, ticketId: 'T\0' }, 400, 'HF_USAGE', 'ticketId: '],
      ['a ticket that turns its text', { question, ticketId: 'T-\u202E1' }, 400, 'HF_USAGE', 'ticketId: '],
      ['a ticket with a tag', { question, ticketId: 'T-1\u{E0041}' }, 400, 'HF_USAGE', 'ticketId: '],
      ['a ticket of two lines', { question, ticketId: 'T\u20281' }, 400, 'HF_USAGE', 'ticketId: '],
      ['a ticket of 201 characters', { question, ticketId: 'x'.repeat(201) }, 400, 'HF_USAGE', 'ticketId: '],
      ['an empty account', { question, account: ' ' }, 400, 'HF_USAGE', 'account: '],
    ])('a question that is %s', async (_what, body, status, code, message) => {
      const before = await count();
      const refused = await post('/v1/answers', body);
      expect(refused).toMatchObject({ status, body: { code, message: expect.stringContaining(message) } });
      expect(refused.body.next).toMatch(/\w/);
      expect(JSON.stringify(refused.body).length).toBeLessThan(1_000);
      expect(await count()).toBe(before);
    });

    test('none of these refusals speaks of events', async () => {
      const address = '/v1/answers';
      const refused = [
        await post(address, '{"question"'),
        await post(address, ''),
        await post(address, { question: 'x'.repeat(1024 * 1024) }),
        await post(address, '<q/>', desk, 'text/xml'),
        await post(address, { question }, { name: '', token: 'hf_nobody-knows-this-token' }),
        await post(`${address}/a/verdict`, '{"verdict"'),
        await post(`${address}/a/verdict`, 'verdict=helpful', desk, 'application/x-www-form-urlencoded'),
      ];
      expect(refused.map(({ status }) => status)).toEqual([400, 400, 413, 415, 401, 400, 415]);
      for (const { body } of refused) {
        expect(body.message + body.next).not.toMatch(/NDJSON|CSV|gzip|batch|source token|array/i);
        expect(body.next).toMatch(/JSON|application\/json|app token|less/);
      }
    });

    test('another content type', async () => {
      expect(await post('/v1/answers', '<q/>', desk, 'text/xml')).toMatchObject({
        status: 415,
        body: { code: 'HF_MEDIA_TYPE' },
      });
      expect(
        await post('/v1/answers', 'question=x', desk, 'application/x-www-form-urlencoded'),
      ).toMatchObject({
        status: 415,
      });
    });

    test('a question of words in any script is asked, with a NUL and half a character in it', async () => {
      for (const text of ['なぜ失敗しますか', 'почему импорт', '4711', 'why \0 import \ud800 fails']) {
        const { status, body } = await post('/v1/answers', { question: text });
        expect([status, body.code]).toEqual([200, undefined]);
      }
    });

    test.each<[string, string, object, number, string, string]>([
      ['of no answer', 'nothing', {}, 404, 'HF_NOT_FOUND', "no answer 'nothing'"],
      ['of an id with a NUL', 'a%00b', {}, 404, 'HF_NOT_FOUND', 'no page at this address'],
      ['of an id with a line break', 'a%0Ab', {}, 404, 'HF_NOT_FOUND', 'no page at this address'],
      ['of an id that cannot be decoded', 'a%ZZ', {}, 404, 'HF_NOT_FOUND', 'stands for no character'],
      ['of an id of 400 characters', 'x'.repeat(400), {}, 404, 'HF_NOT_FOUND', 'There is no'],
      ['of an emoji', '%F0%9F%94%A5', {}, 404, 'HF_NOT_FOUND', 'There is no'],
      ['that is none', 'ID', { verdict: 'great' }, 400, 'HF_USAGE', 'verdict: '],
      [
        'on another article',
        'ID',
        { documentId: 'sso-sign-in-loop' },
        404,
        'HF_NOT_FOUND',
        "'sso-sign-in-loop'",
      ],
      ['on no article', 'ID', { documentId: '' }, 400, 'HF_USAGE', 'documentId: '],
      ['on an article with a NUL', 'ID', { documentId: 'a\0' }, 400, 'HF_USAGE', 'documentId: '],
      ['with a long note', 'ID', { note: 'x'.repeat(1_001) }, 400, 'HF_USAGE', 'note: '],
      ['of 1 MB', 'ID', { note: 'x'.repeat(1024 * 1024) }, 413, 'HF_BODY_TOO_LARGE', 'larger than'],
      ['with more than is asked for', 'ID', { by: 'admin1' }, 400, 'HF_USAGE', 'by'],
    ])('a verdict %s', async (_what, id, more, status, code, message) => {
      const asked = await post('/v1/answers', { question });
      const answerId = asked.body.id as string;
      const body = { verdict: 'wrong_article', ...more };
      expect(await post(`/v1/answers/${id.replace('ID', answerId)}/verdict`, body)).toMatchObject({
        status,
        body: { code, message: expect.stringContaining(message) },
      });
      expect(await ctx.store.listVerdicts({ answerIds: [answerId], limit: 9 })).toEqual([]);
    });

    test('a note with a NUL and emoji is kept', async () => {
      const { body } = await post('/v1/answers', { question });
      const word = { verdict: 'wrong_article', documentId: body.sources[0].id, note: 'old\0 \u{1F525}' };
      expect((await post(`/v1/answers/${body.id}/verdict`, word)).status).toBe(204);
      const [kept] = await ctx.store.listVerdicts({ answerIds: [body.id], limit: 9 });
      expect(kept?.note).toMatch(/^old.? \u{1F525}$/u);
    });

    test.each(['nothing', 'a%00b', '%F0%9F%94%A5', 'x'.repeat(4_000), 'a%ZZ', '..%2F..%2Fetc'])(
      'no page of answer %s',
      async (id) => {
        expect((await server.inject(`/evidence/answers/${id}`)).statusCode).toBe(404);
      },
    );
  });

  describe('because they ask too often', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T10:00:00Z') });
    });
    afterEach(() => {
      vi.useRealTimers();
    });
    const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

    test('each app has its own number a minute, and is told when to come back', async () => {
      await open(2);
      const ask = (app: typeof desk) => post('/v1/answers', { question: '' }, app);
      expect([(await ask(desk)).status, (await ask(desk)).status]).toEqual([400, 400]);
      later(20_000);
      expect(await ask(desk)).toEqual({
        status: 429,
        retryAfter: '40',
        body: {
          code: 'HF_TOO_MANY_REQUESTS',
          message: "'desk' has sent more than 2 requests to this address within a minute",
          next: 'Wait for the seconds in Retry-After, then repeat the request.',
          trace: expect.stringMatching(/^\w{8}/),
        },
      });
      expect((await ask(chat)).status).toBe(400);
      later(40_001);
      expect((await ask(desk)).status).toBe(400);
    });

    test('verdicts count by themselves, whatever the answer is called', async () => {
      await open(2);
      const judge = async (id: string) =>
        (await post(`/v1/answers/${id}/verdict`, { verdict: 'helpful' })).status;
      expect([await judge('a'), await judge('b'), await judge('c')]).toEqual([404, 404, 429]);
      expect((await post('/v1/answers', { question: '' })).status).toBe(400);
    });

    test('whoever has no token is refused, and takes nothing from those who have one', async () => {
      await open(1);
      const stranger = { name: '', token: 'hf_nobody-knows-this-token' };
      for (const body of [{ question: '' }, { question }, 'x'.repeat(2_000_000)])
        expect(await post('/v1/answers', body, stranger)).toMatchObject({
          status: 401,
          body: { code: 'HF_UNAUTHORIZED' },
        });
      expect((await post('/v1/answers', { question: '' })).status).toBe(400);
    });

    test('a request that is too often is refused before its body is read', async () => {
      await open(1);
      await post('/v1/answers', { question: '' });
      expect((await post('/v1/answers', 'x'.repeat(2_000_000))).status).toBe(429);
    });

    test('no other address is limited', async () => {
      await open(1);
      for (let time = 0; time < 3; time++) expect((await server.inject('/healthz')).statusCode).toBe(200);
    });

    test('without a word on it the number is the one that is documented', async () => {
      await open();
      const statuses: number[] = [];
      for (let time = 0; time <= answerLimits.requestsPerMinute; time++)
        statuses.push((await post('/v1/answers', { question: '' })).status);
      expect(statuses.indexOf(429)).toBe(answerLimits.requestsPerMinute);
      const { paths } = openApi('1') as { paths: Record<string, { post: { responses: object } }> };
      for (const path of ['/v1/answers', '/v1/answers/{id}/verdict'])
        expect(paths[path]?.post.responses).toMatchObject({
          '429': {
            description: expect.stringContaining('more than 60 requests'),
            headers: { 'Retry-After': {} },
          },
        });
    });
  });
});
