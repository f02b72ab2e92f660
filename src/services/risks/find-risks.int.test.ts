import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepEvents, toEvent } from '../../../test/suites/keep-events.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { rareTypes } from '../../domain/rule-subject.ts';
import { addDays, endOfDay, utcDayOf } from '../../domain/utc-day.ts';
import { rulesAtMoments } from '../../rules/backtest/replay-account.ts';
import { compilePacks } from '../../rules/packs/compile-pack.ts';
import type { Store } from '../../store/store.ts';
import type { RequestContext } from '../context.ts';
import { getOnboarding } from '../onboarding/get-onboarding.ts';
import { findRisks, findRisksOfDay } from './find-risks.ts';

const today = '2026-11-21';

const anyPayload: fc.Arbitrary<[string, Record<string, unknown>]> = fc.oneof(
  fc.constantFrom<[string, Record<string, unknown>]>(
    ['user.session', {}],
    ['sponsor.touch', {}],
    ['recipe.completed', { recipe: 'r' }],
    ['error.raised', { code: 'E', count: 20 }],
    ['feature.used', { feature: 'f', count: 9 }],
    ['ticket.created', { ticketId: 't1', priority: 'P1' }],
    ['survey.responded', { kind: 'csat', score: 1 }],
    ['integration.state', { integration: 'sap', state: 'failed' }],
    ['integration.state', { integration: 'sap', state: 'connected' }],
    ['integration.state', { integration: 'sap', state: 'degraded' }],
    ['integration.state', { integration: 'sap', state: 'disconnected' }],
    ['usage.limit', { limit: 'rows', used: 95, allowed: 100 }],
    ['milestone.reached', { milestone: 'sso_live' }],
    ['billing.invoice', { invoiceId: 'i1', status: 'overdue' }],
    ['billing.invoice', { invoiceId: 'i2', status: 'failed' }],
    ['billing.invoice', { invoiceId: 'i2', status: 'paid' }],
  ),
);

const anyEvents = fc.array(
  fc.record({
    made: anyPayload,
    age: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 400 })),
    user: fc.constantFrom('ann', 'bob', 'cat', 'dan'),
  }),
  { minLength: 1, maxLength: 40 },
);

