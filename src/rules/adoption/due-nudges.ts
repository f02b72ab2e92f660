import { counted } from '../../domain/counted.ts';
import type { Nudge } from '../../domain/nudge.ts';
import { daysBetween, type UtcDay } from '../../domain/utc-day.ts';
import { daysUsed, firstUse, isActive, lastUse, type UserUsage } from './usage-facts.ts';

/** A nudge that one user's days speak for, with what they say. */
export interface DueNudge {
  user: string;
  nudge: Nudge;
  /** Continues "because": `nothing in reports for 9 days`. */
  because: string;
}

/** Whoever has used nothing for so long is no case for a hint inside the product: nobody would see it. Ours. */
const activeDays = 14;

/** The feature that a nudge leads to; using it is what "acted" means. */
export function targetOf({ trigger }: Pick<Nudge, 'trigger'>): string {
  return trigger.kind === 'unused' ? trigger.feature : trigger.without;
}

/**
 * Which nudges are due for which users of an account, in the order of the users and of the definitions. Only what usage
 * says: caps, hours and consent come later.
 * @param useCaseFeatures - of the account's use case; null = it has none that we know
 */
export function dueNudges(
  people: readonly UserUsage[],
  nudges: readonly Nudge[],
  useCaseFeatures: ReadonlySet<string> | null,
  today: UtcDay,
): DueNudge[] {
  const active = people.filter((person) => isActive(person, today, activeDays));
  const fitting = nudges.filter(
    (nudge) => !nudge.only_in_use_case || (useCaseFeatures?.has(targetOf(nudge)) ?? false),
  );
  return active.flatMap((person) =>
    fitting
      .filter(({ role }) => role === 'any' || role === person.role)
      .flatMap((nudge) => {
        const because = reasonFor(nudge, person, active, today);
        return because === null ? [] : [{ user: person.user, nudge, because }];
      }),
  );
}

/** Why a nudge is due for one person; null = it is not. */
function reasonFor(
  { trigger }: Nudge,
  person: UserUsage,
  active: readonly UserUsage[],
  today: UtcDay,
): string | null {
  switch (trigger.kind) {
    case 'unused': {
      const last = lastUse(person, trigger.feature, today);
      if (last === null) {
        // Whoever came yesterday has not left anything unused for a week.
        const first = firstUse(person, today);
        const isNew = first === null || daysBetween(first, today) < trigger.days;
        return isNew || trigger.history === 'used-before' ? null : `${trigger.feature} was never used`;
      }
      const idleDays = daysBetween(last, today);
      if (trigger.history === 'never' || idleDays < trigger.days) return null;
      return `nothing in ${trigger.feature} for ${counted(idleDays, 'day')}`;
    }
    case 'repeated': {
      const used = daysUsed(person, trigger.feature, today, trigger.within_days);
      if (used < trigger.on_days || daysUsed(person, trigger.without, today, trigger.within_days) > 0)
        return null;
      return `${trigger.feature} on ${counted(used, 'day')} of ${trigger.within_days}, ${trigger.without} on none`;
    }
    case 'shared': {
      const { feature, without, within_days: within } = trigger;
      const sharing = active.filter((one) => daysUsed(one, feature, today, within) > 0);
      const joined = active.some((one) => daysUsed(one, without, today, within) > 0);
      if (joined || sharing.length < trigger.people || !sharing.includes(person)) return null;
      return `${sharing.length} people work with ${feature}, nobody with ${without}`;
    }
  }
}
