import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { componentIds } from '../domain/health.ts';
import { addDays, type UtcDay } from '../domain/utc-day.ts';
import type { Store } from '../store/store.ts';
import type { RequestContext } from './context.ts';
import { getAccountHealth } from './get-account-health.ts';
import { listAccountLines } from './list-accounts.ts';
import { scoreAccounts } from './score-accounts.ts';

const now = '2026-11-21T12:00:00.000Z';
const today: UtcDay = '2026-11-21';

let ctx: RequestContext;
let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await embedded.open());
  ctx = await testContext(store, now);
  // The sources are alive, so that nothing is stale unless a test says so.
  await ingest(ctx, [
    sampleEvent('user.session', 'pulse', `${today}T11:00:00Z`),
    sampleEvent('billing.invoice', 'pulse', `${today}T11:00:00Z`),
  ]);
});

afterAll(() => close());

/** Use on every given day, and something of everything else. */
function fullLife(account: string, ages: readonly number[]): Record<string, unknown>[] {
  const at = (age: number): UtcDay => addDays(today, -age);
  const used = ages.flatMap((age) =>
    ['reports', 'alerts', 'export'].map((feature, index) =>
      sampleEvent(
        'feature.used',
        account,
        `${at(age)}T08:00:00Z`,
        { feature, count: 2 },
        { user: `user-${index}` },
      ),
    ),
  );
  return [
    ...used,
    sampleEvent('contract.updated', account, at(400), {
      name: 'Acme Corporation',
      seats: 5,
      startsOn: at(400),
    }),
    ...[2, 20, 40].map((age) => sampleEvent('sponsor.touch', account, at(age))),
    sampleEvent('ticket.created', account, at(10), { ticketId: 't1', subject: 'Slow' }),
    sampleEvent('ticket.resolved', account, at(9), { ticketId: 't1', csat: 4 }),
    sampleEvent('error.raised', account, at(3), { code: 'E1' }),
    sampleEvent('billing.invoice', account, at(30), { invoiceId: 'i1', status: 'paid' }),
    sampleEvent('survey.responded', account, at(50), { kind: 'nps', score: 9 }),
  ];
}

function cents(points: number): number {
  return Math.round(points * 100);
}

