import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toEvent } from '../../../test/suites/keep-events.ts';
import { recountFacts } from '../../../test/suites/recount-facts.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import type { CustomerEvent } from '../../domain/event.ts';
import { customSignals } from '../../domain/event-types.ts';
import { addDays, endOfDay } from '../../domain/utc-day.ts';
import { createAccountHistory } from './account-history.ts';

const start = '2025-10-01';
const oneOf = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const anyPayload: fc.Arbitrary<[string, Record<string, unknown>]> = fc.oneof(
  oneOf<[string, Record<string, unknown>]>(
    ['user.session', {}],
    ['sponsor.touch', {}],
    ['recipe.completed', { recipe: 'r' }],
    ['expansion.won', { opportunityId: 'o' }],
    ['error.raised', { code: 'E', count: 7 }],
    ['survey.responded', { kind: 'nps', score: 9 }],
    ['survey.responded', { kind: 'nps', score: 3 }],
    ['survey.responded', { kind: 'csat', score: 2 }],
    ...customSignals.map((feeds): [string, Record<string, unknown>] => [`custom.${feeds}`, {}]),
  ),
  fc.tuple(
    fc.constant('feature.used'),
    fc.record(
      { feature: oneOf('a', 'b', 'c', 'd', 'e', 'f'), count: fc.integer({ min: 1, max: 9 }) },
      { requiredKeys: [] },
    ),
  ),
  fc.tuple(
    oneOf('ticket.created', 'ticket.resolved'),
    fc.record(
      {
        ticketId: oneOf('t1', 't2', 't3'),
        priority: oneOf('P0', 'P2'),
        csat: fc.integer({ min: 1, max: 5 }),
      },
      { requiredKeys: ['ticketId'] },
    ),
  ),
  fc.tuple(
    fc.constant('billing.invoice'),
    fc.record(
      {
        invoiceId: oneOf('i1', 'i2'),
        status: oneOf('issued', 'paid', 'overdue', 'failed', 'refunded'),
        dueOn: fc.nat({ max: 200 }).map((day) => addDays(start, day)),
      },
      { requiredKeys: ['invoiceId', 'status'] },
    ),
  ),
);

const anyEvents = fc.array(
  fc.record({
    made: anyPayload,
    day: fc.nat({ max: 240 }),
    user: oneOf('ann', 'bob', 'cid', null),
    source: oneOf('crm', 'app'),
    time: oneOf('00:00:00.000', '12:00:00.000', '23:59:59.999'),
  }),
  { minLength: 1, maxLength: 80 },
);

function inOrder(a: CustomerEvent, b: CustomerEvent): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    (a.source < b.source ? -1 : a.source > b.source ? 1 : a.id < b.id ? -1 : 1)
  );
}

it('counts on every day what a recount of all events counts, event by event', () => {
  fc.assert(
    fc.property(anyEvents, (given) => {
      const events = given
        .map(({ made: [type, payload], day, user, source, time }) =>
          toEvent(
            sampleEvent(type, 'acme', `${addDays(start, day)}T${time}Z`, payload, { user, source }),
            source,
          ),
        )
        .sort(inOrder);
      const history = createAccountHistory('acme');
      let next = 0;
      for (let day = 0; day <= 300; day += 3) {
        const today = addDays(start, day);
        while (events[next] && (events[next] as CustomerEvent).at <= endOfDay(today)) {
          history.add({ seq: next + 1, receivedAt: endOfDay(today), event: events[next] as CustomerEvent });
          next++;
        }
        history.mark(today);
        expect(history.countAt(today)).toEqual(recountFacts(events, 'acme', today));
        if (day >= 12) {
          const earlier = addDays(today, -12);
          expect(history.countAt(earlier)).toEqual(recountFacts(events, 'acme', earlier));
        }
      }
    }),
    { numRuns: 40 },
  );
});
