import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf } from '../../../test/support/alerts.ts';
import { memoryStorage, testArtifacts } from '../../../test/support/artifacts.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { type ArtifactStorage, fileNameOf } from '../../domain/artifact.ts';
import type { Scorecard } from '../../domain/metric.ts';
import { HoldfastError } from '../../errors.ts';
import { runEffects } from '../run-effects.ts';
import { getCohorts } from './get-cohorts.ts';
import { getMetric } from './get-metric.ts';
import { getScorecard } from './get-scorecard.ts';
import { makeScorecardPack } from './make-scorecard-pack.ts';
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

  it('of a time that is none, or of records that nobody has sent yet, is refused by name', async () => {
    for (const month of ['0001-01', '1969-12', '2026-13', '2027-01', '2026-11-01', '=1+1'])
      await expect(getScorecard(ctx, { month })).rejects.toMatchObject({ code: 'HF_USAGE' });
    await expect(getCohorts(ctx, { by: 'segment', month: '0001-01' })).rejects.toMatchObject({
      code: 'HF_USAGE',
    });
    expect((await getScorecard(ctx, { month: '1970-01' })).month).toBe('1970-01');
    const never = { asOf: new Date('9999-12-31T23:59:59.999Z') };
    await expect(getMetric(ctx, 'nrr', never)).rejects.toMatchObject({ code: 'HF_DATE_INVALID' });
    const ahead = { knownAt: Number.MAX_SAFE_INTEGER };
    const refusal = { code: 'HF_SEQUENCE_UNKNOWN' };
    await expect(getScorecard(ctx, ahead)).rejects.toMatchObject(refusal);
    await expect(getMetric(ctx, 'nrr', ahead)).rejects.toMatchObject(refusal);
    await expect(getCohorts(ctx, { by: 'segment', ...ahead })).rejects.toMatchObject(refusal);
  });

  it('is counted from the records of the month, by the clock of the organisation', async () => {
    const card = await getScorecard(ctx, { month: '2026-11' });
    expect(card).toMatchObject({ month: '2026-11', asOf: '2026-11-30T23:00:00.000Z', isRunning: false });
    // stays, left, surprise and older of a year ago; left and surprise went. 1,000 + 10 of 2,510, and 1,510.
    expect(figure(card, 'logo-retention')).toBe(5_000);
    expect(figure(card, 'grr')).toBe(4_024);
    expect(figure(card, 'nrr')).toBe(6_016);
    expect(measured(card, 'churn')?.parts).toBe('2 of 4 customers');
    expect(figure(card, 'surprise-churn')).toBe(5_000);
    expect(figure(card, 'ttv')).toBe(1_000);
    expect(measured(card, 'nps')?.parts).toBe('1 for, 0 against, of 1 answer');
    expect(figure(card, 'csat')).toBe(400);
    expect(figure(card, 'sla')).toBe(5_000);
    expect(figure(card, 'mttr')).toBe(4_800);
    // 500 of 2,510.
    expect(figure(card, 'expansion')).toBe(1_992);
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
    expect(measured(card, 'churn')?.numerator).toBe(rows[0]?.churned);
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
    expect(line.now.records.map(({ account, words }) => `${names.get(account ?? '')}: ${words}`)).toContain(
      'LEFT: USD 1,000 then, none now',
    );
    await expect(getMetric(ctx, 'pie')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
  });

  it('one metric of one cohort is counted by the same definition over its accounts alone', async () => {
    const cohorts = await getCohorts(ctx, { by: 'start', month: '2026-11' });
    expect(cohorts.cohorts.map(({ key, accounts, customers }) => [key, accounts, customers])).toEqual([
      ['2024-Q1', 1, 1],
      ['2025-Q1', 3, 1],
      ['2026-Q4', 1, 1],
    ]);
    const grr = cohorts.metrics.findIndex(({ id }) => id === 'grr');
    const { line } = await getMetric(ctx, 'grr', { month: '2026-11', cohort: 'start:2025-Q1' });
    expect(line.now).toEqual(cohorts.cohorts[1]?.figures[grr]);
    expect(line.now).toMatchObject({ hundredths: 4_000, numerator: 100_000, denominator: 250_000 });
    const none = await getMetric(ctx, 'grr', { month: '2026-11', cohort: 'segment:nowhere' });
    expect(none.line.now.reason).toMatch(/no customer/);
  });

  it.each([
    [{ by: 'weather' }, 'not put together by'],
    [{ by: 'segment', month: '2027-01' }, 'has not begun'],
  ])('cohorts of %j are refused', async (input, reason) => {
    await expect(getCohorts(ctx, input)).rejects.toThrow(reason);
    await expect(getMetric(ctx, 'grr', { cohort: 'pie' })).rejects.toThrow('names no cohort');
  });

  it('with rates of the operator one figure stands for several currencies', async () => {
    const currencies = {
      id: 'currencies' as const,
      version: 1,
      into: 'EUR',
      // The one of December is not in force at the end of November.
      rates: [
        { currency: 'USD', on: '2026-11-30', rate: 0.5, source: 'ours' },
        { currency: 'USD', on: '2026-12-01', rate: 9, source: 'ours' },
      ],
    };
    await ingest(ctx, [
      sampleEvent('contract.updated', 'euro', '2025-03-02', {
        name: 'EURO',
        startsOn: '2025-03-02',
        arr: { amount: 24_500, currency: 'EUR' },
      }),
    ]);
    const apart = await getScorecard(ctx, { month: '2026-11' });
    expect(measured(apart, 'grr')).toMatchObject({ hundredths: null, reason: 'in EUR, USD, kept apart' });
    const under = { ...ctx, content: { ...ctx.content, currencies } };
    const card = await getScorecard(under, { month: '2026-11' });
    // 505 + 245 of 1,255 + 245 euro.
    expect(measured(card, 'grr')).toMatchObject({
      hundredths: 5_000,
      numerator: 75_000,
      denominator: 150_000,
      currency: 'EUR',
    });
    expect(card.rates?.of).toEqual([{ currency: 'USD', rate: 0.5, on: '2026-11-30', source: 'ours' }]);
  });

  it('who came in late is in it only when that is asked for, whatever their contract says of before', async () => {
    const first = await getScorecard(ctx, { month: '2026-11' });
    await ingest(ctx, [
      sampleEvent('contract.updated', 'late', '2026-12-10', { startsOn: '2020-01-01', arr: usd(9_000) }),
      sampleEvent('contract.updated', 'new', '2026-12-11', { startsOn: '2020-01-01' }),
      // One about a later day, of which no score of November knows, and one that is late.
      sampleEvent('user.session', 'new', '2026-12-12', {}),
      sampleEvent('user.session', 'stays', '2026-11-29', {}),
      sampleEvent('user.session', 'stays', '2026-11-30', {}),
    ]);
    expect(await getScorecard(ctx, { month: '2026-11', knownAt: first.knownAt })).toEqual(first);
    const later = await getScorecard(ctx, { month: '2026-11' });
    expect(measured(later, 'logo-retention')?.denominator).toBe(7);
    expect(measured(later, 'health-score')).not.toEqual(measured(first, 'health-score'));
  });

  describe('as files', () => {
    const storage = memoryStorage();
    const write = async (pack: unknown) => new TextEncoder().encode(JSON.stringify(pack));
    const within = (more: Partial<ArtifactStorage> = {}) => ({
      ...ctx,
      artifacts: {
        ...testArtifacts({ ...storage, ...more }),
        writers: { pptx: write, pdf: write, md: write, csv: write },
      },
    });
    const down = async () => {
      throw new HoldfastError('HF_STORAGE_FAILED', 'the bucket took no artifact');
    };

    it('is a new version when a figure changed, and no other time', async () => {
      const first = await makeScorecardPack(within(), { month: '2026-11' });
      expect(first).toMatchObject({
        version: 1,
        again: false,
        pack: { account: null, subtitle: 'Nov 2026' },
      });
      expect(first.artifacts.map(fileNameOf)).toEqual([
        ...['2026-11-scorecard-v1.pptx', '2026-11-scorecard-v1.pdf'],
        ...['2026-11-scorecard-v1.md', '2026-11-scorecard-v1.csv'],
      ]);
      await ingest(ctx, [sampleEvent('user.session', 'stays', '2026-12-13', {})]);
      expect(await makeScorecardPack(within(), { month: '2026-11' })).toMatchObject({
        version: 1,
        again: true,
      });
      await ingest(ctx, [sampleEvent('survey.responded', 'stays', '2026-11-15', { kind: 'csat', score: 1 })]);
      expect(await makeScorecardPack(within(), { month: '2026-11' })).toMatchObject({
        version: 2,
        again: false,
      });
      expect(await makeScorecardPack(within(), { month: '2026-10' })).toMatchObject({ version: 1 });
      expect((await ctx.store.readAudit({ limit: 1 }))[0]).toMatchObject({
        action: 'artifact.made',
        account: null,
      });
    });

    it('that the storage refuses is not recorded, and leaves nothing behind', async () => {
      const before = storage.files.size;
      let written = 0;
      const write = async (name: string, bytes: Uint8Array) =>
        ++written === 3 ? await down() : await storage.write(name, bytes);
      await expect(makeScorecardPack(within({ write }), { month: '2026-09' })).rejects.toMatchObject({
        code: 'HF_STORAGE_FAILED',
      });
      expect(storage.files.size).toBe(before);
      expect(await ctx.store.latestArtifacts('scorecard', '2026-09')).toEqual([]);
    });

    it('kept nowhere, its month is posted all the same, and says how to get them', async () => {
      const slot = new Date('2026-09-01T06:00:00.000Z');
      expect(await postScorecard(within({ write: down }), slot)).toEqual({ posted: true });
      const [post] = await opened.store.listProposals({ limit: 1 });
      const text = new TextDecoder().decode(post?.body);
      expect(text.includes('/cs scorecard pack 2026-08')).toBe(true);
    });
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