describe('the answer', () => {
  it('has score, band, changes, as-of and profile (A1)', async () => {
    await ingest(
      ctx,
      fullLife(
        'full',
        Array.from({ length: 60 }, (_, index) => index * 2),
      ),
    );
    const health = await getAccountHealth(ctx, { accountId: 'full' });
    expect(health).toMatchObject({
      account: { id: 'full', name: 'Acme Corporation' },
      asOf: now,
      knownAt: await store.lastSequence(),
      band: 'green',
      confidence: 1,
      degraded: false,
      profile: { id: 'default', version: '1' },
      lifecycle: { stage: 'expansion' },
      stale: [],
    });
    expect(health.score).toBeGreaterThan(65);
    expect(health.change7d).toEqual(expect.any(Number));
    expect(health.change30d).toEqual(expect.any(Number));
    expect(health.url).toContain('/evidence/scores/full?');
  });

  it('lists every component, and the contributions sum to the score exactly (A2)', async () => {
    const { components, score } = await getAccountHealth(ctx, { accountId: 'full' });
    expect(components.map(({ id }) => id)).toEqual(componentIds);
    const total = components.reduce((sum, { contribution }) => sum + cents(contribution), 0);
    expect(total).toBe(cents(score ?? 0));
    expect(components.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    for (const { value, effectiveWeight, contribution, reason } of components) {
      expect(Math.abs(contribution - (effectiveWeight / 100) * (value ?? 0))).toBeLessThan(0.02);
      expect(reason).toMatch(/\.$/);
    }
  });

  it('gives each known component at most three records, of the kinds it is counted from', async () => {
    const { components } = await getAccountHealth(ctx, { accountId: 'full' });
    for (const { id, value, evidence } of components) {
      expect(value, id).not.toBeNull();
      expect(evidence.length, id).toBeGreaterThan(0);
      expect(evidence.length, id).toBeLessThanOrEqual(3);
      for (const { url, eventId } of evidence) {
        const record = await store.findEvent(Number(/^\/evidence\/events\/(\d+)$/.exec(url)?.[1]));
        expect(record?.event.id).toBe(eventId);
        expect(record?.event.account).toBe('full');
      }
    }
  });

  it('shows the last five events, newest first, each with its record, without daily use (A3)', async () => {
    const { timeline } = await getAccountHealth(ctx, { accountId: 'full' });
    expect(timeline.map(({ kind }) => kind)).toEqual(['sponsor', 'ticket', 'ticket', 'sponsor', 'billing']);
    expect(timeline.map(({ at }) => at)).toEqual(
      timeline
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    for (const { url, eventId } of timeline) {
      expect((await store.findEvent(Number(url.split('/').at(-1))))?.event.id).toBe(eventId);
    }
  });

  it('of who has left says since when, and nothing to aim at; before, and after a return, it is a customer', async () => {
    await ingest(ctx, fullLife('left', [30, 20, 10]));
    const before = await getAccountHealth(ctx, { accountId: 'left' });
    expect(before).toMatchObject({ endedOn: null, lifecycle: { stage: 'expansion' } });
    await ingest(ctx, [sampleEvent('contract.updated', 'left', '2026-11-05T08:00:00Z', { status: 'ended' })]);
    const after = await getAccountHealth(ctx, { accountId: 'left' });
    expect(after).toMatchObject({ endedOn: '2026-11-05', lifecycle: null, score: before.score });
    const asOf = new Date('2026-11-04T12:00:00.000Z');
    expect(await getAccountHealth(ctx, { accountId: 'left', asOf })).toMatchObject({ endedOn: null });
    const { knownAt } = before;
    expect(await getAccountHealth(ctx, { accountId: 'left', knownAt })).toMatchObject({ endedOn: null });
    await ingest(ctx, [
      sampleEvent('contract.updated', 'left', '2026-11-20T08:00:00Z', { status: 'active' }),
    ]);
    expect(await getAccountHealth(ctx, { accountId: 'left' })).toMatchObject({ endedOn: null });
    expect(await getAccountHealth(ctx, { accountId: 'left', knownAt: after.knownAt })).toEqual(after);
  });

  it('of an account with nothing but use shows its latest use', async () => {
    await ingest(
      ctx,
      [1, 2].map((age) => sampleEvent('feature.used', 'plain', addDays(today, -age), { feature: 'x' })),
    );
    const { timeline } = await getAccountHealth(ctx, { accountId: 'plain' });
    expect(timeline.map(({ title }) => title)).toEqual(['Somebody used x', 'Somebody used x']);
  });

  it('has a week-by-week history of at least 18 weeks, which ends today (B5)', async () => {
    const { history, score, change7d, change30d } = await getAccountHealth(ctx, { accountId: 'full' });
    expect(history).toHaveLength(19);
    expect(history[0]?.on).toBe(addDays(today, -126));
    expect(history.at(-1)).toMatchObject({ on: today, score });
    const weekAgo = history.at(-2)?.score ?? 0;
    expect(change7d).toBe((cents(score ?? 0) - cents(weekAgo)) / 100);
    const monthAgo = await getAccountHealth(ctx, {
      accountId: 'full',
      asOf: new Date(`${addDays(today, -30)}T23:59:59.999Z`),
    });
    expect(change30d).toBe((cents(score ?? 0) - cents(monthAgo.score ?? 0)) / 100);
  });

  it('of an account younger than the windows has no past that never was', async () => {
    await ingest(ctx, [sampleEvent('user.session', 'young', addDays(today, -3), {}, { user: 'ann' })]);
    const health = await getAccountHealth(ctx, { accountId: 'young' });
    expect(health).toMatchObject({
      change7d: null,
      change30d: null,
      profile: { id: 'onboarding' },
      lifecycle: { stage: 'onboarding', actual: null, met: null },
    });
    expect(health.history.map(({ on }) => on)).toEqual([today]);
    expect(health.score).toEqual(expect.any(Number));
  });

  it('asked twice is the same, also from what was kept of the first time', async () => {
    const first = await getAccountHealth(ctx, { accountId: 'full' });
    expect(await getAccountHealth(ctx, { accountId: 'full' })).toEqual(first);
  });

  it.each(['nobody', '', "full'; drop table events; --", '%'])(
    'of the unknown account %j is refused',
    async (accountId) => {
      await expect(getAccountHealth(ctx, { accountId })).rejects.toMatchObject({
        code: 'HF_ACCOUNT_UNKNOWN',
      });
    },
  );

  it('before an account’s first event is refused', async () => {
    const asOf = new Date(`${addDays(today, -10)}T00:00:00Z`);
    await expect(getAccountHealth(ctx, { accountId: 'young', asOf })).rejects.toMatchObject({
      code: 'HF_ACCOUNT_UNKNOWN',
    });
  });

  it('of an account whose first event is still to come is refused until then', async () => {
    await ingest(ctx, [sampleEvent('user.session', 'tomorrow', '2026-11-22T09:00:00Z')]);
    await expect(getAccountHealth(ctx, { accountId: 'tomorrow' })).rejects.toMatchObject({
      code: 'HF_ACCOUNT_UNKNOWN',
    });
    const asOf = new Date('2026-11-22T09:00:00Z');
    expect((await getAccountHealth(ctx, { accountId: 'tomorrow', asOf })).account.id).toBe('tomorrow');
  });

  it('does not count what happens later today', async () => {
    await ingest(ctx, [sampleEvent('user.session', 'later', `${today}T11:59:59Z`, {}, { user: 'ann' })]);
    const before = await getAccountHealth(ctx, { accountId: 'later' });
    await ingest(ctx, [sampleEvent('user.session', 'later', `${today}T13:00:00Z`, {}, { user: 'bob' })]);
    const after = await getAccountHealth(ctx, { accountId: 'later' });
    expect(after.components).toEqual(
      before.components.map((component) => ({ ...component, url: expect.any(String) })),
    );
  });
});

describe('a stale source (A8)', () => {
  it('is named, lowers the confidence and marks the score degraded', async () => {
    const other = await embedded.open();
    try {
      const quiet = await testContext(other.store, now);
      await ingest(quiet, [sampleEvent('user.session', 'acme', '2026-11-20T10:00:00Z')]);
      const health = await getAccountHealth(quiet, { accountId: 'acme' });
      expect(health.degraded).toBe(true);
      expect(health.stale).toEqual([{ signal: 'usage', lastAt: '2026-11-20T10:00:00.000Z', ageHours: 26 }]);
      expect(health.confidence).toBe(0);
      expect(health.score).not.toBeNull();
    } finally {
      await other.close();
    }
  });
});

describe('scores kept between questions', () => {
  it('change when another account’s first use makes silence a fact', async () => {
    const other = await embedded.open();
    try {
      const fresh = await testContext(other.store, now);
      const invoice = (age: number) =>
        sampleEvent('billing.invoice', 'acme', addDays(today, -age), { invoiceId: 'i', status: 'paid' });
      await ingest(fresh, [invoice(60)]);
      const alone = await getAccountHealth(fresh, { accountId: 'acme' });
      expect(alone.history.every(({ score }) => score === 100)).toBe(true);
      await ingest(fresh, [sampleEvent('user.session', 'globex', addDays(today, -50))]);
      const kept = await getAccountHealth(fresh, { accountId: 'acme' });
      const knownAt = await other.store.lastSequence();
      const recomputed = await getAccountHealth(fresh, { accountId: 'acme', asOf: new Date(now), knownAt });
      expect(kept).toEqual(recomputed);
      expect(kept.history.every(({ score }) => (score ?? 100) < 100)).toBe(true);
    } finally {
      await other.close();
    }
  });

  it('change with a late event, from its day on', async () => {
    await ingest(ctx, fullLife('late', [1, 8, 15, 22]));
    const before = await getAccountHealth(ctx, { accountId: 'late' });
    await ingest(ctx, [
      sampleEvent('feature.used', 'late', addDays(today, -20), { feature: 'new' }, { user: 'zoe' }),
    ]);
    const after = await getAccountHealth(ctx, { accountId: 'late' });
    const knownAt = await store.lastSequence();
    expect(after).toEqual(await getAccountHealth(ctx, { accountId: 'late', asOf: new Date(now), knownAt }));
    const changed = after.history.filter((week, index) => week.score !== before.history[index]?.score);
    expect(changed.map(({ on }) => on)).toEqual([-14, -7, 0].map((days) => addDays(today, days)));
  });
});

describe('scoring many accounts', () => {
  it('gives what each would answer alone, and keeps it', async () => {
    const scored = await scoreAccounts(ctx, {
      accountIds: ['full', 'late', 'plain', 'young', 'nobody', 'tomorrow'],
    });
    expect(scored.map(({ account }) => account.id).sort()).toEqual(['full', 'late', 'plain', 'young']);
    for (const { account, score, profile } of scored) {
      const health = await getAccountHealth(ctx, { accountId: account.id });
      expect({ score: (score.hundredths ?? 0) / 100, band: score.band, profile: profile.id }).toEqual({
        score: health.score,
        band: health.band,
        profile: health.profile.id,
      });
      expect(score.components.map(({ contributionHundredths }) => contributionHundredths / 100)).toEqual(
        health.components.map(({ contribution }) => contribution),
      );
      const [kept] = await store.readScores(account.id, new Date(now));
      expect(kept).toMatchObject({
        scoreHundredths: score.hundredths,
        band: score.band,
        profileId: profile.id,
      });
    }
  });

  it('as of a past moment gives what each would answer as of then', async () => {
    await ingest(ctx, fullLife('moved', [1, 2, 3, 20, 40]));
    // Since then it has ten times the seats, another user the same evening, and a whole new month of use.
    const asOf = new Date(`${addDays(today, -20)}T10:00:00Z`);
    await ingest(ctx, [
      sampleEvent('seat.changed', 'moved', addDays(today, -5), { seats: 50 }),
      sampleEvent('user.session', 'moved', `${addDays(today, -20)}T20:00:00Z`, {}, { user: 'late-shift' }),
    ]);
    const health = await getAccountHealth(ctx, { accountId: 'moved', asOf });
    const [scored] = await scoreAccounts(ctx, { accountIds: ['moved'], asOf });
    expect((scored?.score.hundredths ?? 0) / 100).toBe(health.score);
    expect(scored?.score.components.map(({ reason }) => reason)).toEqual(
      health.components.map(({ reason }) => reason),
    );
    const line = (await listAccountLines(ctx, { asOf, filter: ['moved'] }))[0];
    expect(line?.score).toBe(health.score);
  });

  it('tells its progress', async () => {
    const told: [number, number][] = [];
    await scoreAccounts(ctx, {
      accountIds: ['full', 'late'],
      onProgress: (done, total) => told.push([done, total]),
    });
    expect(told).toEqual([[2, 2]]);
  });
});

describe('the list of accounts', () => {
  it('stands in the order of scores, lowest first, and takes filters that all must fit', async () => {
    const lines = await listAccountLines(ctx);
    const scores = lines.map(({ score }) => score ?? Number.POSITIVE_INFINITY);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(
      (await listAccountLines(ctx, { filter: ['ACME corp', 'band=green'] })).map(({ id }) => id),
    ).toContain('full');
    for (const word of ['band=no-such', '__proto__=x', "' or 1=1 --", 'owner=', ' ', 'segment=no-such'])
      await expect(listAccountLines(ctx, { filter: ['stage=onboarding', word] })).rejects.toMatchObject({
        code: 'HF_USAGE',
        next: expect.stringContaining('segment, tier, owner, region, stage, status, band'),
      });
  });
});
