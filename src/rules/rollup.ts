import { type CustomerEvent, isBuiltIn } from '../domain/event.ts';
import { type Rollup, type RollupCounter, rollupCounters, type Usage } from '../domain/rollup.ts';
import { type UtcDay, utcDayOf } from '../domain/utc-day.ts';

/** What one event adds to its account's day: integer counts, and at most one use of one feature by one user. */
export interface RollupDelta {
  counts: Partial<Record<RollupCounter, number>>;
  use: { user: string; feature: string; uses: number } | null;
}

const nothing: RollupDelta = { counts: {}, use: null };

/**
 * What an event counts as. Sums and distinct keys only, so any order of arrival gives the same day.
 * "Active" has one definition: a session, a use of a feature or a completed recipe.
 */
export function rollupDelta(event: CustomerEvent): RollupDelta {
  if (!isBuiltIn(event)) return customDelta(event.feeds, event.user);
  const user = event.user ?? '';
  switch (event.type) {
    case 'user.session':
      return {
        counts: { actions: 1, sessions: 1, sessionSeconds: event.payload.durationSeconds ?? 0 },
        use: { user, feature: '', uses: 1 },
      };
    case 'feature.used': {
      const uses = event.payload.count ?? 1;
      const feature = event.payload.feature ?? event.payload.module ?? '';
      return { counts: { actions: uses, featureUses: uses }, use: { user, feature, uses } };
    }
    case 'recipe.completed':
      return { counts: { actions: 1, recipesCompleted: 1 }, use: { user, feature: '', uses: 1 } };
    case 'error.raised':
      return counted({ errors: event.payload.count ?? 1 });
    case 'job.retry':
      return counted({ jobRetries: 1 });
    case 'ticket.created':
      return counted({ ticketsCreated: 1, ticketsUrgent: isUrgent(event.payload.priority) ? 1 : 0 });
    case 'ticket.resolved':
      return counted({ ticketsResolved: 1, ...csatCounts(event.payload.csat) });
    case 'survey.responded':
      return counted(
        event.payload.kind === 'csat' ? csatCounts(event.payload.score) : npsCounts(event.payload.score),
      );
    case 'sponsor.touch':
      return counted({ sponsorTouches: 1 });
    case 'nudge.sent':
      return counted({ nudgesSent: 1 });
    case 'nudge.acted':
      return counted({ nudgesActed: 1 });
    default:
      return nothing;
  }
}

function customDelta(feeds: string, user: string | null): RollupDelta {
  switch (feeds) {
    case 'session':
      return { counts: { actions: 1, sessions: 1 }, use: { user: user ?? '', feature: '', uses: 1 } };
    case 'use':
      return { counts: { actions: 1, featureUses: 1 }, use: { user: user ?? '', feature: '', uses: 1 } };
    case 'error':
      return counted({ errors: 1 });
    case 'ticket':
      return counted({ ticketsCreated: 1 });
    case 'sponsor':
      return counted({ sponsorTouches: 1 });
    default:
      return nothing;
  }
}

function counted(counts: RollupDelta['counts']): RollupDelta {
  return { counts, use: null };
}

function isUrgent(priority: string | undefined): boolean {
  return priority === 'P0' || priority === 'P1';
}

function csatCounts(score: number | undefined): RollupDelta['counts'] {
  return score === undefined ? {} : { csatSum: score, csatCount: 1 };
}

/** Promoters answer 9 or 10, detractors 0 to 6. Source: Reichheld, "The One Number You Need to Grow" (2003). */
function npsCounts(score: number): RollupDelta['counts'] {
  return { npsCount: 1, npsPromoters: score >= 9 ? 1 : 0, npsDetractors: score <= 6 ? 1 : 0 };
}

/** Days and uses of a batch of events, ready to be added to what is stored. */
export interface RollupBatch {
  rollups: Rollup[];
  usage: Usage[];
}

/**
 * Sums events into days and uses, in key order. Adding the result of two batches equals the result of both.
 */
export function rollUp(events: Iterable<CustomerEvent>): RollupBatch {
  const rollups = new Map<string, Rollup>();
  const usage = new Map<string, Usage>();
  for (const event of events) {
    const { counts, use } = rollupDelta(event);
    const day = utcDayOf(event.at);
    const dayKey = `${event.account}\u0000${day}`;
    if (counts !== nothing.counts) addCounts(rollups, dayKey, event.account, day, counts);
    if (use) addUse(usage, `${dayKey}\u0000${use.user}\u0000${use.feature}`, event.account, day, use);
  }
  return { rollups: sortedValues(rollups), usage: sortedValues(usage) };
}

function addCounts(
  rollups: Map<string, Rollup>,
  key: string,
  account: string,
  day: UtcDay,
  counts: RollupDelta['counts'],
): void {
  const rollup = rollups.get(key) ?? emptyRollup(account, day);
  for (const counter of Object.keys(counts) as RollupCounter[]) rollup[counter] += counts[counter] ?? 0;
  rollups.set(key, rollup);
}

function addUse(
  usage: Map<string, Usage>,
  key: string,
  account: string,
  day: UtcDay,
  use: NonNullable<RollupDelta['use']>,
): void {
  const known = usage.get(key);
  if (known) known.uses += use.uses;
  else usage.set(key, { account, day, ...use });
}

/** A day on which nothing was counted. */
export function emptyRollup(account: string, day: UtcDay): Rollup {
  const counts = Object.fromEntries(rollupCounters.map((counter) => [counter, 0]));
  return { account, day, ...(counts as Record<RollupCounter, number>) };
}

/** Key order makes every writer lock rows in the same order. */
function sortedValues<T>(map: Map<string, T>): T[] {
  return [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
