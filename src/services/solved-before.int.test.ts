import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { wordEmbedder } from '../../test/support/knowledge.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { searchKnowledge } from '../copilot/knowledge-search.ts';
import { answerView } from '../views/answer-view.ts';
import { answerQuestion } from './answer-question.ts';
import type { RequestContext } from './context.ts';
import { indexKnowledge } from './index-knowledge.ts';
import { getKnowledgePage } from './knowledge-page.ts';
import { reviewTicket } from './review-ticket.ts';
import { shareTicket } from './share-ticket.ts';
import { storedKnowledge } from './stored-knowledge.ts';
import { createTicketSource } from './ticket-source.ts';
import { unshareTicket } from './unshare-ticket.ts';

describeEngines('tickets that were solved before', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;
  const id = 'tickets:test/acme/T-7';
  const question = 'the nightly export to the lake stops at midnight';

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    const base = await testContext(opened.store, '2026-11-21T12:00:00Z');
    await opened.store.writeMembers(demoMembers);
    const embedder = wordEmbedder();
    const knowledge = searchKnowledge({
      readFiles: async () => [],
      stored: storedKnowledge(opened.store),
      embedder,
    });
    ctx = {
      ...base,
      knowledge,
      indexing: { sources: [], embedder },
      member: demoMembers.find((member) => member.id === 'agent1') ?? null,
    };
    const contract = (account: string) =>
      sampleEvent('contract.updated', account, '2026-09-01', { name: account });
    await ingest(base, [
      ...['acme', 'globex'].map(contract),
      sampleEvent('ticket.created', 'acme', '2026-11-02', {
        ticketId: 'T-7',
        priority: 'P2',
        subject: 'Nightly export to the lake stops',
        body: 'Since Monday the nightly export to the lake stops at midnight.',
      }),
      sampleEvent('ticket.resolved', 'acme', '2026-11-03', {
        ticketId: 'T-7',
        body: 'Their bucket had a quota. We raised it, and the export ran through.',
      }),
      sampleEvent('ticket.created', 'acme', '2026-11-04', {
        ticketId: 'T-8',
        priority: 'P2',
        subject: question,
      }),
      sampleEvent('ticket.resolved', 'acme', '2026-11-05', { ticketId: 'T-8' }),
    ]);
    await indexTickets();
  });
  afterAll(() => close());

  const indexTickets = () =>
    indexKnowledge(ctx, [createTicketSource(ctx.store)], {
      dryRun: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  const solvedFor = async (account: string | null, audience: 'internal' | 'customer' = 'internal') =>
    (await answerQuestion(ctx, { text: question, account, audience })).answer.solvedBefore.map(
      (one) => one.id,
    );

  it('stand beside the answer for their own account and our own people, with what solved them and its place', async () => {
    const { answer } = await answerQuestion(ctx, { text: question, account: 'acme' });
    expect(answer.solvedBefore).toMatchObject([
      {
        id,
        ticketId: 'T-7',
        title: 'Nightly export to the lake stops',
        sentences: [
          { text: 'Their bucket had a quota.', passageIds: [`${id}#1`] },
          { text: 'We raised it, and the export ran through.', passageIds: [`${id}#1`] },
        ],
      },
    ]);
    expect(JSON.stringify(answerView(answer, []))).toContain('Ticket T-7');
    expect(answer.kind).toBe('not_covered'); // what was done once answers nothing by itself
    expect((await ctx.store.findAnswer(answer.id))?.answer).toEqual(answer);
    const page = await getKnowledgePage(ctx, id);
    expect(page.passages[1]?.text).toContain('a quota');
    expect(await solvedFor('globex')).toEqual([]);
    expect(await solvedFor(null)).toEqual([]);
    expect(await solvedFor('acme', 'customer')).toEqual([]);
  });

  it('answer other accounts once a person has shared them, until their text changes', async () => {
    const found = async (account: string | null) =>
      (
        await ctx.knowledge.search(question, { audience: 'internal', ...(account && { account }) }, 3)
      ).documents.map(({ document }) => document.id);
    expect(await found('globex')).toEqual([]);
    const exec = { ...ctx, member: demoMembers.find(({ role }) => role === 'exec') ?? null };
    await expect(shareTicket(exec, id)).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
    await expect(shareTicket(ctx, 'tickets:nothing')).rejects.toMatchObject({ code: 'HF_DOCUMENT_UNKNOWN' });
    await shareTicket(ctx, id);
    expect(await found('globex')).toEqual([id]);
    expect((await ctx.store.readAudit({ limit: 1 }))[0]).toMatchObject({
      actor: 'agent1',
      action: 'knowledge.shared',
      account: 'acme',
    });
    await ingest(ctx, [
      sampleEvent('ticket.resolved', 'acme', '2026-11-06', { ticketId: 'T-7', body: 'They pay Globex now.' }),
    ]);
    await indexTickets();
    expect(await found('globex')).toEqual([]);
  });

  describe('with something personal or secret in them', () => {
    const secretId = 'tickets:test/acme/T-9';
    const words = 'the spinning dashboard of our warehouse';
    const found = async (account: string | null) =>
      (
        await ctx.knowledge.search(words, { audience: 'internal', ...(account && { account }) }, 3)
      ).documents.map(({ document }) => document);

    beforeAll(async () => {
      await ingest(ctx, [
        sampleEvent('contract.updated', 'acme', '2026-09-02', { name: 'Acme Corp', aliases: ['ACME-EU'] }),
        sampleEvent('ticket.created', 'acme', '2026-11-07', {
          ticketId: 'T-9',
          priority: 'P2',
          subject: 'Spinning dashboard of Acme Corp',
          body: 'The spinning dashboard of our warehouse. Call ann.secret@acme.example or +49 30 1234567.',
        }),
        sampleEvent('ticket.resolved', 'acme', '2026-11-08', {
          ticketId: 'T-9',
          body: 'We signed in with password hunter2 and cleared the cache.',
        }),
      ]);
      await indexTickets();
    });

    it('are shown whole, with what was found in them', async () => {
      const { text, findings, isShared } = await reviewTicket(ctx, secretId);
      expect(text).toContain('Spinning dashboard of Acme Corp');
      expect(text).toContain('cleared the cache');
      expect(isShared).toBe(false);
      expect(findings.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
        ['name', 'Acme Corp'],
        ['email', 'ann.secret@acme.example'],
        ['phone', '+49 30 1234567'],
        ['password', 'password hunter2'],
      ]);
    });

    it('are refused until somebody says that they looked, and leave a trace of what was there', async () => {
      await expect(shareTicket(ctx, secretId)).rejects.toMatchObject({
        code: 'HF_USAGE',
        message: expect.stringContaining('email, name, password, phone'),
        next: expect.stringContaining('--with-personal-data'),
      });
      expect(await found('globex')).toEqual([]);
      await shareTicket(ctx, secretId, { withPersonalData: true });
      expect((await ctx.store.readAudit({ limit: 1 }))[0]).toMatchObject({
        action: 'knowledge.shared',
        account: 'acme',
        detail: { id: secretId, found: ['email', 'name', 'password', 'phone'] },
      });
    });

    it('are named without their account', async () => {
      expect((await found('globex')).map(({ id, title }) => [id, title])).toEqual([
        [secretId, 'Spinning dashboard of a customer'],
      ]);
      const { answer } = await answerQuestion(ctx, { text: words, account: 'globex' });
      const card = JSON.stringify(answerView(answer, []).blocks.filter(({ kind }) => kind === 'list'));
      expect(card).toContain('a solved ticket, shared');
      expect(card).not.toMatch(/Acme Corp|ACME-EU/);
    });

    it('are refused where the text is another than was read', async () => {
      await expect(
        shareTicket(ctx, secretId, { withPersonalData: true, seen: '0000000000' }),
      ).rejects.toMatchObject({ code: 'HF_USAGE', message: expect.stringContaining('changed') });
    });

    it('are taken back at once, by who may share them', async () => {
      const exec = { ...ctx, member: demoMembers.find(({ role }) => role === 'exec') ?? null };
      await expect(unshareTicket(exec, secretId)).rejects.toMatchObject({ code: 'HF_FORBIDDEN' });
      await unshareTicket(ctx, secretId);
      expect(await found('globex')).toEqual([]);
      expect(await ctx.knowledge.find(secretId)).toBeNull();
      expect((await ctx.store.readAudit({ limit: 1 }))[0]).toMatchObject({
        actor: 'agent1',
        action: 'knowledge.unshared',
        account: 'acme',
        detail: { id: secretId },
      });
      await expect(unshareTicket(ctx, secretId)).rejects.toMatchObject({ code: 'HF_USAGE' });
      await expect(unshareTicket(ctx, 'nothing')).rejects.toMatchObject({ code: 'HF_DOCUMENT_UNKNOWN' });
      await shareTicket(ctx, secretId, { withPersonalData: true });
      expect(await found('globex')).toHaveLength(1);
    });
  });

  it('with the same words of what solved them stand there once', async () => {
    const again = { ticketId: 'T-8', subject: 'Nightly export to the lake stops' };
    const words = 'Their bucket had a quota. We raised it, and the export ran through.';
    await ingest(ctx, [
      sampleEvent('ticket.created', 'initech', '2026-11-01', { ...again, body: question }),
      sampleEvent('ticket.resolved', 'initech', '2026-11-02', { ticketId: 'T-8', body: words }),
      sampleEvent('ticket.created', 'initech', '2026-11-03', { ...again, ticketId: 'T-9', body: question }),
      sampleEvent('ticket.resolved', 'initech', '2026-11-04', { ticketId: 'T-9', body: words }),
    ]);
    await indexTickets();
    expect(await solvedFor('initech')).toHaveLength(1);
  });

  it('that are far less alike than the best are left out', async () => {
    const opened = (ticketId: string, subject: string, body: string) => [
      sampleEvent('ticket.created', 'hooli', '2026-11-01', { ticketId, subject, body }),
      sampleEvent('ticket.resolved', 'hooli', '2026-11-02', { ticketId, body: `Solved it: ${ticketId}.` }),
    ];
    await ingest(ctx, [
      ...opened('T-1', question, question),
      ...opened('T-2', 'weekly export to the lake stops', 'the weekly export to one lake stops on sundays'),
    ]);
    await indexTickets();
    const { answer } = await answerQuestion(ctx, { text: question, account: 'hooli' });
    expect(answer.solvedBefore.map(({ ticketId }) => ticketId)).toEqual(['T-1']);
  });
});
