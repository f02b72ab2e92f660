import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { type ModelServer, type Said, startModelServer, writerAt } from '../../test/support/model-server.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { answerQuestion } from './answer-question.ts';
import type { RequestContext } from './context.ts';

/** What nobody has written down in these words, and what it is about. */
const strange = 'the nightly thing of theirs fell over after somebody widened a table';
const reworded = 'import stops with SCHEMA_DRIFT because a column was added';
let server: ModelServer;
let ctx: RequestContext;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  server = await startModelServer();
  const base = await testContext(opened.store, '2026-11-21T12:00:00Z');
  await opened.store.writeMembers(demoMembers);
  ctx = {
    ...base,
    writer: await writerAt(server.url),
    member: demoMembers.find(({ id }) => id === 'agent1') ?? null,
  };
  await ingest(base, [
    sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme', tier: 'pro' }),
    sampleEvent('contract.updated', 'globex', '2026-09-01', { name: 'Globex', tier: 'pro' }),
    sampleEvent('ticket.created', 'acme', '2026-11-20', {
      ticketId: 'T-1',
      priority: 'P2',
      subject: 'Loads stop',
    }),
    sampleEvent('ticket.created', 'globex', '2026-11-20', {
      ticketId: 'T-2',
      priority: 'P2',
      subject: 'A secret',
    }),
  ]);
  close = async () => {
    await server.close();
    await opened.close();
  };
});
afterAll(() => close());
beforeEach(() => {
  server.seen.length = 0;
});

/** The agent's turns, then what the writer says of the passages it is given. */
function script(calls: readonly Said[], write: (given: string) => object = () => ({ sentences: [] })): void {
  const next = [...calls];
  server.behave({
    kind: 'says',
    say: ({ body, text }) => (body.tools ? (next.shift() ?? 'DONE') : JSON.stringify(write(text))),
  });
}
const call = (name: string, input: object): Said => ({ calls: [{ name, input }] });
const about = async (text: string, more: Partial<Parameters<typeof answerQuestion>[1]> = {}) => {
  const answered = await answerQuestion(ctx, { text, account: 'acme', ...more });
  return { ...answered, stored: await ctx.store.findAnswer(answered.answer.id) };
};

test('what is not covered in somebody’s words is answered where the knowledge covers it in others', async () => {
  script([call('knowledge', { query: reworded })]);
  const { answer, stored } = await about(strange);
  if (answer.kind !== 'answer') throw new Error('not covered');
  expect(answer.sources[0]?.id).toBe('schema-drift-added-column');
  expect(answer.confidence).toBeGreaterThan(0.5);
  expect(stored?.writing).toMatchObject({
    lookedUp: { end: 'done', calls: 1, prompt: { name: expect.stringMatching(/^agent@\d+$/) } },
  });
});

test('records of the account that the answer needs are cited, each with its page', async () => {
  script([call('tickets', { query: null })], (given) => {
    const [, passage] = /\{\\"id\\":\\"(P\d+)\\",\\"title\\":\\"[^"]*Loads stop/.exec(given) ?? [];
    return {
      sentences: [
        { text: 'Accept the new column and choose Load again.', passages: ['P1'] },
        { text: 'Their ticket “Loads stop” came on 2026-11-20.', passages: [passage ?? 'none'] },
      ],
    };
  });
  const { answer } = await about(reworded);
  if (answer.kind !== 'answer') throw new Error('not covered');
  expect(answer.sentences.map(({ text }) => text)).toHaveLength(2);
  const record = answer.sources.find(({ kind }) => kind === 'record');
  expect(record?.url).toMatch(/^\/evidence\/events\/\d+$/);
  expect(answer.passages.map(({ documentId }) => documentId)).toContain(record?.url);
});

test('records alone cover nothing, and another account’s are never read', async () => {
  script([call('timeline', { days: 90 }), call('health', {}), call('tickets', { query: null })]);
  const { answer } = await about('🦊 is there a way to bake bread at home');
  expect(answer.kind).toBe('not_covered');
  expect(server.seen.length).toBeGreaterThan(3);
  expect(server.seen.at(-1)?.text).toContain('Loads stop');
  expect(server.seen.map(({ text }) => text).join()).not.toContain('A secret');
});

test('what it wants done is proposed by whoever asked, and waits; without a ticket nothing is', async () => {
  const reply = call('propose', {
    kind: 'ticket.reply',
    title: 'Reply',
    text: 'Please load the file again.',
  });
  script([reply]);
  const { proposals } = await about(reworded, { ticket: 'T-1' });
  expect(proposals).toMatchObject([
    { kind: 'ticket.reply', state: 'proposed', requester: 'agent1', origin: 'agent', account: 'acme' },
  ]);
  script([reply]);
  expect((await about(reworded)).proposals).toEqual([]);
});

test.each([
  ['a customer', { audience: 'customer' as const }],
  ['a question without an account that is covered', { account: null }],
])('for %s nothing is looked up', async (_, more) => {
  script([call('health', {})]);
  const { stored } = await about(reworded, more);
  expect(server.seen.filter(({ body }) => body.tools)).toEqual([]);
  expect(stored?.writing).toMatchObject({ prompt: {} }); // it was asked to write
  expect(stored?.writing).not.toHaveProperty('lookedUp');
});

test('while the model is dead or halted, the answer is the plain one', async () => {
  server.behave({ kind: 'dead' });
  const { answer } = await about(reworded);
  const plain = await answerQuestion(
    { ...ctx, writer: undefined as never },
    { text: reworded, account: 'acme' },
  );
  expect({ ...answer, id: '' }).toEqual({ ...plain.answer, id: '' });
  expect((await about(strange)).answer.kind).toBe('not_covered');
  server.seen.length = 0;
  const at = ctx.clock.now();
  await ctx.store.writeKillSwitch({ scope: 'model', on: true, by: 'admin1', reason: 'looks odd', at });
  expect((await about(strange)).stored?.writing).toBeNull();
  expect(server.seen).toEqual([]);
});
