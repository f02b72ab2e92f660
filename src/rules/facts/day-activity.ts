import type { Rollup } from '../../domain/rollup.ts';
import { activityDays, type DayActivity } from '../../domain/rule-subject.ts';
import { daysBetween, type UtcDay } from '../../domain/utc-day.ts';

/** The days with anything in the year up to a day, the latest first. @param rollups - of one account, in any order */
export function dayActivity(rollups: readonly Rollup[], day: UtcDay): DayActivity[] {
  return rollups
    .filter((rollup) => rollup.day <= day)
    .map((rollup) => ({
      age: daysBetween(rollup.day, day),
      actions: rollup.actions,
      errors: rollup.errors,
      tickets: rollup.ticketsCreated,
      urgent: rollup.ticketsUrgent,
      sponsor: rollup.sponsorTouches,
    }))
    .filter(({ age }) => age < activityDays)
    .filter(({ actions, errors, tickets, sponsor }) => actions + errors + tickets + sponsor > 0)
    .sort((a, b) => a.age - b.age);
}
