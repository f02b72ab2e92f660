import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { issueOf } from '../../../test/support/issues.ts';
import { knowledgeOf } from '../../../test/support/knowledge.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { RequestContext } from '../context.ts';
import { decideOn } from '../decide-proposal.ts';
import { getProposal } from '../get-proposal.ts';
import { proposeAction } from '../propose-action.ts';
import { correctTriage } from '../triage/correct-triage.ts';
import { reportTriage } from '../triage/report-triage.ts';
import { triageTickets } from '../triage/triage-tickets.ts';
import { getTicket } from './get-ticket.ts';
import { linkTickets } from './link-tickets.ts';
import { readTicketText } from './ticket-text.ts';

const now = '2026-11-21T12:00:00.000Z';
const timeout = issueOf('timeouts', { title: 'Pipelines time out', error_signatures: ['PIPELINE_TIMEOUT'] });

describeEngines('tickets', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const ticket = (account: string, ts: string, ticketId: string, subject: string, body = '', more = {}) =>
    sampleEvent('ticket.created', account, ts, { ticketId, subject, body, ...more });

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = { ...(await testContext(opened.store, now)), knowledge: knowledgeOf([timeout]) };
    await opened.store.writeMembers(demoMembers);
  });
  afterEach(() => close());

  describe('what happened around one', () => {
    it('is within two hours before and after, of its account alone, in the order of time, each with its record', async () => {
      const at = (time: string) => `2026-11-20T${time}:00Z`;
      const deploy = sampleEvent('deployment.published', 'acme', at('09:00'), { version: '4.40.0' });
      await ingest(ctx, [
        ticket('acme', at('10:00'), 'T-1', 'It fails: PIPELINE_TIMEOUT'),
        deploy,
        sampleEvent('config.changed', 'acme', at('08:00'), { key: 'parallel', from: 8, to: 4 }),
        sampleEvent('error.raised', 'acme', at('12:00'), { code: 'PIPELINE_TIMEOUT' }),
        sampleEvent('error.raised', 'acme', '2026-11-20T07:59:59Z', { code: 'EARLY' }),
        sampleEvent('error.raised', 'acme', '2026-11-20T12:00:01Z', { code: 'LATE' }),
        sampleEvent('error.raised', 'other', at('10:00'), { code: 'FOREIGN' }),
        sampleEvent('feature.used', 'acme', at('10:00'), { feature: 'pipelines' }),
      ]);
      const { nearby, ticket: shown, issues, windowHours } = await getTicket(ctx, 'T-1');
      expect(windowHours).toBe(2);
      expect(nearby.map(({ minutes, kind, title }) => [minutes, kind, title])).toEqual([
        [-120, 'config', 'Setting parallel changed'],
        [-60, 'deploy', 'Deployment 4.40.0 published'],
        [120, 'error', 'Error PIPELINE_TIMEOUT'],
      ]);
      expect(nearby[1]).toMatchObject({ eventId: deploy.id, url: '/evidence/events/2' });
      expect(shown).toMatchObject({
        ticketId: 'T-1',
        account: { id: 'acme' },
        open: true,
        url: '/evidence/events/1',
      });
      expect(issues).toMatchObject([{ issueId: 'timeouts', state: 'suggested', confidence: 0.85 }]);
    });

    it('is cut where an account floods, and the card says so', async () => {
      const errors = Array.from({ length: 30 }, (_, index) =>
        sampleEvent('error.raised', 'a', `2026-11-20T10:${String(index).padStart(2, '0')}:00Z`, {
          code: 'X',
        }),
      );
      await ingest(ctx, [ticket('a', '2026-11-20T10:00:00Z', 'T-1', 'x'), ...errors]);
      const { nearby, truncated } = await getTicket(ctx, 'T-1');
      expect([nearby.length, truncated]).toEqual([25, true]);
    });
  });

  it('a number that two accounts use is not guessed, and one that nobody uses is not found', async () => {
    await ingest(ctx, [ticket('a', '2026-11-20', 'T-1', 'one'), ticket('b', '2026-11-20', 'T-1', 'two')]);
    await expect(getTicket(ctx, 'T-1')).rejects.toMatchObject({ code: 'HF_ACCOUNT_AMBIGUOUS' });
    expect((await getTicket(ctx, 'T-1', 'b')).ticket.subject).toBe('two');
    await expect(getTicket(ctx, 'T-2')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
    await expect(getTicket(ctx, 'T\u0000')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
  });

  it.each(['sec-1', '\uFF33EC-1', 'SEC-1 '])('%j is found, however it is written', async (written) => {
    await ingest(ctx, [ticket('a', '2026-11-20', 'SEC-1', 'A key has leaked')]);
    expect((await getTicket(ctx, written)).ticket).toMatchObject({
      ticketId: 'SEC-1',
      subject: 'A key has leaked',
    });
  });

  it('of numbers that differ in their leading zeros, the one that is written so is meant, unless the account has another', async () => {
    await ingest(ctx, [ticket('a', '2026-11-20', '0047', 'one'), ticket('b', '2026-11-20', '47', 'two')]);
    expect((await getTicket(ctx, '47')).ticket.subject).toBe('two');
    expect((await getTicket(ctx, '0047')).ticket.subject).toBe('one');
    expect((await getTicket(ctx, '47', 'a')).ticket.subject).toBe('one');
    await expect(getTicket(ctx, '047')).rejects.toMatchObject({ code: 'HF_ACCOUNT_AMBIGUOUS' });
  });

  it('asks with its subject, its beginning and its end: the error stands at the end of a log', async () => {
    const body = `It began at nine.\n${'INFO row written\n'.repeat(1_000)}ERROR SCHEMA_DRIFT`;
    await ingest(ctx, [
      ticket('a', '2026-11-20', 'T-1', 'The import stops', body),
      ticket('a', '2026-11-20', 'T-2', `${'Re: '.repeat(3_000)}stops`, body),
      ticket('a', '2026-11-20', 'T-3', 's'.repeat(5_000), 'x'.repeat(2_999)),
    ]);
    const [long, subject, fitting] = await Promise.all([1, 2, 3].map((seq) => readTicketText(ctx, seq)));
    expect(long?.text).toMatch(
      /^The import stops\nIt began at nine\..*\n\[… \d+ characters left out …\]\n.*ERROR SCHEMA_DRIFT$/s,
    );
    expect(subject?.text).toMatch(/^Re: .* left out …\]\n.*stops\nIt began at nine\..*ERROR SCHEMA_DRIFT$/s);
    for (const asked of [long, subject]) expect(asked?.text.length).toBeLessThanOrEqual(8_000);
    expect(fitting?.text).toBe(`${'s'.repeat(5_000)}\n${'x'.repeat(2_999)}`);
  });

  describe('duplicates', () => {
    const story =
      'The nightly warehouse export stops at two hundred rows and our planners wait for the numbers';
    beforeEach(async () => {
      await ingest(ctx, [
        ticket('a', '2026-11-01', 'A-1', 'Warehouse export stops', story),
        ticket('a', '2026-11-02', 'A-2', 'Please add a colleague', 'She needs a seat as administrator'),
        ticket('b', '2026-11-18', 'B-1', 'Export of the warehouse stops every night', story),
        ticket('b', '2026-11-20', 'B-9', 'Warehouse export stops', story),
        ticket('a', '2026-08-01', 'A-0', 'Warehouse export stops', story),
      ]);
    });

    it('are earlier tickets of the same and of other accounts that say the same, never itself or a later one', async () => {
      const { duplicates, judged } = await getTicket(ctx, 'B-1');
      expect(duplicates.map(({ ticketId, account, state }) => [ticketId, account.id, state])).toEqual([
        ['A-1', 'a', null],
      ]);
      expect(duplicates[0]?.confidence).toBeGreaterThan(0.5);
      expect(judged).toEqual({ confirmed: 0, rejected: 0 });
      expect((await getTicket(ctx, 'A-2')).duplicates).toEqual([]);
    });

    it('are linked by a person, who may think again; how often people agree is counted', async () => {
      const link = { seq: 3, otherSeq: 1 };
      await linkTickets(as('agent1'), { ...link, verdict: 'confirmed' });
      expect((await getTicket(ctx, 'B-1')).duplicates[0]?.state).toBe('confirmed');
      await linkTickets(as('agent1'), { ...link, verdict: 'rejected' });
      const { duplicates, judged } = await getTicket(ctx, 'B-1');
      expect([duplicates[0]?.state, judged]).toEqual(['rejected', { confirmed: 0, rejected: 1 }]);
      const entries = await ctx.store.readAudit({ limit: 2 });
      expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
        ['ticket.link_rejected', 'agent1'],
        ['ticket.link_confirmed', 'agent1'],
      ]);
    });

    it('are linked by nobody who may not, to nothing that is no ticket, and never to themselves', async () => {
      const link = (who: string, seq: number, otherSeq: number) =>
        linkTickets(as(who), { seq, otherSeq, verdict: 'confirmed' }).catch(
          (error: { code: string }) => error.code,
        );
      expect(await link('auditor1', 3, 1)).toBe('HF_FORBIDDEN');
      expect(await link('agent1', 3, 3)).toBe('HF_USAGE');
      expect(await link('agent1', 3, 99)).toBe('HF_NOT_FOUND');
      expect(await link('agent1', 99, 3)).toBe('HF_NOT_FOUND');
    });
  });

  describe('their words', () => {
    const down = (id: string, ts = '2026-11-21T11:00:00Z') =>
      ticket('a', ts, id, 'System is down', 'Nobody can work, we will not renew');
    const waiting = async () =>
      (await ctx.store.listProposals({ limit: 50, states: ['proposed'] })).map(({ proposal }) => proposal);
    beforeEach(async () => {
      await ingest(ctx, [sampleEvent('contract.updated', 'a', '2026-01-01', { name: 'A' })]);
    });

    it('speak for a priority and a tag, which are proposed once', async () => {
      await ingest(ctx, [
        down('T-1'),
        ticket('a', '2026-11-21T11:00:00Z', 'T-2', 'Good morning'),
        down('OLD', '2026-11-19'),
      ]);
      expect(await triageTickets(ctx)).toEqual({ tickets: 1, proposed: 1 });
      expect(await triageTickets(ctx)).toEqual({ tickets: 0, proposed: 0 });
      const [proposal, ...more] = await waiting();
      expect([proposal?.kind, proposal?.origin, more]).toEqual(['ticket.tag', 'system', []]);
      expect(proposal?.summary).toBe('Tag ticket T-1 of A: priority-p0, churn-risk');
      const { triage } = await getTicket(ctx, 'T-1');
      expect(triage.map(({ field, value, verdict }) => [field, value, verdict])).toEqual([
        ['priority', 'P0', 'waiting'],
        ['tag', 'churn-risk', 'waiting'],
      ]);
      expect((await getTicket(ctx, 'OLD')).triage.map(({ verdict }) => verdict)).toEqual([
        'undecided',
        'undecided',
      ]);
    });

    it('stand on the card of what they made: the ticket with its record, which rule, how sure and why', async () => {
      await ingest(ctx, [ticket('b', '2026-11-21T11:00:00Z', 'T-1', 'Of somebody else'), down('T-1')]);
      await triageTickets(ctx);
      const [proposal] = await waiting();
      const { ticket: shown } = (await getProposal(as('agent1'), proposal?.id ?? ''))!;
      expect(shown).toMatchObject({ subject: 'System is down', url: '/evidence/events/3' });
      expect(shown?.suggestions).toMatchObject([
        { field: 'priority', value: 'P0', ruleIds: ['system-down'], confidencePercent: expect.any(Number) },
        { field: 'tag', value: 'churn-risk', reason: expect.stringContaining('not renew') },
      ]);
    });

    it.each([
      ['ticket.reply', { body: 'Hello' }],
      ['ticket.note', { body: 'Hello' }],
      ['ticket.escalate', { tier: 2 }],
      ['ticket.tag', { tags: ['vip'] }],
    ])(
      'and what a person proposes as %s has the ticket on its card, without the words of rules',
      async (kind, more) => {
        await ingest(ctx, [down('T-1')]);
        await triageTickets(ctx);
        const made = await proposeAction(as('csm1'), {
          kind,
          account: 'a',
          params: { ticketId: 'T-1', ...more },
        });
        const picture = made.ok ? await getProposal(as('csm1'), made.proposal.id) : null;
        expect(picture?.ticket).toEqual({
          subject: 'System is down',
          url: '/evidence/events/2',
          handOffUrl: kind === 'ticket.escalate' ? '/evidence/hand-offs/2' : null,
          suggestions: [],
        });
      },
    );

    it('of a ticket whose id no action may name hold up no other', async () => {
      await ingest(ctx, [down('SUP/12'), down('T\u200B9'), down('T-1')]);
      expect(await triageTickets(ctx)).toEqual({ tickets: 3, proposed: 1 });
      expect((await waiting()).map(({ summary }) => summary)).toEqual([expect.stringContaining('T-1')]);
      expect((await getTicket(ctx, 'SUP/12')).triage.map(({ verdict }) => verdict)).toEqual([
        'undecided',
        'undecided',
      ]);
    });

    it('are read once by two runs at once', async () => {
      await ingest(ctx, [down('T-1'), down('T-2')]);
      await Promise.all([triageTickets(ctx), triageTickets(ctx)]);
      expect(await waiting()).toHaveLength(2);
    });

    it('of a ticket that is closed already change nothing', async () => {
      await ingest(ctx, [
        down('T-1'),
        sampleEvent('ticket.resolved', 'a', '2026-11-21T11:30:00Z', { ticketId: 'T-1' }),
      ]);
      expect(await triageTickets(ctx)).toEqual({ tickets: 1, proposed: 0 });
      expect(await waiting()).toEqual([]);
    });

    it('and what people made of them is reported by rule: kept, edited, rejected, corrected by hand', async () => {
      await ingest(ctx, [down('T-1'), down('T-2'), down('T-3'), down('T-4')]);
      await triageTickets(ctx);
      const proposalOf = async (ticketId: string) =>
        (await waiting()).find(({ summary }) => summary.includes(ticketId))?.id ?? '';
      const id = await proposalOf('T-1');
      await decideOn(as('agent1'), { id, version: 1, verb: 'approve' });
      const edited = await proposalOf('T-2');
      const params = { ticketId: 'T-2', tags: ['priority-p1', 'churn-risk'] };
      await decideOn(as('agent1'), { id: edited, version: 1, verb: 'edit', params });
      await decideOn(as('manager1'), { id: edited, version: 2, verb: 'approve' });
      await decideOn(as('agent1'), { id: await proposalOf('T-3'), version: 1, verb: 'reject', reason: 'no' });
      await correctTriage(as('agent1'), { ticketId: 'T-4', priority: 'p2' });
      const report = await reportTriage(ctx);
      const down0 = report.find(({ ruleId }) => ruleId === 'system-down');
      expect(down0).toEqual({
        ruleId: 'system-down',
        field: 'priority',
        value: 'P0',
        suggested: 4,
        kept: 1,
        corrected: 3,
        waiting: 0,
        precision: 0.25,
        instead: [
          { value: 'P1', times: 1 },
          { value: 'P2', times: 1 },
        ],
      });
      const leaving = report.find(({ ruleId }) => ruleId === 'says-that-they-leave');
      expect(leaving).toMatchObject({ suggested: 4, kept: 2, corrected: 1, waiting: 1 });
      expect(await reportTriage(ctx, new Date('2026-11-22T00:00:00Z'))).toEqual([]);
    });

    it('are corrected by nobody who may not, and only where something was suggested', async () => {
      await ingest(ctx, [down('T-1'), ticket('a', '2026-11-21T11:00:00Z', 'T-2', 'Good morning')]);
      await triageTickets(ctx);
      const correct = (who: string, given: Parameters<typeof correctTriage>[1]) =>
        correctTriage(as(who), given).then(
          () => 'done',
          (error: { code: string }) => error.code,
        );
      expect(await correct('exec1', { ticketId: 'T-1', priority: 'P1' })).toBe('HF_FORBIDDEN');
      expect(await correct('agent1', { ticketId: 'T-1', priority: 'P9' })).toBe('HF_USAGE');
      expect(await correct('agent1', { ticketId: 'T-1' })).toBe('HF_USAGE');
      expect(await correct('agent1', { ticketId: 'T-2', priority: 'P1' })).toBe('HF_USAGE');
      expect(await correct('agent1', { ticketId: 'T-1', notTag: 'other' })).toBe('HF_USAGE');
      expect(await correct('agent1', { ticketId: 'T-9', priority: 'P1' })).toBe('HF_NOT_FOUND');
      expect(await correct('agent1', { ticketId: 'T-1', notTag: 'churn-risk' })).toBe('done');
      expect((await ctx.store.readAudit({ limit: 1 }))[0]).toMatchObject({
        action: 'triage.corrected',
        actor: 'agent1',
      });
    });
  });
});
