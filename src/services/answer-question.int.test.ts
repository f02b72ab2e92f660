import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { plainSentences } from '../copilot/plain-sentences.ts';
import { unfilledIn } from '../domain/knowledge.ts';
import { answerQuestion, isCovered } from './answer-question.ts';
import { ask } from './ask.ts';
import type { RequestContext } from './context.ts';
import { draftReply, proposeReply } from './draft-reply.ts';
import { judgeAnswer } from './judge-answer.ts';
import { getKnowledgePage } from './knowledge-page.ts';
import { reportDeflection } from './report-deflection.ts';

describeEngines('an answer of the knowledge', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    const base = await testContext(opened.store, '2026-11-21T12:00:00Z');
    await opened.store.writeMembers(demoMembers);
    ctx = { ...base, member: demoMembers.find(({ id }) => id === 'agent1') ?? null };
    await ingest(base, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', {
        name: 'Acme',
        tier: 'pro',
        owner: 'csm1',
        renewsOn: '2027-03-01',
      }),
      sampleEvent('ticket.created', 'acme', '2026-11-20', { ticketId: 'T-1', priority: 'P2' }),
    ]);
  });
  afterAll(() => close());

  const about = (text: string, more = {}) => answerQuestion(ctx, { text, account: null, ...more });

  test('F1: each sentence stands in the passage that it cites, and the answer is kept with what was found', async () => {
    const { answer } = await about('import stops with SCHEMA_DRIFT because a column was added');
    if (answer.kind !== 'answer') throw new Error('not covered');
    expect(answer.sources[0]).toMatchObject({ id: 'schema-drift-added-column', kind: 'known-issue' });
    for (const { text, passageIds } of answer.sentences) {
      const cited = answer.passages.filter(({ id }) => passageIds.includes(id));
      expect(cited.flatMap((passage) => plainSentences(passage.text))).toContain(text);
    }
    const stored = await ctx.store.findAnswer(answer.id);
    expect(stored).toMatchObject({ answer, by: 'agent1', account: null, writing: null });
    expect(stored?.found.length).toBeGreaterThan(answer.passages.length);
  });

  test.each(['is there a way to bake bread at home', 'hvordan får jeg ny bil i morgen', '🦊🦊🦊 🦊 🦊'])(
    'F2: %j is not covered, and says so with what comes closest',
    async (text) => {
      const { answer } = await about(text);
      expect(answer.kind).toBe('not_covered');
      expect(await ctx.store.findAnswer(answer.id)).toMatchObject({ answer });
      expect(await isCovered(ctx, text)).toBe(false);
    },
  );

  test.each([
    ['', 'is empty'],
    [' \n ', 'is empty'],
    ['x'.repeat(1_000_000), 'has 1000000 characters'],
  ])('bad input is refused (%#)', async (text, reason) => {
    await expect(about(text)).rejects.toMatchObject({
      code: 'HF_USAGE',
      message: expect.stringContaining(reason),
    });
    expect(await isCovered(ctx, text)).toBe(false);
  });

  test('customers are given nothing that is for our own people', async () => {
    const text = 'which steps in the first hour of a P1 outage';
    const [inside, outside] = [await about(text), await about(text, { audience: 'customer' })];
    const sourcesOf = ({ answer }: typeof inside) =>
      answer.kind === 'answer' ? answer.sources : answer.nearest;
    expect(sourcesOf(inside).map(({ kind }) => kind)).toContain('runbook');
    expect(sourcesOf(outside).map(({ kind }) => kind)).not.toContain('runbook');
  });

  test('F4: a source that nobody has reviewed for half a year says so', async () => {
    const later = { ...ctx, clock: { now: () => new Date('2028-01-01T00:00:00Z') } };
    const { answer } = await answerQuestion(later, {
      text: 'import stops because of a new column',
      account: null,
    });
    if (answer.kind !== 'answer') throw new Error('not covered');
    expect(answer.sources.every(({ isStale }) => isStale)).toBe(true);
  });

  test('F5: macros are filled from the account, the ticket and who asks, and name what is missing', async () => {
    const { macros } = await about('429 too many requests from the api', { account: 'acme', ticket: 'T-1' });
    expect(macros[0]).toMatchObject({ id: 'api-rate-limit', missing: ['contact.name'] });
    expect(macros.length).toBeLessThanOrEqual(3);
    const name = demoMembers.find(({ id }) => id === 'agent1')?.name ?? '';
    expect(macros[0]?.text).toContain(name);
  });

  test('where a reply is surer than an unsure article, it is the answer', async () => {
    const { answer } = await about('we need the purchase order number on the invoice');
    expect(answer.kind === 'answer' && answer.sources[0]).toMatchObject({
      id: 'purchase-order-number',
      kind: 'macro',
    });
  });

  test('F5: a reply with an unfilled variable is not proposed; a filled one waits for a person', async () => {
    const { text } = await draftReply(ctx, {
      macro: 'api-rate-limit',
      account: 'acme',
      ticket: 'T-1',
      issue: null,
    });
    expect(unfilledIn(text)).toEqual(['{{contact.name}}']);
    const reply = { account: 'acme', ticket: 'T-1', body: text };
    await expect(proposeReply(ctx, reply)).rejects.toMatchObject({ code: 'HF_ACTION_INVALID' });
    const [made] = await proposeReply(ctx, { ...reply, body: text.replace('{{contact.name}}', 'Ann') });
    expect(made).toMatchObject({ ok: true, proposal: { state: 'proposed', kind: 'ticket.reply' } });
    await expect(
      draftReply(ctx, { macro: 'nothing', account: null, ticket: null, issue: null }),
    ).rejects.toThrow("no macro 'nothing'");
  });

  test('F24: a wrong article goes to who keeps it; the last word of each person counts', async () => {
    const { answer } = await about('import stops because of a new column');
    const documentId = 'schema-drift-added-column';
    const page = await getKnowledgePage(ctx, documentId);
    const wrong = { answerId: answer.id, verdict: 'wrong_article' as const, documentId, note: 'Old menu' };
    expect(await judgeAnswer(ctx, wrong)).toEqual({
      owner: { id: page.document.owner, name: expect.any(String) },
    });
    const queue = await ctx.store.listVerdicts({ verdict: 'wrong_article', limit: 10 });
    expect(queue).toMatchObject([{ answerId: answer.id, by: 'agent1', documentId, note: 'Old menu' }]);
    await judgeAnswer(ctx, { answerId: answer.id, verdict: 'helpful' });
    expect(await ctx.store.listVerdicts({ answerIds: [answer.id], limit: 10 })).toMatchObject([
      { verdict: 'helpful' },
    ]);
    expect(await ctx.store.listVerdicts({ answerIds: [], limit: 10 })).toEqual([]);
    await expect(judgeAnswer(ctx, { ...wrong, documentId: 'product-api' })).rejects.toThrow(
      'names no article',
    );
    await expect(judgeAnswer(ctx, { ...wrong, answerId: 'nothing' })).rejects.toThrow("no answer 'nothing'");
  });

  test('answers are listed newest first within a time', async () => {
    const { answer } = await about('import stops because of a new column');
    const [since, until] = [new Date('2026-11-21T00:00:00Z'), new Date('2026-11-22T00:00:00Z')];
    const listed = await ctx.store.listAnswers({ since, until, limit: 100 });
    expect(listed.map((one) => one.answer.id)).toContain(answer.id);
    expect(
      await ctx.store.listAnswers({ since: until, until: new Date('2026-12-01T00:00:00Z'), limit: 9 }),
    ).toEqual([]);
  });

  test('ask answers in words: what is about no account comes from the knowledge', async () => {
    const covered = await ask(ctx, 'why does the import stop with SCHEMA_DRIFT?');
    expect(covered).toMatchObject({ kind: 'answer', abstained: false });
    expect(covered.citations[0]?.url).toMatch(/^\/evidence\/knowledge\/[\w-]+#passage-\d+$/);
    const uncovered = await ask(ctx, 'is there a way to bake bread at home');
    expect(uncovered).toMatchObject({ kind: 'not_covered', abstained: true, citations: [] });
    expect(await ask(ctx, 'helo')).toMatchObject({ kind: expect.not.stringMatching(/answer|not_covered/) });
    expect(await ask(ctx, 'how is acme doing?')).toMatchObject({ kind: 'health' });
  });

  test('ask is about whom its words name, else about whom it is given', async () => {
    await ingest(ctx, [sampleEvent('contract.updated', 'bolt', '2026-09-01', { name: 'Northfell Foods' })]);
    const question = 'the import stops with SCHEMA_DRIFT since a column was added';
    for (const [text, given, about] of [
      [question, undefined, undefined],
      [question, 'acme', 'acme'],
      [`Northfell Foods: ${question}`, undefined, 'bolt'],
      [`Northfell Foods: ${question}`, 'acme', 'bolt'],
      [`ask Acme's workspace: ${question}`, 'bolt', 'acme'],
      [`Acme and Northfell Foods: ${question}`, 'acme', undefined],
      ["how come Northfell Foods' import is stopping with SCHEMA_DRIFT?", 'acme', 'bolt'],
    ] as const) {
      const answer = await ask(ctx, text, { account: given });
      expect(answer, text).toMatchObject({ kind: 'answer' });
      expect([answer.account?.id, answer.solvedBefore?.length], text).toEqual([about, about && 0]);
    }
    const named = `Northfell Foods: ${question}`;
    await expect(ask(ctx, named, { account: 'nobody' })).rejects.toThrow("No account has the id 'nobody'");
  });

  test('F7, F8: what became of customers’ questions is counted by topic and week; our own questions are none', async () => {
    const since = '2026-11-21';
    const before = (await reportDeflection(ctx, since)).total;
    const covered = 'import stops with SCHEMA_DRIFT because a column was added';
    const [helped] = [
      await about(covered, { audience: 'customer' }),
      await about(covered, { ticket: 'T-1', account: 'acme' }),
    ];
    await about(covered);
    await about('is there a way to bake bread at home', { audience: 'customer' });
    await judgeAnswer(ctx, { answerId: helped.answer.id, verdict: 'not_helpful' });
    await judgeAnswer(ctx, { answerId: helped.answer.id, verdict: 'helpful' });
    const { total, topics, weeks } = await reportDeflection(ctx, since);
    expect(total.asked - before.asked).toBe(3);
    expect(total.outcomes.confirmed - before.outcomes.confirmed).toBe(1);
    expect(total.outcomes.open - before.outcomes.open).toBe(1);
    expect(topics.find(({ topic }) => topic === 'datasets')).toMatchObject({ asked: expect.any(Number) });
    expect(weeks.map(({ week }) => week)).toEqual(['2026-11-16']);
    await ingest(ctx, [sampleEvent('ticket.created', 'acme', '2026-11-22', { ticketId: 'T-9' })]);
    const later = { ...ctx, clock: { now: () => new Date('2026-11-23T12:00:00Z') } };
    const { total: then } = await reportDeflection(later, since);
    expect(then.outcomes.returned).toBeGreaterThan(0);
    expect(then.outcomes.open).toBe(0);
    expect(await reportDeflection(ctx, '2026-11-22')).toMatchObject({
      total: { asked: 0 },
      topics: [],
      weeks: [],
    });
  });
});
