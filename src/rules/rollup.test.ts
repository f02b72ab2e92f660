import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimalPayloads } from '../../test/suites/sample-events.ts';
import { type CustomerEvent, checkEvent } from '../domain/event.ts';
import { type CustomEventType, type CustomSignal, customSignals, eventTypes } from '../domain/event-types.ts';
import { type RollupCounter, rollupCounters } from '../domain/rollup.ts';
import { type RollupBatch, rollUp } from './rollup.ts';

const customTypes = new Map(
  customSignals.map((feeds): [string, CustomEventType] => [
    `custom.${feeds}`,
    { name: `custom.${feeds}`, feeds, required: {} },
  ]),
);

let lastId = 0;

function event(type: string, payload: object = {}, rest: object = {}): CustomerEvent {
  const raw = { id: `e${++lastId}`, type, account: 'acme', ts: '2026-11-01T10:00:00Z', payload, ...rest };
  const checked = checkEvent(raw, { source: 'test', now: new Date('2026-12-31T00:00:00Z'), customTypes });
  if (!checked.ok) throw new Error(checked.reason);
  return checked.event;
}

/** The counters of one event that are not zero; null = the day has no row. */
function countersOf(type: string, payload?: object): Partial<Record<RollupCounter, number>> | null {
  const [rollup] = rollUp([event(type, payload)]).rollups;
  if (!rollup) return null;
  return Object.fromEntries(
    rollupCounters.filter((counter) => rollup[counter] !== 0).map((counter) => [counter, rollup[counter]]),
  );
}

describe('what each event counts as', () => {
  it.each<[string, object, Partial<Record<RollupCounter, number>> | null]>([
    ['user.session', {}, { actions: 1, sessions: 1 }],
    ['user.session', { durationSeconds: 90 }, { actions: 1, sessions: 1, sessionSeconds: 90 }],
    ['feature.used', {}, { actions: 1, featureUses: 1 }],
    ['feature.used', { count: 7 }, { actions: 7, featureUses: 7 }],
    ['recipe.completed', { recipe: 'r' }, { actions: 1, recipesCompleted: 1 }],
    ['error.raised', { code: 'E' }, { errors: 1 }],
    ['error.raised', { code: 'E', count: 12 }, { errors: 12 }],
    ['job.retry', { job: 'j' }, { jobRetries: 1 }],
    ['ticket.created', { ticketId: 't' }, { ticketsCreated: 1 }],
    ['ticket.created', { ticketId: 't', priority: 'P0' }, { ticketsCreated: 1, ticketsUrgent: 1 }],
    ['ticket.created', { ticketId: 't', priority: 'P1' }, { ticketsCreated: 1, ticketsUrgent: 1 }],
    ['ticket.created', { ticketId: 't', priority: 'P2' }, { ticketsCreated: 1 }],
    ['ticket.created', { ticketId: 't', csat: 5 }, { ticketsCreated: 1 }],
    ['ticket.resolved', { ticketId: 't' }, { ticketsResolved: 1 }],
    ['ticket.resolved', { ticketId: 't', csat: 4 }, { ticketsResolved: 1, csatSum: 4, csatCount: 1 }],
    ['survey.responded', { kind: 'csat', score: 1 }, { csatSum: 1, csatCount: 1 }],
    ['survey.responded', { kind: 'nps', score: 0 }, { npsCount: 1, npsDetractors: 1 }],
    ['survey.responded', { kind: 'nps', score: 6 }, { npsCount: 1, npsDetractors: 1 }],
    ['survey.responded', { kind: 'nps', score: 7 }, { npsCount: 1 }],
    ['survey.responded', { kind: 'nps', score: 8 }, { npsCount: 1 }],
    ['survey.responded', { kind: 'nps', score: 9 }, { npsCount: 1, npsPromoters: 1 }],
    ['survey.responded', { kind: 'nps', score: 10 }, { npsCount: 1, npsPromoters: 1 }],
    ['sponsor.touch', {}, { sponsorTouches: 1 }],
    ['nudge.sent', { nudgeId: 'n' }, { nudgesSent: 1 }],
    ['nudge.acted', { nudgeId: 'n' }, { nudgesActed: 1 }],
    ['custom.session', {}, { actions: 1, sessions: 1 }],
    ['custom.use', {}, { actions: 1, featureUses: 1 }],
    ['custom.error', {}, { errors: 1 }],
    ['custom.ticket', {}, { ticketsCreated: 1 }],
    ['custom.sponsor', {}, { sponsorTouches: 1 }],
    ['custom.none', {}, null],
  ])('%s %j is %j', (type, payload, counters) => {
    expect(countersOf(type, payload)).toEqual(counters);
  });

  const uncounted = [
    'integration.state',
    'billing.invoice',
    'ticket.updated',
    'deployment.published',
    'config.changed',
    'contract.updated',
    'seat.changed',
    'incident.opened',
    'incident.resolved',
    'milestone.reached',
    'usage.limit',
    'value.measured',
    'feature.requested',
    'flag.changed',
    'expansion.opened',
    'expansion.won',
    'expansion.lost',
  ];

  it('the other types make no day active', () => {
    const silent = eventTypes.filter((type) => countersOf(type, minimalPayloads[type]) === null);
    expect(silent.sort()).toEqual(uncounted.sort());
  });
});

