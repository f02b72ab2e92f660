import type { Account } from '../../src/domain/account.ts';
import type { CustomerEvent, StoredEvent } from '../../src/domain/event.ts';
import { emptyContract } from '../../src/rules/contract.ts';
import type { OnboardingFacts } from '../../src/rules/onboarding/onboarding-facts.ts';

/** What happened, on which day of the onboarding (a fraction is a time of that day). */
export type Happened = readonly [
  day: number,
  type: string,
  payload?: Readonly<Record<string, unknown>>,
  user?: string | null,
];

const dayMs = 86_400_000;
export const startOn = '2026-11-01';
const startMs = Date.parse(`${startOn}T00:00:00Z`);

/** The instant of a day of the onboarding. */
export function onDay(day: number): Date {
  return new Date(startMs + Math.round(day * dayMs));
}

/** What some source sends in these tests, unless a test says otherwise. */
export const everythingHeard: readonly string[] = [
  ...['milestone.reached', 'integration.state', 'recipe.completed', 'feature.used', 'user.session'],
  ...[
    'error.raised',
    'ticket.created',
    'ticket.updated',
    'ticket.resolved',
    'value.measured',
    'feature.requested',
  ],
  ...[
    'sso_live',
    'integration_live',
    'dataset_ingested',
    'dashboard_shipped',
    'report_shipped',
    'champion_trained',
    'business_review',
  ].map((name) => `milestone.reached ${name}`),
];

/** Facts of one account as of a day of its onboarding; events after it are left out. */
export function onboardingFacts(
  asOfDay: number,
  happened: readonly Happened[],
  { heard = everythingHeard, account = {} }: { heard?: readonly string[]; account?: Partial<Account> } = {},
): OnboardingFacts {
  const asOf = onDay(asOfDay);
  const events = happened
    .map(([day, type, payload = {}, user = null], index): StoredEvent => {
      const event = { id: `e${index + 1}`, type, account: 'acme', at: onDay(day), user, source: 'test' };
      const whole = { ...event, region: null, dimensions: {}, payload } as unknown as CustomerEvent;
      return { seq: index + 1, receivedAt: onDay(day), event: whole };
    })
    .filter(({ event }) => event.at <= asOf)
    .sort((one, other) => one.event.at.getTime() - other.event.at.getTime() || one.seq - other.seq);
  return {
    account: { ...emptyContract('acme'), id: 'acme', firstSeenOn: startOn, startsOn: startOn, ...account },
    events,
    heard: new Set(heard),
    asOf,
  };
}

/** A milestone on a day. */
export function reached(day: number, milestone: string): Happened {
  return [day, 'milestone.reached', { milestone }];
}

/** The state of an integration on a day. */
export function integration(day: number, name: string, state = 'connected'): Happened {
  return [day, 'integration.state', { integration: name, state }];
}

/** Somebody at work. */
export function used(day: number, user: string, count = 100): Happened {
  return [day, 'feature.used', { feature: 'flows', count }, user];
}

/** Everything of day 7, in time. */
export const firstWeek: readonly Happened[] = [
  reached(1, 'sso_live'),
  integration(2, 'crm'),
  reached(3, 'dataset_ingested'),
  [5, 'recipe.completed', { recipe: 'first-dashboard' }, 'ann'],
  ...['ann', 'bob', 'cat', 'dan', 'eve'].map((user) => used(4, user)),
];

/** Everything of days 7 and 14, in time. */
export const firstFortnight: readonly Happened[] = [
  ...firstWeek,
  reached(8, 'dashboard_shipped'),
  integration(9, 'mail'),
  reached(11, 'report_shipped'),
  reached(13, 'champion_trained'),
];
