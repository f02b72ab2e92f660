import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf } from '../../../test/support/alerts.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { Scorecard } from '../../domain/metric.ts';
import { runEffects } from '../run-effects.ts';
import { getMetric, getScorecard } from './get-scorecard.ts';
import { postScorecard } from './post-scorecard.ts';

const now = '2026-12-15T12:00:00.000Z';
const usd = (amount: number) => ({ amount: amount * 100, currency: 'USD' });

describeEngines('a month in figures', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let opened: Awaited<ReturnType<typeof engine.open>>;
  beforeAll(async () => {
    opened = await engine.open();
    ctx = await testContext(opened.store, now);
    await opened.store.writeMembers(demoMembers);
    const contract = (id: string, on: string, more: object) =>
      sampleEvent('contract.updated', id, on, { name: id.toUpperCase(), owner: 'csm1', ...more });
    await ingest(ctx, [
      contract('stays', '2025-03-01', { startsOn: '2025-03-01', arr: usd(1_000) }),
      contract('stays', '2026-06-01', { arr: usd(1_500) }),
      contract('left', '2025-03-01', { startsOn: '2025-03-01', arr: usd(1_000) }),
      sampleEvent('contract.updated', 'left', '2026-11-20', { status: 'ended' }),
      contract('surprise', '2025-03-01', { startsOn: '2025-03-01', arr: usd(500) }),
      sampleEvent('contract.updated', 'surprise', '2026-11-25', { status: 'ended' }),
      // Heard of this year, a customer for longer.
      contract('older', '2026-05-01', { startsOn: '2024-01-01', arr: usd(10) }),
      contract('new', '2026-11-02', { startsOn: '2026-11-02', arr: usd(300) }),
      sampleEvent('milestone.reached', 'new', '2026-11-12', { milestone: 'first_value' }),
      sampleEvent('milestone.reached', 'new', '2026-11-20', { milestone: 'first_value' }),
      // In Berlin it was November for an hour longer than by UTC at its beginning, and an hour less at its end.
      sampleEvent('survey.responded', 'stays', '2026-10-31T23:30:00Z', { kind: 'nps', score: 10 }),
      sampleEvent('survey.responded', 'stays', '2026-10-31T22:30:00Z', { kind: 'nps', score: 0 }),
      sampleEvent('survey.responded', 'stays', '2026-11-30T23:00:00Z', { kind: 'nps', score: 0 }),
      sampleEvent('ticket.created', 'stays', '2026-11-03T09:00:00Z', { ticketId: 'T-1', priority: 'P1' }),
      sampleEvent('ticket.updated', 'stays', '2026-11-03T10:00:00Z', { ticketId: 'T-1' }),
      sampleEvent('ticket.resolved', 'stays', '2026-11-04T09:00:00Z', { ticketId: 'T-1', csat: 4 }),
      sampleEvent('ticket.created', 'stays', '2026-11-03T09:00:00Z', { ticketId: 'T-2', priority: 'P1' }),
      sampleEvent('incident.opened', 'stays', '2026-10-30T00:00:00Z', { incidentId: 'i-1' }),
      sampleEvent('incident.resolved', 'stays', '2026-11-01T00:00:00Z', { incidentId: 'i-1' }),
      sampleEvent('expansion.opened', 'stays', '2026-10-01T00:00:00Z', { opportunityId: 'o-1' }),
      sampleEvent('expansion.won', 'stays', '2026-11-10T00:00:00Z', { opportunityId: 'o-1', arr: usd(500) }),
      sampleEvent('expansion.lost', 'stays', '2026-11-11T00:00:00Z', { opportunityId: 'o-2' }),
    ]);
    await opened.store.writeAlerts(
      [alertOf('a1', { account: 'left' })],
      [{ alertId: 'a1', at: '2026-11-01T09:00:00.000Z', by: null, what: 'raised', detail: {} }],
    );
  });
  afterAll(() => opened.close());

  const measured = (card: Scorecard, id: string) =>
    card.lines.find(({ definition }) => definition.id === id)?.now;
  const figure = (card: Scorecard, id: string) => measured(card, id)?.hundredths;

  it('is counted from the records of the month, by the clock of the organisation', async () => {
    const card = await getScorecard(ctx, { month: '2026-11' });
    expect(card).toMatchObject({ month: '2026-11', asOf: '2026-11-30T23:00:00.000Z', isRunning: false });
    // stays, left, surprise and older of a year ago; left and surprise went.
    expect(figure(card, 'logo-retention')).toBe(5_000);
    expect(figure(card, 'grr')).toBe(4_000);
    expect(figure(card, 'nrr')).toBe(6_000);
    expect(measured(card, 'churn')?.parts).toBe('2 of 4 customers');
    expect(figure(card, 'surprise-churn')).toBe(5_000);
    expect(figure(card, 'ttv')).toBe(1_000);
    expect(measured(card, 'nps')?.parts).toBe('1 for, 0 against, of 1 answer');
    expect(figure(card, 'csat')).toBe(400);
    expect(figure(card, 'sla')).toBe(5_000);
    expect(figure(card, 'mttr')).toBe(4_800);
    expect(figure(card, 'expansion')).toBe(2_000);
    expect(figure(card, 'conversion')).toBe(5_000);
    expect(figure(card, 'time-to-expand')).toBe(4_000);
    expect(card.coverage).toEqual([{ owner: 'Maren Castellane', accounts: 3, arr: [usd(1_810)] }]);
  });

  it('agrees with SQL over the raw events that knows nothing of it', async () => {
    const { rows } = await sql<{ nps: number; churned: number }>`
      with answers as (
        select (payload->>'score')::int as score from events where type = 'survey.responded' and payload->>'kind' = 'nps'
          and (at at time zone 'Europe/Berlin')::date between '2026-11-01' and '2026-11-30'),
      ends as (
        select account_id, min(at) as at from events where type = 'contract.updated' and payload->>'status' = 'ended' group by 1)
      select (select round(10000.0 * (count(*) filter (where score >= 9) - count(*) filter (where score <= 6)) / count(*))::int from answers) as nps,
        (select count(*)::int from ends where (at at time zone 'Europe/Berlin')::date between '2026-11-01' and '2026-11-30') as churned`.execute(
      opened.database.queries,
    );
    const card = await getScorecard(ctx, { month: '2026-11' });
    expect(figure(card, 'nps')).toBe(rows[0]?.nps);
    expect(measured(card, 'churn')?.records).toHaveLength(rows[0]?.churned ?? -1);
  });

  it('is the same later, as it was known then; what came in late is in it only when that is asked for', async () => {
    const first = await getScorecard(ctx, { month: '2026-11' });
    await ingest(ctx, [sampleEvent('survey.responded', 'older', '2026-11-15', { kind: 'nps', score: 1 })]);
    expect(await getScorecard(ctx, { month: '2026-11', knownAt: first.knownAt })).toEqual(first);
    expect(figure(await getScorecard(ctx, { month: '2026-11' }), 'nps')).toBe(0);
  });

  it('that is running ends now, and one without records says why of each', async () => {
    const running = await getScorecard(ctx);
    expect(running).toMatchObject({ month: '2026-12', asOf: now, isRunning: true });
    expect(measured(running, 'csat')?.reason).toBe('nobody rated anything in this month');
    const empty = await getScorecard(ctx, { month: '2020-01' });
    expect(empty.lines.every(({ now: value }) => value.hundredths === null || value.hundredths === 0)).toBe(
      true,
    );
  });

  it.each(['2026-13', 'november', '2027-01'])('%s is refused', async (month) => {
    await expect(getScorecard(ctx, { month })).rejects.toMatchObject({ code: 'HF_USAGE' });
  });

  it('leads from each metric to its records', async () => {
    const { line, names } = await getMetric(ctx, 'grr', { month: '2026-11' });
    expect(line.now.records.map(({ account, words }) => `${names.get(account)}: ${words}`)).toContain(
      'LEFT: USD 1,000 then, none now',
    );
    await expect(getMetric(ctx, 'pie')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
  });

  it('is posted once for the month before', async () => {
    const slot = new Date('2026-12-01T07:00:00.000Z');
    expect(await postScorecard(ctx, slot)).toEqual({ posted: true });
    expect(await postScorecard(ctx, slot)).toEqual({ posted: false });
    while (await runEffects(ctx, 'w1'));
    const [post] = await opened.store.listProposals({ limit: 5 });
    expect(post?.proposal.summary).toContain('Scorecard, Nov 2026');
  });
});