describe('who used what', () => {
  it.each([
    ['user.session', {}, ''],
    ['feature.used', { feature: 'reports', module: 'analytics' }, 'reports'],
    ['feature.used', { module: 'analytics' }, 'analytics'],
    ['feature.used', {}, ''],
    ['recipe.completed', { recipe: 'r' }, ''],
    ['custom.use', {}, ''],
    ['custom.session', {}, ''],
  ])('%s %j is a use of feature %j by its user', (type, payload, feature) => {
    const { usage } = rollUp([event(type, payload, { user: 'ann' })]);
    expect(usage).toEqual([{ account: 'acme', day: '2026-11-01', user: 'ann', feature, uses: 1 }]);
  });

  it('use by nobody in particular is kept under the empty user', () => {
    expect(rollUp([event('feature.used', { feature: 'f', count: 3 })]).usage).toEqual([
      { account: 'acme', day: '2026-11-01', user: '', feature: 'f', uses: 3 },
    ]);
  });

  it.each(['error.raised', 'ticket.created', 'sponsor.touch', 'survey.responded', 'nudge.acted'])(
    '%s is no use',
    (type) => {
      const payload = minimalPayloads[type as keyof typeof minimalPayloads];
      expect(rollUp([event(type, payload, { user: 'ann' })]).usage).toEqual([]);
    },
  );
});

it('a day is a UTC day', () => {
  const late = event('user.session', {}, { ts: '2026-11-01T23:59:59.999Z' });
  const next = event('user.session', {}, { ts: '2026-11-02T00:00:00Z' });
  const west = event('user.session', {}, { ts: '2026-11-01T20:00:00-05:00' });
  const days = rollUp([late, next, west]).rollups.map(({ day, sessions }) => [day, sessions]);
  expect(days).toEqual([
    ['2026-11-01', 1],
    ['2026-11-02', 2],
  ]);
});

const anyEvent = fc
  .record({
    type: fc.constantFrom(...eventTypes, ...customSignals.map((feeds: CustomSignal) => `custom.${feeds}`)),
    account: fc.constantFrom('acme', 'globex'),
    day: fc.integer({ min: 1, max: 4 }),
    user: fc.constantFrom(undefined, 'ann', 'bob'),
    feature: fc.constantFrom('reports', 'alerts'),
  })
  .map(({ type, account, day, user, feature }) =>
    event(
      type,
      {
        ...minimalPayloads[type as keyof typeof minimalPayloads],
        ...(type === 'feature.used' ? { feature } : {}),
      },
      { account, ts: `2026-11-0${day}T10:00:00Z`, ...(user ? { user } : {}) },
    ),
  );

describe('any order and any split (TC8)', () => {
  it('of a batch gives the same days', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyEvent, { maxLength: 30 })
          .chain((events) =>
            fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
          ),
        ([events, shuffled]) => {
          expect(rollUp(shuffled)).toEqual(rollUp(events));
        },
      ),
    );
  });

  it('adding two batches equals counting them together', () => {
    const batches = fc.array(anyEvent, { maxLength: 20 });
    fc.assert(
      fc.property(batches, batches, (left, right) => {
        expect(merge(rollUp(left), rollUp(right))).toEqual(rollUp([...left, ...right]));
      }),
    );
  });
});

/** What the store does with two batches: counters and uses add up under their keys. */
function merge(left: RollupBatch, right: RollupBatch): RollupBatch {
  const rollups = new Map(left.rollups.map((rollup) => [`${rollup.account} ${rollup.day}`, { ...rollup }]));
  for (const rollup of right.rollups) {
    const known = rollups.get(`${rollup.account} ${rollup.day}`);
    if (!known) rollups.set(`${rollup.account} ${rollup.day}`, { ...rollup });
    else for (const counter of rollupCounters) known[counter] += rollup[counter];
  }
  const usage = new Map(left.usage.map((use) => [keyOf(use), { ...use }]));
  for (const use of right.usage) {
    const known = usage.get(keyOf(use));
    if (known) known.uses += use.uses;
    else usage.set(keyOf(use), { ...use });
  }
  return { rollups: inOrder(rollups), usage: inOrder(usage) };
}

function keyOf(use: RollupBatch['usage'][number]): string {
  return [use.account, use.day, use.user, use.feature].join(' ');
}

function inOrder<T>(map: Map<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
