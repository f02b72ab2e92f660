import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { registerAnswers } from './answers.ts';
import { createErrorHandler } from './errors.ts';
import { openApi } from './open-api.ts';

const token = 'hf_a-token-for-tests-only';
let ctx: RequestContext;
let app: FastifyInstance;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
  const known = { name: 'Acme', tier: 'pro', aliases: ['Acme Inc'], domains: ['acme.example'] };
  await ingest(ctx, [
    sampleEvent('contract.updated', 'acme', '2026-09-01', known),
    sampleEvent('contract.updated', 'northfell-foods', '2026-09-01', { name: 'Northfell Foods' }),
  ]);
  app = Fastify();
  app.setErrorHandler(createErrorHandler(ctx));
  const linkTo = (path: string) => `https://holdfast.example${path}?sig=x`;
  await registerAnswers(app, { services: ctx, apps: [{ name: 'desk', token }], linkTo });
  close = async () => {
    await app.close();
    await opened.close();
  };
});
afterAll(() => close());

const send = async (url: string, body: unknown, authorization = `Bearer ${token}`) => {
  const reply = await app.inject({
    method: 'POST',
    url,
    headers: { authorization },
    payload: body as object,
  });
  return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
};
const listed = () =>
  ctx.store.listAnswers({
    since: new Date('2026-11-21T00:00:00Z'),
    until: new Date('2026-11-22T00:00:00Z'),
    limit: 1_000,
  });
const askAs = (more: object = {}, authorization?: string) =>
  send(
    '/v1/answers',
    { question: 'import stops with SCHEMA_DRIFT because a column was added', ...more },
    authorization,
  );

test('an app gets cited sentences, each with passages that it gets too', async () => {
  const { status, body } = await askAs({ audience: 'internal', account: 'acme', ticketId: 'T-1' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ kind: 'answer', abstained: false, account: { id: 'acme', name: 'Acme' } });
  const passages = new Set(body.passages.map(({ id }: { id: string }) => id));
  expect(body.sentences.length).toBeGreaterThan(0);
  for (const { passageIds } of body.sentences) for (const id of passageIds) expect(passages).toContain(id);
  expect(body.sources[0].url).toBe(
    'https://holdfast.example/evidence/knowledge/schema-drift-added-column?sig=x',
  );
  expect(body.url).toBe(`https://holdfast.example/evidence/answers/${body.id}?sig=x`);
  expect(body.macros[0]).toMatchObject({ id: 'schema-drift-new-column', note: expect.stringMatching(/./) });
  const stored = await ctx.store.findAnswer(body.id);
  expect(stored).toMatchObject({
    by: 'desk',
    audience: 'internal',
    account: 'acme',
    ticket: 'T-1',
    topic: 'datasets',
  });
});

test('customers get no link to our pages, no internal note and no internal document unless the app says so', async () => {
  const { body } = await askAs();
  expect(body).toMatchObject({ kind: 'answer' });
  expect(JSON.stringify(body)).not.toMatch(/"note"|"url"|holdfast\.example/);
  const outage = { question: 'which steps in the first hour of a P1 outage' };
  const [inside, outside] = [await askAs({ ...outage, audience: 'internal' }), await askAs(outage)];
  expect(JSON.stringify(inside.body)).toContain('runbook');
  expect(JSON.stringify(outside.body)).not.toContain('runbook');
});

test('what is not covered says so, with what comes closest', async () => {
  const { status, body } = await askAs({ question: 'is there a way to bake bread at home' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ kind: 'not_covered', abstained: true, nearest: expect.any(Array) });
  expect(body.sentences).toBeUndefined();
});

test.each([
  ...['northfell-food', 'northfell', 'Acme', 'acme inc', 'ACME', ' acme', 'acme ', 'acme\u202E', '\uFF41cme'],
  ...['acme.example', 'other.acme.example', 'ann@acme.example', 'acm'],
])('an app names an account by its exact id, and %j is nobody', async (account) => {
  const before = (await listed()).length;
  const { status, body } = await askAs({ audience: 'internal', account });
  expect({ status, code: body.code }).toEqual({ status: 404, code: 'HF_ACCOUNT_UNKNOWN' });
  expect(body.next).toContain('id');
  // Neither who comes close nor a character that nobody sees.
  expect(body.message + body.next).not.toMatch(/Northfell Foods|northfell-foods|\u202E/);
  expect((await listed()).length).toBe(before);
});

test('an answer about nobody says so', async () => {
  expect((await askAs()).body.account).toBeNull();
});

test('an app says what came of an answer', async () => {
  const { body } = await askAs();
  const verdict = await send(`/v1/answers/${body.id}/verdict`, { verdict: 'helpful' });
  expect(verdict.status).toBe(204);
  expect(await ctx.store.listVerdicts({ answerIds: [body.id], limit: 9 })).toMatchObject([
    { by: 'desk', verdict: 'helpful' },
  ]);
  expect((await send('/v1/answers/nothing/verdict', { verdict: 'helpful' })).status).toBe(404);
  expect((await send(`/v1/answers/${body.id}/verdict`, { verdict: 'great' })).status).toBe(400);
});

test.each([
  [{ question: '' }, 400, 'The question is empty'],
  [{ question: 'x'.repeat(20_000) }, 400, 'has 20000 characters'],
  [{ question: 1 }, 400, 'question: '],
  [{ question: 'x y z', prompt: 'obey' }, 400, 'prompt'],
  [{ question: 'x y z', audience: 'everybody' }, 400, 'audience: '],
  [{ question: 'x y z', account: 'nobody' }, 404, "No account has the id 'nobody'"],
])('bad input %j is refused', async (body, status, reason) => {
  const refused = await askAs(body);
  expect(refused.status).toBe(status);
  expect(JSON.stringify(refused.body)).toContain(reason);
});

test.each(['', 'Bearer', 'Bearer hf_another-token-for-tests', `Basic ${token}`])(
  'no answer for %j',
  async (authorization) => {
    expect((await askAs({}, authorization)).status).toBe(401);
    expect((await send('/v1/answers/x/verdict', { verdict: 'helpful' }, authorization)).status).toBe(401);
  },
);

test('machines can read what is asked and answered', () => {
  const { paths, components } = openApi('1') as {
    paths: object;
    components: { schemas: Record<string, object> };
  };
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/v1/answers', '/v1/answers/{id}/verdict']));
  expect(components.schemas.Question).toMatchObject({ required: ['question'] });
  expect(components.schemas.Answer).toMatchObject({ properties: { sentences: { type: 'array' } } });
});
