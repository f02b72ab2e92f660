import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { countCalls } from '../../../test/support/counted-store.ts';
import { issueOf } from '../../../test/support/issues.ts';
import { knowledgeOf } from '../../../test/support/knowledge.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Proposal } from '../../domain/proposal.ts';
import { postFriction } from '../friction/post-friction.ts';
import { getProposal } from '../get-proposal.ts';
import { decideLink } from '../issues/decide-link.ts';
import { countMonths } from './count-months.ts';
import { findRootCauses } from './find-root-causes.ts';
import { getHandOffPage } from './get-hand-off-page.ts';
import { getHypercare } from './get-hypercare.ts';
import { getSla } from './get-sla.ts';
import { postStandup } from './post-standup.ts';
import { watchClocks } from './watch-clocks.ts';

const start = '2026-11-20T10:00:00.000Z';
const timeout = issueOf('timeouts', {
  title: 'Pipelines time out',
  error_signatures: ['PIPELINE_TIMEOUT'],
  owner: 'csm1',
});

describeEngines('promises about tickets', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = { ...(await testContext(opened.store, start)), knowledge: knowledgeOf([timeout]) };
    await opened.store.writeMembers(demoMembers);
    await ingest(ctx, [
      sampleEvent('contract.updated', 'old', '2025-01-01', {
        name: 'Old Inc',
        startsOn: '2025-01-01',
        tier: 'pro',
      }),
      sampleEvent('contract.updated', 'new', '2026-11-10', {
        name: 'New Inc',
        startsOn: '2026-11-10',
        tier: 'enterprise',
        owner: 'csm1',
        arr: { amount: 120_000_00, currency: 'USD' },
      }),
    ]);
  });
  afterEach(() => close());

  const minutes = (count: number) => new Date(Date.parse(start) + count * 60_000).toISOString();
  const at = async (count: number) => {
    ctx.clock.set(new Date(minutes(count)));
    return await watchClocks(ctx);
  };
  const ticket = (account: string, ticketId: string, minute = 0, more: Record<string, unknown> = {}) =>
    sampleEvent('ticket.created', account, minutes(minute), {
      ticketId,
      priority: 'P1',
      subject: 'It is slow',
      ...more,
    });
  const told = (type: 'updated' | 'resolved', account: string, ticketId: string, minute: number, more = {}) =>
    sampleEvent(`ticket.${type}`, account, minutes(minute), { ticketId, ...more });
  const proposals = async (kind: string): Promise<Proposal[]> =>
    (await ctx.store.listProposals({ limit: 200 }))
      .map(({ proposal }) => proposal)
      .filter((proposal) => proposal.kind === kind)
      .reverse();
  const summaries = async (kind: string) => (await proposals(kind)).map(({ summary }) => summary);

  describe('that are about to break', () => {
    it('are told at 75 %, once, and again when they break, and the ticket goes up', async () => {
      await ingest(ctx, [ticket('old', 'T-1')]);
      expect(await at(179)).toMatchObject({ warnings: 0, posts: 0 });
      expect(await at(180)).toEqual({ warnings: 1, breaches: 0, escalated: 0, posts: 1 });
      expect(await at(181)).toMatchObject({ posts: 0 });
      expect(await at(241)).toEqual({ warnings: 0, breaches: 1, escalated: 1, posts: 1 });
      expect(await at(300)).toMatchObject({ breaches: 0, escalated: 0, posts: 0 });
      expect(await summaries('message.post')).toEqual([
        'Post to the alerts channel: SLA about to breach: ticket T-1 of Old Inc',
        'Post to the alerts channel: SLA breached: ticket T-1 of Old Inc',
      ]);
      const [escalation] = await proposals('ticket.escalate');
      expect(escalation).toMatchObject({ origin: 'system', ruling: { effect: 'auto' } });
      expect(escalation?.summary).toBe('Escalate ticket T-1 of Old Inc to tier 2');
    });

    it('are read again when a ticket comes in, a contract changes or a stage is due, and rest in between', async () => {
      const { store, calls } = countCalls(ctx.store);
      const reads = () => calls.get('readOpenTicketEvents') ?? 0;
      const look = async (minute: number) => {
        ctx.clock.set(new Date(minutes(minute)));
        return await watchClocks({ ...ctx, store });
      };
      await ingest(ctx, [ticket('old', 'T-1')]);
      for (let minute = 120; minute < 180; minute++) expect(await look(minute)).toMatchObject({ posts: 0 });
      // Once an hour all the same.
      expect(reads()).toBe(1);
      expect(await look(180)).toMatchObject({ warnings: 1 });
      expect(await look(181)).toMatchObject({ posts: 0 });
      const [told, before] = [reads(), await store.lastSequence()];
      await ingest(ctx, [sampleEvent('user.session', 'old', minutes(182))]);
      expect(await store.lastSequence()).toBeGreaterThan(before);
      await look(183);
      expect(reads()).toBe(told);
      // Its own time lies ahead.
      await ingest(ctx, [ticket('old', 'T-2', 186, { priority: 'P1' })]);
      await look(184);
      await look(185);
      expect(reads()).toBe(told + 1);
      await look(186);
      await look(187);
      expect(reads()).toBe(told + 2);
      await ingest(ctx, [sampleEvent('contract.updated', 'old', minutes(187), { owner: 'csm1' })]);
      await look(188);
      await look(189);
      expect(reads()).toBe(told + 3);
      expect(await look(241)).toMatchObject({ breaches: 1, escalated: 1 });
    });

    it('go up step by step, and to the founder for enterprise alone; above tier two a person decides', async () => {
      await ingest(ctx, [ticket('old', 'T-1'), ticket('new', 'T-2', 0, { priority: 'P3' })]);
      await at(241);
      await at(480);
      expect(await at(4 * 240)).toMatchObject({ escalated: 0 });
      await at(4 * 2_880);
      expect(await summaries('ticket.escalate')).toEqual([
        'Escalate ticket T-1 of Old Inc to tier 2',
        'Escalate ticket T-1 of Old Inc to tier 3',
        'Escalate ticket T-2 of New Inc to tier 4',
      ]);
      const [, third, fourth] = await proposals('ticket.escalate');
      expect(third?.state).toBe('proposed');
      for (const one of [third, fourth]) {
        const picture = await getProposal(ctx, one?.id ?? '');
        expect(picture?.ticket?.handOffUrl).toMatch(/^\/evidence\/hand-offs\/\d+$/);
      }
    });

    it('are kept by our first word, and nothing more is told', async () => {
      await ingest(ctx, [ticket('old', 'T-1')]);
      await at(200);
      await ingest(ctx, [told('updated', 'old', 'T-1', 210)]);
      expect(await at(1_000)).toEqual({ warnings: 0, breaches: 0, escalated: 0, posts: 0 });
    });

    it('go up without a channel too, and are told once there is one', async () => {
      await ingest(ctx, [ticket('old', 'T-1')]);
      const { channels } = ctx;
      ctx.channels = { alerts: null };
      expect(await at(241)).toMatchObject({ breaches: 0, escalated: 1, posts: 0 });
      ctx.channels = channels;
      expect(await at(242)).toMatchObject({ breaches: 1, escalated: 0, posts: 1 });
      ctx.content = { ...ctx.content, sla: { ...ctx.content.sla, channel: 'support' } };
      await ingest(ctx, [ticket('old', 'T-2')]);
      await at(243);
      expect((await summaries('message.post'))[1]).toContain('Post to the channel support');
    });

    it('are told by one of two runs at once', async () => {
      await ingest(ctx, [ticket('old', 'T-1'), ticket('old', 'T-2')]);
      ctx.clock.set(new Date(minutes(241)));
      const both = await Promise.all([watchClocks(ctx), watchClocks(ctx)]);
      expect(both.reduce((sum, { posts }) => sum + posts, 0)).toBe(2);
      expect(await proposals('message.post')).toHaveLength(2);
      expect(await proposals('ticket.escalate')).toHaveLength(2);
    });

    it('after a time in which nobody looked are one message, without the warnings that were missed', async () => {
      await ingest(
        ctx,
        Array.from({ length: 12 }, (_, index) => ticket('old', `T-${index}`, index)),
      );
      expect(await at(3 * 1_440)).toEqual({ warnings: 0, breaches: 12, escalated: 12, posts: 1 });
      expect(await summaries('message.post')).toEqual([
        'Post to the alerts channel: 12 SLA clocks: 12 breached, 0 about to breach',
      ]);
      const [post] = await proposals('message.post');
      const text = Buffer.from((await ctx.store.findProposalVersion(post?.id ?? '', 1)) ?? []).toString();
      const links = new Set(text.match(/\/evidence\/hand-offs\/\d+/g));
      expect(links.size).toBe(12);
      const seq = Number([...links][0]?.split('/').at(-1));
      expect(await getHandOffPage(ctx, seq)).toMatchObject({
        ticket: { account: { id: 'old' }, clocks: [{ state: 'breached' }] },
        handOff: { tier: 'pro', happened: [{ url: `/evidence/events/${seq}` }] },
      });
      expect(await at(3 * 1_440 + 1)).toMatchObject({ posts: 0, escalated: 0 });
    });

    it('of history that is brought in are told to nobody', async () => {
      await ingest(ctx, [ticket('old', 'OLD', -1_441), ticket('old', 'FRESH', -1_439)]);
      expect(await at(1)).toMatchObject({ breaches: 1, escalated: 1 });
      expect(await summaries('ticket.escalate')).toEqual([expect.stringContaining('FRESH')]);
    });

    it('stay broken when time goes back, and are not told twice', async () => {
      await ingest(ctx, [ticket('old', 'T-1')]);
      await at(241);
      expect(await at(30)).toEqual({ warnings: 0, breaches: 0, escalated: 0, posts: 0 });
      expect((await getSla(ctx)).open[0]?.clocks[0]?.state).toBe('breached');
    });

    it('of a ticket whose id no action may name hold up no other, and are asked for once', async () => {
      await ingest(ctx, [ticket('old', 'SUP/12'), ticket('old', 'T-1')]);
      await at(241);
      await at(242);
      expect(await summaries('ticket.escalate')).toEqual(['Escalate ticket T-1 of Old Inc to tier 2']);
      const refused = (await ctx.store.readAudit({ limit: 50 })).filter(
        ({ action }) => action === 'proposal.refused',
      );
      expect(refused).toHaveLength(1);
    });

    it('come with all that whoever takes the ticket over has to know', async () => {
      await ingest(ctx, [ticket('new', 'T-1', 0, { subject: 'Import fails: PIPELINE_TIMEOUT' })]);
      await findRootCauses(ctx);
      await at(31);
      const [post] = await proposals('message.post');
      const found = await ctx.store.findProposalVersion(post?.id ?? '', 1);
      const text = Buffer.from(found as unknown as Uint8Array)
        .toString('utf8')
        .replaceAll('\u00a0', ' ');
      for (const part of [
        'USD 120,000',
        'enterprise',
        'Maren Castellane',
        'hypercare day',
        'Pipelines time out',
        'CS Manager',
      ])
        expect(text).toContain(part);
      expect(text).toContain('/evidence/events/3');
    });
  });

  describe('as they stand', () => {
    it('are listed with the most urgent first, each with its record, and those without a priority say so', async () => {
      await ingest(ctx, [
        ticket('old', 'CALM', 0, { priority: 'P3' }),
        ticket('old', 'NONE', 0, { priority: undefined }),
        ticket('old', 'LATE', -300),
        ticket('new', 'SOON', -25),
        ticket('old', 'DONE', -100),
        told('resolved', 'old', 'DONE', -50),
        told('updated', 'old', 'DONE', -40, { status: 'closed' }),
      ]);
      const { open } = await getSla(ctx);
      expect(open.map(({ ticketId, clocks }) => [ticketId, clocks[0]?.state])).toEqual([
        ['LATE', 'breached'],
        ['SOON', 'warning'],
        ['NONE', 'running'],
        ['CALM', 'running'],
      ]);
      expect(open[1]).toMatchObject({
        hypercareDay: 10,
        url: '/evidence/events/6',
        account: { name: 'New Inc', owner: 'csm1' },
        clocks: [{ promise: 'hypercare', targetMinutes: 30, usedPercent: 83, dueAt: minutes(5) }],
      });
      expect(open[2]).toMatchObject({ priority: 'P2', isDefaultPriority: true });
    });

    it('are those of one account alone, and of a moment in the past', async () => {
      await ingest(ctx, [
        ticket('old', 'T-1', -60),
        ticket('new', 'T-2', -10),
        told('updated', 'old', 'T-1', -5),
      ]);
      expect((await getSla(ctx, { account: 'new' })).open.map(({ ticketId }) => ticketId)).toEqual(['T-2']);
      const before = await getSla(ctx, { asOf: new Date(minutes(-30)) });
      expect(before.open.map(({ ticketId, clocks }) => [ticketId, clocks[0]?.state])).toEqual([
        ['T-1', 'running'],
      ]);
    });

    it('are counted by tier and month', async () => {
      await ingest(ctx, [
        ...[ticket('old', 'A', -300), told('updated', 'old', 'A', -200)],
        ...[ticket('old', 'B', -300), told('updated', 'old', 'B', -10)],
        ...[ticket('old', 'C', -400), ticket('new', 'D', -1)],
        ...[ticket('old', 'E', -30 * 1_440), told('resolved', 'old', 'E', -30 * 1_440 + 5)],
      ]);
      const { attainment } = await getSla(ctx);
      expect(
        attainment.map((row) => [
          row.month,
          row.tier,
          row.tickets,
          row.met,
          row.missed,
          row.running,
          row.attainment,
        ]),
      ).toEqual([
        ['2026-11', 'enterprise', 1, 0, 0, 1, null],
        ['2026-11', 'pro', 3, 1, 2, 0, 1 / 3],
        ['2026-10', 'pro', 1, 1, 0, 0, 1],
      ]);
      expect((await getSla(ctx, { months: 1 })).attainment.map(({ month }) => month)).toEqual([
        '2026-11',
        '2026-11',
      ]);
    });

    it('are counted by account and month as the seeds promise, and as a source says that keeps its own clock', async () => {
      await ingest(ctx, [
        ...[ticket('old', 'A', -300), told('updated', 'old', 'A', -200), told('resolved', 'old', 'A', -100)],
        ...[ticket('old', 'B', -300), told('updated', 'old', 'B', -200, { slaBreached: true })],
      ]);
      const { csv, tickets, months } = await countMonths(ctx);
      expect([tickets, months]).toEqual([2, 1]);
      expect(csv.split('\n')[1]).toBe('old,2026-11,2,2,1,1,12000,12000');
    });
  });

  describe('in hypercare', () => {
    it('have their account’s day and last day, and end by themselves', async () => {
      await ingest(ctx, [ticket('new', 'T-1', -10)]);
      const { accounts } = await getHypercare(ctx);
      expect(accounts).toMatchObject([
        { account: { id: 'new' }, day: 10, lastOn: '2026-12-10', open: [{ ticketId: 'T-1' }] },
      ]);
      const on = async (day: string) =>
        await getHypercare(ctx, { asOf: new Date(`${day}T12:00:00Z`), account: 'new' });
      expect((await on('2026-12-10')).accounts).toHaveLength(1);
      expect(await on('2026-12-11')).toMatchObject({
        accounts: [],
        outside: { day: 31, lastOn: '2026-12-10' },
      });
    });

    it('are posted once, however many are asked to, and again when the clock is set back from far ahead', async () => {
      await ingest(ctx, [ticket('new', 'T-1', -10)]);
      const slot = new Date('2026-11-20T08:00:00Z');
      const all = await Promise.all([1, 2, 3].map(() => postStandup(ctx, slot)));
      expect(all.filter(({ posted }) => posted)).toHaveLength(1);
      await ctx.store.writeSetting('hypercare.standup.slot', '2027-11-20T08:00:00.000Z');
      expect((await postStandup(ctx, slot)).posted).toBe(true);
    });

    it('are posted once a day, also when the run is begun again, and not without an account', async () => {
      await ingest(ctx, [ticket('new', 'T-1', -10)]);
      const slot = new Date('2026-11-20T08:00:00Z');
      expect(await postStandup(ctx, slot)).toEqual({ accounts: 1, open: 1, posted: true });
      expect((await postStandup(ctx, slot)).posted).toBe(false);
      expect((await postStandup(ctx, new Date('2026-11-21T08:00:00Z'))).posted).toBe(true);
      ctx.clock.set(new Date('2026-12-11T08:00:00Z'));
      expect(await postStandup(ctx, ctx.clock.now())).toEqual({ accounts: 0, open: 0, posted: false });
      expect(await summaries('message.post')).toEqual([
        'Post to the alerts channel: Hypercare: 1 account, 1 open ticket',
        'Post to the alerts channel: Hypercare: 1 account, 1 open ticket',
      ]);
    });
  });

  describe('root causes', () => {
    const week = [
      ticket('old', 'T-1', -60, { subject: 'Stops: PIPELINE_TIMEOUT' }),
      ticket('new', 'T-2', -50, { subject: 'PIPELINE_TIMEOUT again' }),
      ticket('new', 'T-3', -40, { subject: 'Why', category: 'billing' }),
      ticket('old', 'T-4', -30, { subject: 'What', tags: ['priority-p1', 'Billing'] }),
      ticket('old', 'T-5', -20, { subject: 'Sole', category: 'other' }),
      ticket('old', 'T-0', -8 * 1_440, { subject: 'Earlier', category: 'billing' }),
    ];

    it('are known issues first, with owner, accounts and revenue, then what sources call them', async () => {
      await ingest(ctx, week);
      const before = await findRootCauses(ctx);
      expect([before.tickets, before.repeated]).toEqual([5, 4]);
      const as = { ...ctx, member: demoMembers.find(({ id }) => id === 'agent1') ?? null };
      for (const seq of [3, 4]) await decideLink(as, { issueId: 'timeouts', seq, verdict: 'confirmed' });
      const { causes } = await findRootCauses(ctx);
      expect(
        causes.map(({ kind, id, tickets, ticketsBefore, owner }) => [
          kind,
          id,
          tickets,
          ticketsBefore,
          owner,
        ]),
      ).toEqual([
        ['category', 'billing', 2, 1, null],
        ['known-issue', 'timeouts', 2, 0, 'csm1'],
      ]);
      expect(causes[0]?.arr).toEqual([{ amount: 120_000_00, currency: 'USD' }]);
      expect(causes[0]?.evidence.map(({ ticketId }) => ticketId)).toEqual(['T-4', 'T-3']);
    });

    it('are posted once a week', async () => {
      await ingest(ctx, week);
      const slot = new Date(minutes(1));
      expect(await postFriction(ctx, slot)).toMatchObject({ told: 1 });
      expect(await postFriction(ctx, slot)).toMatchObject({ told: 0 });
    });
  });
});
