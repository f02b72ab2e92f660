import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recountFacts } from '../../test/suites/recount-facts.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { addDays, type UtcDay } from '../domain/utc-day.ts';
import type { Store } from '../store/store.ts';
import { getAccountHealth } from './get-account-health.ts';
import { getEventPage } from './get-event-page.ts';
import { getFiguresPage } from './get-figures-page.ts';
import { getScorePage } from './get-score-page.ts';

const now = '2026-11-21T12:00:00.000Z';
const today: UtcDay = '2026-11-21';

let ctx: Awaited<ReturnType<typeof testContext>>;
let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await embedded.open());
  ctx = await testContext(store, now);
  await ingest(ctx, [
    ...[0, 1, 6, 7, 27, 28, 83, 84, 167, 168].map((age) =>
      sampleEvent(
        'feature.used',
        'acme',
        `${addDays(today, -age)}T01:00:00Z`,
        { feature: `f${age % 3}` },
        { user: `u${age % 2}` },
      ),
    ),
    sampleEvent('ticket.created', 'acme', addDays(today, -5), { ticketId: 't1' }),
    sampleEvent('sponsor.touch', 'acme', addDays(today, -9)),
  ]);
});

afterAll(() => close());

describe('the page of daily figures', () => {
  it('adds up to the facts that the score reads', async () => {
    const { windows, weeks, facts } = await getFiguresPage(ctx, 'acme', {});
    const { account: _, ...counted } = facts;
    const events = (await store.readEvents('acme', { asOf: new Date(now), knownAt: 1_000 })).map(
      ({ event }) => event,
    );
    expect(counted).toEqual(recountFacts(events, 'acme', today));
    expect(windows.map(({ days, activeDays }) => [days, activeDays])).toEqual([
      [7, 4],
      [28, facts.engagedDays28],
      [84, facts.engagedDays84],
      [168, facts.engagedDays168],
    ]);
    expect(windows[1]).toMatchObject({
      users: facts.users28,
      counts: { ticketsCreated: facts.ticketsCreated28 },
    });
    expect(windows[2]).toMatchObject({ features: facts.features84 });
    expect(weeks).toHaveLength(12);
    expect(weeks[0]).toMatchObject({ from: addDays(today, -6), to: today });
    expect(weeks.reduce((sum, { users }) => sum + users, 0)).toBe(facts.userWeeks12);
  });

  it('stays what it was when more comes in', async () => {
    const { knownAt } = await getFiguresPage(ctx, 'acme', {});
    const moment = { asOf: new Date(now), knownAt };
    const before = await getFiguresPage(ctx, 'acme', moment);
    await ingest(ctx, [sampleEvent('user.session', 'acme', addDays(today, -3))]);
    expect(await getFiguresPage(ctx, 'acme', moment)).toEqual(before);
    expect(await getFiguresPage(ctx, 'acme', {})).not.toEqual(before);
  });
});

describe('the page of a score', () => {
  it('is the answer with every reading behind it, under an address that gives it again', async () => {
    const health = await getAccountHealth(ctx, { accountId: 'acme' });
    const page = await getScorePage(ctx, 'acme', {});
    expect(page.health).toEqual(health);
    const address = new URL(page.url, 'http://localhost');
    const again = await getScorePage(ctx, 'acme', {
      asOf: new Date(address.searchParams.get('asOf') ?? ''),
      knownAt: Number(address.searchParams.get('knownAt')),
      profileVersion: address.searchParams.get('profile') ?? undefined,
    });
    expect(again).toEqual(page);
  });

  it('each value follows from its readings', async () => {
    const { components } = await getScorePage(ctx, 'acme', {});
    for (const { hundredths, readings, combines } of components) {
      if (hundredths === null) {
        expect(readings).toEqual([]);
        continue;
      }
      const weights = readings.reduce((sum, { weight }) => sum + weight, 0);
      const mean = readings.reduce((sum, { points, weight }) => sum + points * weight, 0) / weights;
      const lowest = Math.min(...readings.map(({ points }) => points));
      expect(hundredths).toBe(combines === 'mean' ? Math.floor(mean) : lowest);
    }
  });
});

describe('the page of a record', () => {
  it('leads through the account’s records in order, and to no other account’s', async () => {
    await ingest(ctx, [sampleEvent('sponsor.touch', 'globex', addDays(today, -9))]);
    const first = (await store.readEvents('acme', { asOf: new Date(now), knownAt: 1_000 }))[0];
    const seen: number[] = [];
    for (let seq: number | null = first?.seq ?? null; seq !== null; ) {
      seen.push(seq);
      const { next, account } = await getEventPage(ctx, seq);
      expect(account.id).toBe('acme');
      seq = next ? Number(next.url.split('/').at(-1)) : null;
    }
    const all = await store.readEvents('acme', { asOf: new Date(now), knownAt: 1_000 });
    expect(seen).toEqual(all.map(({ seq }) => seq));
    const last = await getEventPage(ctx, seen.at(-1) ?? 0);
    expect(last.previous?.url).toBe(`/evidence/events/${seen.at(-2)}`);
  });

  it('that does not exist is refused with what there is', async () => {
    await expect(getEventPage(ctx, 999_999)).rejects.toMatchObject({
      code: 'HF_NOT_FOUND',
      next: expect.stringContaining('Records go from 1 to'),
    });
  });
});
