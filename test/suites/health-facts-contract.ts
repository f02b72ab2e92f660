import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerEvent } from '../../src/domain/event.ts';
import { customSignals } from '../../src/domain/event-types.ts';
import type { CountedFacts } from '../../src/domain/health-facts.ts';
import { factsKey } from '../../src/domain/health-facts.ts';
import { addDays, type UtcDay } from '../../src/domain/utc-day.ts';
import { rollUp } from '../../src/rules/rollup.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestEngine } from '../support/stores.ts';
import { keepEvents, toEvent } from './keep-events.ts';
import { recountFacts } from './recount-facts.ts';
import { sampleEvent } from './sample-events.ts';

const today = '2026-11-21';

/** What every store counts: run by each engine, against a recount that shares nothing with it. */
export function healthFactsContract(engine: TestEngine): void {
  let store: Store;
  let close: () => Promise<void>;
  let lastAccount = 0;

  beforeAll(async () => {
    ({ store, close } = await engine.open());
  });

  afterAll(() => close());

  function account(): string {
    return `facts-${++lastAccount}`;
  }

  async function factsOf(id: string, day: UtcDay = today): Promise<CountedFacts> {
    const facts = (await store.countHealthFacts([{ account: id, asOfDay: day }])).get(factsKey(id, day));
    if (!facts) throw new Error(`no facts of ${id}`);
    return facts;
  }

  describe('the edges of each window', () => {
    const nps = { kind: 'nps', score: 9 };
    const csat = { kind: 'csat', score: 3 };
    const failed = { invoiceId: 'i', status: 'failed' };

    it.each<[fact: keyof CountedFacts, lastAge: number, type: string, payload: object, user?: string]>([
      ['engagedDays28', 27, 'user.session', {}],
      ['engagedDays84', 83, 'ticket.created', { ticketId: 't' }],
      ['engagedDays168', 167, 'sponsor.touch', {}],
      ['engagedWeeks12', 83, 'recipe.completed', { recipe: 'r' }],
      ['users7', 6, 'user.session', {}, 'ann'],
      ['users28', 27, 'feature.used', { feature: 'f' }, 'ann'],
      ['userWeeks12', 83, 'user.session', {}, 'ann'],
      ['features84', 83, 'feature.used', { feature: 'f' }],
      ['uses7', 6, 'recipe.completed', { recipe: 'r' }],
      ['errors7', 6, 'error.raised', { code: 'E' }],
      ['ticketsCreated28', 27, 'ticket.created', { ticketId: 't' }],
      ['ticketsCreated84', 83, 'ticket.created', { ticketId: 't' }],
      ['ticketsUrgent28', 27, 'ticket.created', { ticketId: 't', priority: 'P1' }],
      ['csatCount84', 83, 'survey.responded', csat],
      ['csatCount84', 83, 'ticket.resolved', { ticketId: 't', csat: 1 }],
      ['npsCount168', 167, 'survey.responded', nps],
      ['npsPromoters168', 167, 'survey.responded', nps],
      ['sponsorDays84', 83, 'sponsor.touch', {}],
      ['failedPayments84', 83, 'billing.invoice', failed],
      ['expansionsWon365', 364, 'expansion.won', { opportunityId: 'o' }],
    ])('%s counts age %d and not the day before it: %s', async (fact, lastAge, type, payload, user) => {
      const [inside, outside] = [account(), account()];
      const at = (age: number): string => addDays(today, -age);
      const rest = user ? { user } : {};
      await keepEvents(store, [
        // The first and the last millisecond of a day belong to that day.
        toEvent(
          sampleEvent(type, inside, `${at(lastAge)}T00:00:00.000Z`, payload as Record<string, unknown>, rest),
        ),
        toEvent(
          sampleEvent(
            type,
            outside,
            `${at(lastAge + 1)}T23:59:59.999Z`,
            payload as Record<string, unknown>,
            rest,
          ),
        ),
      ]);
      expect((await factsOf(inside))[fact]).toBe(1);
      expect((await factsOf(outside))[fact]).toBe(0);
    });

    it.each([
      [179, 179],
      [180, null],
    ])('a sign of life at age %d is the latest at %s', async (age, lastEngagedAge) => {
      const id = account();
      await keepEvents(store, [toEvent(sampleEvent('user.session', id, addDays(today, -age)))]);
      expect(await factsOf(id)).toMatchObject({ lastEngagedAge, thirdEngagedAge: null });
    });

    it('the error baseline is made of ages 7 to 34, of days with use, newest first', async () => {
      const id = account();
      const days: [age: number, errors: number, uses: number][] = [
        [6, 9, 1],
        [7, 1, 2],
        [20, 5, 0],
        [33, 0, 4],
        [34, 2, 3],
        [35, 9, 1],
      ];
      const events = days.flatMap(([age, errors, uses]) => [
        ...(errors > 0
          ? [sampleEvent('error.raised', id, addDays(today, -age), { code: 'E', count: errors })]
          : []),
        ...(uses > 0 ? [sampleEvent('feature.used', id, addDays(today, -age), { count: uses })] : []),
      ]);
      await keepEvents(
        store,
        events.map((event) => toEvent(event)),
      );
      expect((await factsOf(id)).baselineErrorRates).toEqual([500, 0, 666]);
    });

    it('what happened after the day does not count, and the day itself does', async () => {
      const id = account();
      await keepEvents(store, [
        toEvent(sampleEvent('user.session', id, `${today}T23:59:59.999Z`)),
        toEvent(sampleEvent('user.session', id, `${addDays(today, 1)}T00:00:00Z`)),
        toEvent(sampleEvent('ticket.created', id, `${addDays(today, 1)}T00:00:00Z`)),
      ]);
      expect(await factsOf(id)).toMatchObject({
        engagedDays28: 1,
        lastEngagedAge: 0,
        ticketsOpen: 0,
        uses7: 1,
      });
      expect(await factsOf(id, addDays(today, 1))).toMatchObject({
        engagedDays28: 2,
        ticketsOpen: 1,
        uses7: 2,
      });
    });
  });

  describe('states', () => {
    it.each<[string, [status: string, age: number, dueOn?: string][], Partial<CountedFacts>]>([
      ['issued and not due yet', [['issued', 10, addDays(today, 5)]], { overdueDays: 0, invoicesEver: 1 }],
      ['due today', [['issued', 10, today]], { overdueDays: 0 }],
      ['due yesterday', [['issued', 10, addDays(today, -1)]], { overdueDays: 1 }],
      ['overdue without a due date counts from that event', [['overdue', 12]], { overdueDays: 12 }],
      ['issued without a due date is not overdue', [['issued', 20]], { overdueDays: 0, invoicesEver: 1 }],
      [
        'overdue again and again counts from the first time',
        [
          ['overdue', 12],
          ['failed', 4],
          ['overdue', 2],
        ],
        { overdueDays: 12 },
      ],
      [
        'whose due date was moved',
        [
          ['issued', 30, addDays(today, -20)],
          ['overdue', 10, addDays(today, -5)],
          ['overdue', 1],
        ],
        { overdueDays: 5 },
      ],
      [
        'reminded of without its due date keeps it',
        [
          ['issued', 81, addDays(today, -70)],
          ['overdue', 1],
        ],
        { overdueDays: 70 },
      ],
      [
        'paid after being overdue',
        [
          ['overdue', 12, addDays(today, -20)],
          ['paid', 3],
        ],
        { overdueDays: 0, invoicesEver: 1 },
      ],
      [
        'failed counts as unpaid',
        [['failed', 5, addDays(today, -8)]],
        { overdueDays: 8, failedPayments84: 1 },
      ],
      [
        'failed twice',
        [
          ['failed', 5],
          ['failed', 4],
        ],
        { failedPayments84: 2, invoicesEver: 1 },
      ],
      [
        'refunded owes nothing',
        [
          ['overdue', 12],
          ['refunded', 1],
        ],
        { overdueDays: 0 },
      ],
    ])('an invoice %s', async (_, history, facts) => {
      const id = account();
      const events = history.map(([status, age, dueOn]) =>
        sampleEvent('billing.invoice', id, addDays(today, -age), {
          invoiceId: 'i',
          status,
          ...(dueOn ? { dueOn } : {}),
        }),
      );
      await keepEvents(
        store,
        events.reverse().map((event) => toEvent(event)),
      );
      expect(await factsOf(id)).toMatchObject(facts);
    });

    it('the oldest unpaid of several invoices decides', async () => {
      const id = account();
      const invoice = (invoiceId: string, status: string, age: number): Record<string, unknown> =>
        sampleEvent('billing.invoice', id, addDays(today, -40), {
          invoiceId,
          status,
          dueOn: addDays(today, -age),
        });
      await keepEvents(
        store,
        [invoice('a', 'issued', 3), invoice('b', 'overdue', 30), invoice('c', 'paid', 39)].map((event) =>
          toEvent(event),
        ),
      );
      expect(await factsOf(id)).toMatchObject({ overdueDays: 30, invoicesEver: 3 });
    });

    it.each([
      ['the id', { source: 'crm', id: 'a' }, { source: 'crm', id: 'b' }],
      ['the source before the id', { source: 'crm', id: 'b' }, { source: 'erp', id: 'a' }],
    ])(
      'two states of an invoice at one instant are decided by %s, whichever came first',
      async (_, lower, higher) => {
        for (const turned of [false, true]) {
          const id = account();
          const state = (key: { source: string; id: string }, status: string): CustomerEvent =>
            toEvent(
              sampleEvent(
                'billing.invoice',
                id,
                addDays(today, -9),
                { invoiceId: 'i', status },
                {
                  id: `${key.id} ${id}`,
                  source: key.source,
                },
              ),
            );
          const states = [state(lower, 'overdue'), state(higher, 'paid')];
          await keepEvents(store, turned ? states.reverse() : states);
          expect((await factsOf(id)).overdueDays).toBe(0);
        }
      },
    );

    it('a ticket is open until it is resolved, whichever was received first', async () => {
      const id = account();
      const ticket = (type: string, ticketId: string, age: number): CustomerEvent =>
        toEvent(sampleEvent(type, id, addDays(today, -age), { ticketId }));
      await keepEvents(store, [ticket('ticket.resolved', 'a', 1), ticket('ticket.created', 'b', 400)]);
      await keepEvents(store, [ticket('ticket.created', 'a', 5), ticket('ticket.created', 'b', 3)]);
      expect((await factsOf(id)).ticketsOpen).toBe(1);
      expect((await factsOf(id, addDays(today, -2))).ticketsOpen).toBe(2);
    });

    it('five features make a power user, from any days of the month together', async () => {
      const id = account();
      const uses = (user: string, count: number): CustomerEvent[] =>
        Array.from({ length: count }, (_, index) =>
          toEvent(
            sampleEvent('feature.used', id, addDays(today, -index * 6), { feature: `f${index}` }, { user }),
          ),
        );
      await keepEvents(store, [...uses('ann', 5), ...uses('bob', 4), ...uses('bob', 4)]);
      expect(await factsOf(id)).toMatchObject({ powerUsers28: 1, users28: 2, features84: 5 });
    });
  });

  describe('against a recount event by event', () => {
    const edges = [0, 1, 6, 7, 13, 27, 28, 34, 35, 83, 84, 167, 168, 179, 180, 364, 365];
    const anyAge = fc.oneof(fc.constantFrom(...edges), fc.nat({ max: 200 }));
    const anyPayload: fc.Arbitrary<[string, Record<string, unknown>]> = fc.oneof(
      fc.constant<[string, Record<string, unknown>]>(['user.session', {}]),
      fc.tuple(
        fc.constant('feature.used'),
        fc.record(
          { feature: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), count: fc.integer({ min: 1, max: 9 }) },
          { requiredKeys: [] },
        ),
      ),
      fc.tuple(
        fc.constant('error.raised'),
        fc.record({ code: fc.constant('E'), count: fc.integer({ min: 1, max: 99 }) }),
      ),
      fc.tuple(
        fc.constantFrom('ticket.created', 'ticket.resolved'),
        fc.record(
          {
            ticketId: fc.constantFrom('t1', 't2', 't3'),
            priority: fc.constantFrom('P0', 'P1', 'P2'),
            csat: fc.integer({ min: 1, max: 5 }),
          },
          { requiredKeys: ['ticketId'] },
        ),
      ),
      fc.tuple(
        fc.constant('survey.responded'),
        fc.record({ kind: fc.constant('nps'), score: fc.nat({ max: 10 }) }),
      ),
      fc.constant<[string, Record<string, unknown>]>(['sponsor.touch', {}]),
      fc.tuple(
        fc.constant('billing.invoice'),
        fc.record(
          {
            invoiceId: fc.constantFrom('i1', 'i2'),
            status: fc.constantFrom('issued', 'paid', 'overdue', 'failed', 'refunded'),
            dueOn: fc.nat({ max: 90 }).map((age) => addDays(today, 10 - age)),
          },
          { requiredKeys: ['invoiceId', 'status'] },
        ),
      ),
      fc.constant<[string, Record<string, unknown>]>(['expansion.won', { opportunityId: 'o' }]),
      fc.constant<[string, Record<string, unknown>]>(['recipe.completed', { recipe: 'r' }]),
      fc
        .constantFrom(...customSignals)
        .map((feeds): [string, Record<string, unknown>] => [`custom.${feeds}`, {}]),
    );
    const anyEvents = fc.array(
      fc.record({
        made: anyPayload,
        age: anyAge,
        user: fc.constantFrom('ann', 'bob', 'cid', null),
        source: fc.constantFrom('crm', 'app'),
        time: fc.constantFrom('00:00:00.000', '12:00:00.000', '23:59:59.999'),
      }),
      { minLength: 1, maxLength: 60 },
    );

    it('every fact is the same on every day, from the tables and from given rollups', async () => {
      await fc.assert(
        fc.asyncProperty(anyEvents, fc.nat({ max: 40 }), async (given, back) => {
          const id = account();
          const events = given.map(({ made: [type, payload], age, user, source, time }) =>
            toEvent(sampleEvent(type, id, `${addDays(today, -age)}T${time}Z`, payload, { user, source })),
          );
          const seqs = await keepEvents(store, events);
          for (const day of [today, addDays(today, -back)]) {
            expect(await factsOf(id, day)).toEqual(recountFacts(events, id, day));
          }
          // What was known before the second half came in.
          const known = events.slice(0, Math.ceil(events.length / 2));
          const knownAt = seqs[known.length - 1] ?? 0;
          const past = { ...rollUp(known), knownAt, asOf: new Date(`${today}T23:59:59.999Z`) };
          const counted = await store.countHealthFacts([{ account: id, asOfDay: today }], past);
          expect(counted.get(factsKey(id, today))).toEqual(recountFacts(known, id, today));
        }),
        { numRuns: 15 },
      );
    });

    it('many accounts and days in one question are the same as one by one', async () => {
      const ids = [account(), account(), account()];
      const events = ids.flatMap((id, index) =>
        fc
          .sample(anyEvents, { numRuns: 1, seed: 41 + index })
          .flatMap((given) =>
            given.map(({ made: [type, payload], age, user, source }) =>
              toEvent(sampleEvent(type, id, addDays(today, -age), payload, { user, source })),
            ),
          ),
      );
      await keepEvents(store, events);
      const points = ids.flatMap((id) =>
        [0, 7, 30, 126].map((age) => ({ account: id, asOfDay: addDays(today, -age) })),
      );
      const together = await store.countHealthFacts(points);
      expect(together.size).toBe(12);
      for (const { account: id, asOfDay } of points) {
        expect(together.get(factsKey(id, asOfDay))).toEqual(recountFacts(events, id, asOfDay));
      }
    });

    it('an account without any event has facts in which nothing happened', async () => {
      expect(await factsOf('facts-nobody')).toEqual(recountFacts([], 'facts-nobody', today));
    });
  });
}
