import type { StoredEvent } from '../../domain/event.ts';
import { addDays, daysBetween, endOfDay, startOfDay, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { contractEnd } from '../contract.ts';
import type { AccountPast } from './replay-account.ts';

/** How far ahead of a moment is looked whether the account left. Days. */
export const aheadDays = 90;
/** A moment every four weeks. Days. */
const everyDays = 28;

/**
 * Makes moments of an account's own past, of which is known what came after: every four weeks from its first event, as
 * long as three months follow, or its contract ended.
 * @param events - all of the account's, by instant, then source, then id
 * @returns null = there is not a single such moment
 */
export function labelMoments(id: string, events: readonly StoredEvent[], today: UtcDay): AccountPast | null {
  const [first] = events;
  if (!first) return null;
  const endedOn = contractEnd(events.map(({ event }) => event));
  const last = endedOn === null ? addDays(today, -aheadDays) : addDays(endedOn, -1);
  const moments: AccountPast['moments'][number][] = [];
  for (let day = addDays(utcDayOf(first.event.at), everyDays); day <= last; day = addDays(day, everyDays)) {
    const left = endedOn !== null && daysBetween(day, endedOn) <= aheadDays;
    moments.push({ asOf: endOfDay(day), left });
  }
  if (moments.length === 0) return null;
  return { id, events, moments, until: last, leftAt: endedOn === null ? null : startOfDay(endedOn) };
}
