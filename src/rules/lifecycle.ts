import type { Account, LifecycleStage } from '../domain/account.ts';
import { counted } from '../domain/counted.ts';
import type { LifecycleMeasure } from '../domain/health.ts';
import type { HealthFacts } from '../domain/health-facts.ts';
import { daysBetween, type UtcDay } from '../domain/utc-day.ts';

/** Last day of each stage, counted from the start of the contract. Source: seeds, "Customer Lifecycle". */
const stageEnds = { onboarding: 30, adoption: 182, retention: 364 } as const;

/** The lifecycle stage on a day: days 1–30, months 2–6, months 7–12, year 2 and later. */
export function lifecycleStage(
  account: Pick<Account, 'startsOn' | 'firstSeenOn'>,
  day: UtcDay,
): LifecycleStage {
  const age = daysBetween(account.startsOn ?? account.firstSeenOn, day);
  if (age <= stageEnds.onboarding) return 'onboarding';
  if (age <= stageEnds.adoption) return 'adoption';
  return age <= stageEnds.retention ? 'retention' : 'expansion';
}

/**
 * The stage with its own measure of success. Source: seeds, "Success Metric" of each stage.
 * @returns null where the contract ended: who has left is in no stage
 */
export function lifecycleMeasure(facts: HealthFacts): LifecycleMeasure | null {
  if (facts.account.status === 'ended') return null;
  const stage = lifecycleStage(facts.account, facts.asOfDay);
  switch (stage) {
    case 'onboarding':
      return {
        stage,
        measure: 'active users of licensed seats by day 30',
        target: '80 %',
        ...seatShare(facts),
      };
    case 'adoption':
      return {
        stage,
        measure: 'active days a week, and power users (5+ features)',
        target: '3 a week and 50 %',
        ...habit(facts),
      };
    case 'retention':
      return { stage, measure: 'the renewal', target: 'renewed', ...renewal(facts) };
    case 'expansion':
      return { stage, measure: 'expansion won in twelve months', target: 'at least 1', ...expansion(facts) };
  }
}

type Outcome = Pick<LifecycleMeasure, 'actual' | 'met'>;
const unknown: Outcome = { actual: null, met: null };

function seatShare(facts: HealthFacts): Outcome {
  const { seats } = facts.account;
  if (!seats) return unknown;
  const percent = Math.floor((100 * facts.users28) / seats);
  return { actual: `${percent} % (${facts.users28} of ${seats})`, met: percent >= 80 };
}

function habit(facts: HealthFacts): Outcome {
  if (facts.users28 === 0)
    return { actual: `${facts.engagedDays28} active days in 4 weeks, no users`, met: false };
  const powerPercent = Math.floor((100 * facts.powerUsers28) / facts.users28);
  const perWeek = (Math.floor((facts.engagedDays28 * 10) / 4) / 10).toFixed(1);
  return {
    actual: `${perWeek} a week and ${powerPercent} %`,
    met: facts.engagedDays28 >= 12 && powerPercent >= 50,
  };
}

function renewal(facts: HealthFacts): Outcome {
  if (!facts.account.renewsOn) return unknown;
  const days = daysBetween(facts.asOfDay, facts.account.renewsOn);
  return {
    actual: `renews on ${facts.account.renewsOn}, ${days < 0 ? `${counted(-days, 'day')} ago` : `in ${counted(days, 'day')}`}`,
    met: null,
  };
}

function expansion(facts: HealthFacts): Outcome {
  return { actual: String(facts.expansionsWon365), met: facts.expansionsWon365 > 0 };
}
