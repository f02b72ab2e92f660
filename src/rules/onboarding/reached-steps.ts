import type { GoalDay, OutcomeVerdict } from '../../domain/onboarding.ts';

/** How many onboardings came so far. */
export interface ReachedStep {
  /** 0 = it began */
  day: 0 | GoalDay;
  count: number;
}

/** What is asked of an onboarding: each of its goals, with its day. */
type Goals = readonly { day: GoalDay; verdict: OutcomeVerdict }[];

const days = [7, 14, 30] as const satisfies readonly GoalDay[];

/**
 * Of so many onboardings, how many reached every goal of day 7, of these every goal of day 14, and of these every goal of
 * day 30. Reached late is not reached; what nobody can tell is not either.
 */
export function countReached(onboardings: readonly Goals[]): ReachedStep[] {
  let left = onboardings;
  const steps: ReachedStep[] = [{ day: 0, count: left.length }];
  for (const day of days) {
    left = left.filter((goals) => goals.every((goal) => goal.day !== day || goal.verdict === 'pass'));
    steps.push({ day, count: left.length });
  }
  return steps;
}
