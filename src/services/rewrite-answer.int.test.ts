import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { givenText, type ModelServer, startModelServer, writerAt } from '../../test/support/model-server.ts';
import { testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { answerQuestion } from './answer-question.ts';
import type { RequestContext } from './context.ts';

const price = { currency: 'EUR', inputMicros: 150_000, outputMicros: 600_000 };
const question = 'import stops with SCHEMA_DRIFT because a column was added';
let server: ModelServer;
let ctx: RequestContext;
let plain: RequestContext;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  server = await startModelServer();
  plain = await testContext(opened.store, '2026-11-21T12:00:00Z');
  ctx = { ...plain, writer: await writerAt(server.url, price) };
  close = async () => {
    await server.close();
    await opened.close();
  };
});
afterAll(() => close());
beforeEach(() => {
  server.seen.length = 0;
});

const says = (...sentences: { text: string; passages: string[] }[]) =>
  server.behave({ kind: 'says', say: () => JSON.stringify({ sentences }) });
const ask = async (context: RequestContext) => {
  const { answer } = await answerQuestion(context, { text: question, account: null });
  if (answer.kind !== 'answer') throw new Error('not covered');
  return { answer, stored: await context.store.findAnswer(answer.id) };
};
const textsOf = ({ answer }: Awaited<ReturnType<typeof ask>>) => answer.sentences.map(({ text }) => text);

test('what the model writes from the passages is shown, and kept with prompt, model, cost and what was dropped', async () => {
  says(
    { text: 'Accept the new column and choose Load again.', passages: ['P1'] },
    { text: 'The refused file is still there.', passages: ['P1'] },
    { text: 'It is fixed in 9.99.', passages: ['P1'] },
  );
  const asked = await ask(ctx);
  expect(textsOf(asked)).toEqual([
    'Accept the new column and choose Load again.',
    'The refused file is still there.',
  ]);
  expect(asked.answer.passages.map(({ id }) => id)).toEqual(['schema-drift-added-column#0']);
  expect(asked.stored?.answer).toEqual(asked.answer);
  expect(asked.stored?.writing).toMatchObject({
    shown: true,
    model: expect.any(String),
    costMicros: expect.any(Number),
    currency: 'EUR',
    prompt: { name: expect.stringMatching(/^answer@\d+$/), digest: expect.any(String) },
    dropped: [{ text: 'It is fixed in 9.99.' }],
  });
  expect(server.seen.map(givenText).join('\n')).toContain('SCHEMA_DRIFT');
});

test.each([
  [
    'nothing that a passage says',
    () => says({ text: 'Refund them 500 EUR by Friday.', passages: ['P1'] }),
    'unsupported',
  ],
  [
    'a passage that was never given',
    () => says({ text: 'Choose Load again.', passages: ['P99'] }),
    'unsupported',
  ],
  ['no JSON', () => server.behave({ kind: 'garbled', body: '<html>' }), 'garbled'],
  ['nothing at all', () => server.behave({ kind: 'silent' }), 'timeout'],
  ['a closed connection', () => server.behave({ kind: 'dead' }), 'unreachable'],
])('a model that answers with %s changes nothing but the record', async (_what, behave, reason) => {
  behave();
  const [with_, without] = [await ask(ctx), await ask(plain)];
  expect(textsOf(with_)).toEqual(textsOf(without));
  expect(with_.stored?.writing).toMatchObject({ shown: false, reason });
  expect(without.stored?.writing).toBeNull();
});

test('nothing is written where nothing covers the question', async () => {
  says({ text: 'Choose Load again.', passages: ['P1'] });
  await answerQuestion(ctx, { text: 'is there a way to bake bread at home', account: null });
  expect(server.seen.filter(({ body }) => body.response_format)).toEqual([]);
});

test('a halted model is not asked', async () => {
  says({ text: 'Choose Load again.', passages: ['P1'] });
  await ctx.store.writeKillSwitch({
    scope: 'model',
    on: true,
    by: 'admin1',
    reason: 'looks odd',
    at: ctx.clock.now(),
  });
  expect((await ask(ctx)).stored?.writing).toBeNull();
  expect(server.seen).toEqual([]);
  await ctx.store.writeKillSwitch({
    scope: 'model',
    on: false,
    by: 'admin1',
    reason: 'all well',
    at: ctx.clock.now(),
  });
  expect((await ask(ctx)).stored?.writing).toMatchObject({ shown: true });
});

test('no name of our own people leaves', async () => {
  const name = 'Anne-Marie Oke';
  await ctx.store.writeMembers([{ id: 'am', name, role: 'agent', identities: [] }]);
  server.behave({ kind: 'says', say: () => JSON.stringify({ sentences: [] }) });
  server.seen.length = 0;
  await answerQuestion(ctx, { text: `${name} says: ${question}. Call Oke back.`, account: null });
  expect(server.seen.length).toBeGreaterThan(0);
  const sent = server.seen.map(({ text }) => text).join();
  expect(sent).toContain('SCHEMA_DRIFT');
  for (const part of [name, 'Anne-Marie', 'Oke']) expect(sent).not.toContain(part);
});
