import { dayWords } from '../../domain/day-words.ts';
import type { StoredEvent } from '../../domain/event.ts';
import { type GoalDay, type OnboardingOutcome, type OutcomeId, outcomeIds } from '../../domain/onboarding.ts';
import { addDays, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import type { Measure } from './measure.ts';
import {
  measureIntegrations,
  measureMilestone,
  measureNextUseCases,
  measureRecipe,
  measureReview,
  measureShipped,
} from './measure-set-up.ts';
import { measureTicketTrend, measureUrgentAnswers } from './measure-support.ts';
import { measureActiveUsers, measureErrorBudget, measureTargetRoles } from './measure-use.ts';
import {
  factsUntil,
  followedDays,
  type OnboardingFacts,
  onboardingDay,
  onboardingStart,
} from './onboarding-facts.ts';

/** One goal with its verdict, and the records that show it. */
export interface JudgedOutcome extends Omit<OnboardingOutcome, 'evidence'> {
  evidence: readonly StoredEvent[];
  /** True = somebody still has to do it: it can be told from events, is no rate, and has not been reached so far. */
  isOpen: boolean;
}

interface Goal {
  day: GoalDay;
  label: string;
  /** Looks at days of its own, and at what came of them later: a ticket of the last evening is answered after midnight. */
  ownDays?: true;
  measure(facts: OnboardingFacts): Measure;
}

/** Source: seeds, Epic 1, "Day-7/14/30 outcomes". */
const goals: Readonly<Record<OutcomeId, Goal>> = {
  sso_live: { day: 7, label: 'SSO live', measure: (facts) => measureMilestone(facts, 'sso_live') },
  first_integration: {
    day: 7,
    label: '1 integration enabled',
    measure: (facts) => measureIntegrations(facts, 1),
  },
  first_dataset: {
    day: 7,
    label: 'First dataset ingested',
    measure: (facts) => measureMilestone(facts, 'dataset_ingested'),
  },
  first_recipe: { day: 7, label: '1 guided recipe completed', measure: measureRecipe },
  active_users: {
    day: 7,
    label: '5 or more active users',
    measure: measureActiveUsers,
  },
  error_budget: {
    day: 7,
    label: 'Error budget under 2 %',
    ownDays: true,
    measure: (facts) => measureErrorBudget(facts, { from: 0, to: 7 }),
  },
  second_integration: {
    day: 14,
    label: '2 or more integrations',
    measure: (facts) => measureIntegrations(facts, 2),
  },
  dashboards_or_reports: { day: 14, label: '2 dashboards or reports shipped', measure: measureShipped },
  champion_trained: {
    day: 14,
    label: 'Champion trained',
    measure: (facts) => measureMilestone(facts, 'champion_trained'),
  },
  p1_response: {
    day: 14,
    label: 'P1 answered in under 30 minutes',
    ownDays: true,
    measure: (facts) => measureUrgentAnswers(facts, { from: 0, to: 14 }),
  },
  business_review: { day: 30, label: 'Business review with ROI', measure: measureReview },
  target_roles: {
    day: 30,
    label: 'Adoption in target roles',
    measure: measureTargetRoles,
  },
  next_use_cases: { day: 30, label: 'Backlog of next use cases', measure: measureNextUseCases },
  ticket_trend: { day: 30, label: 'Fewer tickets', ownDays: true, measure: measureTicketTrend },
};

/**
 * Judges the goals of days 7, 14 and 30. Day n is the n-th UTC day after the start of the contract and counts to its last
 * millisecond; what happens afterwards is late and changes no verdict.
 * @returns every goal, in the order of `outcomeIds`
 * Source: FEATURES D1
 */
export function judgeOutcomes(facts: OnboardingFacts): JudgedOutcome[] {
  return outcomeIds.map((id) => judgeGoal(id, goals[id], facts));
}

function judgeGoal(
  id: OutcomeId,
  { day, label, ownDays, measure }: Goal,
  facts: OnboardingFacts,
): JudgedOutcome {
  const dueOn = addDays(onboardingStart(facts.account), day);
  const isOver = utcDayOf(facts.asOf) > dueOn;
  const inTime = measure(ownDays ? facts : factsUntil(facts, day));
  const shared = { id, day, label, dueOn };
  if (inTime.kind === 'unmeasured')
    return {
      ...shared,
      verdict: 'unknown',
      reason: inTime.reason,
      lateOn: null,
      evidence: [],
      isOpen: false,
    };
  const { reached, isProvisional, reason, evidence } = inTime;
  if (reached && (isOver || !isProvisional))
    return { ...shared, verdict: 'pass', reason, lateOn: null, evidence, isOpen: false };
  if (!isOver) {
    const soFar = isProvisional ? `so far ${reason}` : reason;
    const words = `${soFar}; due by ${dayWords(dueOn)}`;
    return { ...shared, verdict: 'unknown', reason: words, lateOn: null, evidence, isOpen: !isProvisional };
  }
  const late = isProvisional ? null : lateReach(facts, measure, day);
  return {
    ...shared,
    verdict: 'fail',
    reason: late ? `${reason} by day ${day}; reached on ${dayWords(late.on)}` : reason,
    lateOn: late?.on ?? null,
    evidence: late ? late.evidence : evidence,
    isOpen: !isProvisional && late === null,
  };
}

/** On which of the days after its own a goal was reached; null = it has not been */
function lateReach(
  facts: OnboardingFacts,
  measure: Goal['measure'],
  day: number,
): { on: UtcDay; evidence: readonly StoredEvent[] } | null {
  const start = onboardingStart(facts.account);
  const last = Math.min(onboardingDay(facts.account, facts.asOf), followedDays);
  for (let later = day + 1; later <= last; later++) {
    const then = measure(factsUntil(facts, later));
    if (then.kind === 'measured' && then.reached)
      return { on: addDays(start, later), evidence: then.evidence };
  }
  return null;
}