describeEngines('what rules see', (engine) => {
  let store: Store;
  let ctx: RequestContext;
  let close: () => Promise<void>;
  let last = 0;

  beforeAll(async () => {
    ({ store, close } = await engine.open());
    ctx = await testContext(store, `${today}T23:59:59.999Z`);
  });
  afterAll(() => close());

  async function seenAt(id: string, asOf: Date, form: 'refined' | 'literal'): Promise<string[]> {
    const packs = (await ctx.content.packs.inForce()).packs.map((pack) => ({
      ...pack,
      rules: pack.rules.map(({ foldsInto: _, ...rule }) => ({
        ...rule,
        form: rule.literal ? form : 'refined',
      })),
    }));
    for await (const { findings } of findRisks(ctx, { accountIds: [id], asOf, packs }))
      return findings.map(({ rule }) => rule).sort();
    return [];
  }

  /** The rule holds above 72 hours; between two steps the same hours are read from records and from first uses. */
  it('of an onboarding moves with the first work of a new user, as its own page says', async () => {
    const id = `moves-${engine.name}`.replaceAll(' ', '-').toLowerCase();
    const event = (type: string, day: string, payload: Record<string, unknown>, user: string) =>
      toEvent(sampleEvent(type, id, `${day}T00:00:00Z`, payload, { user }));
    await keepEvents(store, [
      event('contract.updated', '2026-11-10', { name: 'Moves', startsOn: '2026-11-10' }, 'ann'),
      event('milestone.reached', '2026-11-11', { milestone: 'sso_live' }, 'ann'),
      event('feature.used', '2026-11-11', { feature: 'f' }, 'ann'),
      event('feature.used', '2026-11-18', { feature: 'f' }, 'bob'),
      event('feature.used', '2026-11-20', { feature: 'f' }, 'bob'),
    ]);
    const stalled = async (asOf: string) => {
      const rules = await seenAt(id, new Date(asOf), 'refined');
      const { status, idleHours } = await getOnboarding(ctx, id, { asOf: new Date(asOf) });
      return { holds: rules.includes('onboarding-stalled'), status, idleHours };
    };
    expect(await stalled('2026-11-17T23:00:00Z')).toMatchObject({
      holds: true,
      status: 'stuck',
      idleHours: 167,
    });
    expect(await stalled('2026-11-20T23:00:00Z')).toMatchObject({ holds: false, idleHours: 71 });
    expect(await stalled('2026-11-21T01:00:00Z')).toMatchObject({ holds: true, idleHours: 73 });
  });

  it('in the tables is what a replay of the events sees, now and at any past day, in both forms', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        anyEvents,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('refined', 'literal'),
        async (given, back, form) => {
          const id = `seen-${engine.name}-${++last}`.replaceAll(' ', '-').toLowerCase();
          const events = given
            .map(({ made: [type, payload], age, user }) =>
              toEvent(sampleEvent(type, id, `${addDays(today, -age)}T12:00:00Z`, payload, { user })),
            )
            .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
          const seqs = await keepEvents(store, events);
          const stored = events.map((event, index) => ({
            event,
            seq: seqs[index] ?? 0,
            receivedAt: event.at,
          }));
          const moments = [addDays(today, -back), today].map((day) => ({ asOf: endOfDay(day), left: false }));
          const rules = compilePacks(
            (await ctx.content.packs.inForce()).packs,
            form as 'refined' | 'literal',
          );
          const known = await store.latestByType(rareTypes, {
            asOf: endOfDay(today),
            knownAt: await store.lastSequence(),
          });
          const past = { id, events: stored, moments, until: today, leftAt: null };
          const ground = {
            rules,
            profiles: ctx.content.profiles,
            usageKnownFrom: '2000-01-01',
            typesKnown: new Set(known.keys()),
          };
          const replayed = rulesAtMoments(past, ground);
          // A source that nobody had by then says nothing; a first account has sent everything that the others will.
          for (const [index, { asOf }] of moments.entries()) {
            if (utcDayOf(asOf) < utcDayOf(events[0]?.at ?? asOf)) continue;
            const knownThen = await store.latestByType(rareTypes, {
              asOf,
              knownAt: await store.lastSequence(),
            });
            if (knownThen.size !== known.size) continue;
            compared++;
            expect(await seenAt(id, asOf, form as 'refined' | 'literal')).toEqual(
              [...(replayed[index] ?? [])].sort(),
            );
          }
        },
      ),
      { numRuns: 12 },
    );
    expect(compared).toBeGreaterThan(6);
  });

  it('of a whole day at once is what a replay of each account sees, whatever happened after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEvents, { minLength: 2, maxLength: 6 }),
        fc.nat({ max: 20 }),
        async (all, back) => {
          const ids = all.map(() => `day-${engine.name}-${++last}`.replaceAll(' ', '-').toLowerCase());
          for (const [index, given] of all.entries()) {
            const events = given.map(({ made: [type, payload], age, user }) =>
              toEvent(
                sampleEvent(type, ids[index] ?? '', `${addDays(today, -age)}T12:00:00Z`, payload, { user }),
              ),
            );
            const named = sampleEvent(
              'contract.updated',
              ids[index] ?? '',
              `${addDays(today, -back)}T11:00:00Z`,
              {
                name: 'Then',
                startsOn: addDays(today, -back),
                arr: { amount: 1, currency: 'USD' },
              },
            );
            await keepEvents(store, [...events, toEvent(named)]);
          }
          const day = addDays(today, -back);
          const knownAt = await store.lastSequence();
          const one = await collect(findRisks(ctx, { accountIds: ids, asOf: endOfDay(day), knownAt }));
          const accounts = one.map(({ account }) => account);
          const atOnce = await collect(findRisksOfDay(ctx, { at: endOfDay(day), knownAt, accounts }));
          expect(atOnce.map(({ account, findings }) => [account.id, findings])).toEqual(
            one.map(({ account, findings }) => [account.id, findings]),
          );
          expect(atOnce.map(({ scored }) => scored.score)).toEqual(one.map(({ scored }) => scored.score));
          if (back > 0) expect(atOnce.every(({ scored }) => !scored.isPast)).toBe(true);
        },
      ),
      { numRuns: 10 },
    );
  });
});

async function collect<T>(found: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of found) all.push(one);
  return all;
}
