import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import type { Icp, Measure, UseCase } from '../../domain/use-case.ts';
import { addDays, daysBetween, type UtcDay } from '../../domain/utc-day.ts';

/** What use cases are judged by, for one account up to and with one UTC day. */
export interface AdoptionFacts {
  today: UtcDay;
  /** Licensed; null = no contract says. */
  seats: number | null;
  /** Use by day; by nobody in particular has user ''. Sessions, with feature '', are left out. */
  usage: readonly { user: string; feature: string; day: UtcDay; uses: number }[];
  /** Whether anybody ever reported use of a feature, a recipe, a milestone or an integration for this account. */
  reports: { usage: boolean; recipes: boolean; milestones: boolean; integrations: boolean };
  recipes: readonly { recipe: string; on: UtcDay; url: string }[];
  milestones: readonly { milestone: string; on: UtcDay; url: string }[];
  /** Those that are connected now. */
  integrations: readonly { integration: string; url: string }[];
  hoursSaved: readonly { hours: number; on: UtcDay; url: string }[];
  /** The page of the daily figures. */
  figuresUrl: string;
}

/** How one criterion or KPI stands. */
export interface MeasureState {
  text: string;
  state: 'met' | 'not-met' | 'unknown';
  /** Null = unknown, or there is no number to it */
  actual: number | null;
  /** Null = there is no number to it */
  target: number | null;
  /** One sentence: what was counted, or why nobody knows. */
  reason: string;
  evidence: readonly string[];
}

/** How a use case stands at an account, with every criterion and KPI. */
export interface UseCaseState {
  id: string;
  title: string;
  outcome: string;
  /** Whether it is the one that the contract names. */
  chosen: boolean;
  /** `met` when every criterion is, `unknown` when one is and none is missed. */
  state: MeasureState['state'];
  criteria: readonly MeasureState[];
  kpis: readonly MeasureState[];
}

/** The use case that a contract names, by its id or another name of it; null = none of ours. */
export function chosenUseCase(useCases: readonly UseCase[], named: string | null): UseCase | null {
  return useCases.find(({ id, also }) => named !== null && (id === named || also.includes(named))) ?? null;
}

/** The use cases of an account: the chosen one first, then the others of its ICP in their order. */
export function casesOfAccount(
  content: { icps: readonly Icp[]; useCases: readonly UseCase[] },
  account: { icp: string | null; useCase: string | null },
): { useCase: UseCase; chosen: boolean }[] {
  const chosen = chosenUseCase(content.useCases, account.useCase);
  const ids = content.icps.find(({ id }) => id === account.icp)?.use_cases ?? [];
  const others = ids.flatMap((id) => content.useCases.filter((one) => one.id === id && one !== chosen));
  return [
    ...(chosen ? [{ useCase: chosen, chosen: true }] : []),
    ...others.map((useCase) => ({ useCase, chosen: false })),
  ];
}

/** Judges the criteria and KPIs of a use case, each with what was counted and where it is to be seen. */
export function judgeUseCase(useCase: UseCase, chosen: boolean, facts: AdoptionFacts): UseCaseState {
  const criteria = useCase.criteria.map(({ text, is }) => judgeMeasure(text, is, facts));
  const kpis = useCase.kpis.map(({ text, is }) => judgeMeasure(text, is, facts));
  const { id, title, outcome } = useCase;
  return { id, title, outcome, chosen, state: stateOf(criteria), criteria, kpis };
}

function stateOf(criteria: readonly MeasureState[]): MeasureState['state'] {
  if (criteria.some(({ state }) => state === 'not-met')) return 'not-met';
  return criteria.some(({ state }) => state === 'unknown') ? 'unknown' : 'met';
}

function judgeMeasure(text: string, is: Measure, facts: AdoptionFacts): MeasureState {
  const found = count(is, facts);
  const target = 'at_least' in is ? is.at_least : null;
  if ('unknown' in found)
    return { text, state: 'unknown', actual: null, target, reason: found.unknown, evidence: [] };
  const state = found.actual >= (target ?? 1) ? 'met' : 'not-met';
  const actual = target === null ? null : found.actual;
  return { text, state, actual, target, reason: found.reason, evidence: found.evidence };
}

type Found = { unknown: string } | { actual: number; reason: string; evidence: readonly string[] };

function count(is: Measure, facts: AdoptionFacts): Found {
  switch (is.measure) {
    case 'users':
    case 'weeks':
    case 'uses':
      return countUse(is, facts);
    case 'seat-share':
      return countSeats(is.days, facts);
    case 'recipe':
      return countReached(
        ...([facts.reports.recipes, `recipe ${is.recipe}`] as const),
        facts.recipes.filter(({ recipe }) => recipe === is.recipe),
      );
    case 'milestone':
      return countReached(
        ...([facts.reports.milestones, `milestone ${is.milestone}`] as const),
        facts.milestones.filter(({ milestone }) => milestone === is.milestone),
      );
    case 'integrations': {
      if (!facts.reports.integrations) return { unknown: 'no source reports integrations' };
      const names = facts.integrations.map(({ integration }) => integration);
      const reason = names.length === 0 ? 'none is connected' : `connected: ${names.join(', ')}`;
      return { actual: names.length, reason, evidence: facts.integrations.map(({ url }) => url) };
    }
    case 'hours-saved':
      return countHours(is.days, facts);
  }
}

function countUse(
  is: Extract<Measure, { measure: 'users' | 'weeks' | 'uses' }>,
  facts: AdoptionFacts,
): Found {
  if (!facts.reports.usage) return { unknown: 'no source reports which features are used' };
  const used = within(facts, is.days).filter(({ feature }) => is.features.includes(feature));
  const last = used
    .map(({ day }) => day)
    .sort()
    .at(-1);
  const when = last === undefined ? `none in ${is.days} days` : `last on ${dayWords(last)}`;
  const evidence = [facts.figuresUrl];
  switch (is.measure) {
    case 'users': {
      const actual = new Set(used.map(({ user }) => user).filter((user) => user !== '')).size;
      return { actual, reason: `${counted(actual, 'person', 'people')}, ${when}`, evidence };
    }
    case 'weeks': {
      const whole = Math.floor(is.days / 7);
      const weeks = new Set(used.map(({ day }) => Math.floor(daysBetween(day, facts.today) / 7)));
      const actual = [...weeks].filter((week) => week < whole).length;
      return { actual, reason: `${actual} of ${whole} weeks, ${when}`, evidence };
    }
    case 'uses': {
      const actual = used.reduce((sum, { uses }) => sum + uses, 0);
      return { actual, reason: `${counted(actual, 'use')}, ${when}`, evidence };
    }
  }
}

function countSeats(days: number, facts: AdoptionFacts): Found {
  if (!facts.reports.usage) return { unknown: 'no source reports which features are used' };
  if (facts.seats === null || facts.seats === 0)
    return { unknown: 'no contract says how many seats there are' };
  const people = new Set(
    within(facts, days)
      .map(({ user }) => user)
      .filter((user) => user !== ''),
  ).size;
  return {
    actual: Math.floor((people * 100) / facts.seats),
    reason: `${counted(people, 'person', 'people')} of ${counted(facts.seats, 'seat')}`,
    evidence: [facts.figuresUrl],
  };
}

function countReached(
  isReported: boolean,
  what: string,
  found: readonly { on: UtcDay; url: string }[],
): Found {
  const first = found[0];
  if (first) return { actual: 1, reason: `${what} on ${dayWords(first.on)}`, evidence: [first.url] };
  return isReported
    ? { actual: 0, reason: `no ${what} yet`, evidence: [] }
    : { unknown: `no source reports ${what.split(' ')[0]}s` };
}

function countHours(days: number, facts: AdoptionFacts): Found {
  if (facts.hoursSaved.length === 0) return { unknown: 'nobody has measured hours saved' };
  const measured = facts.hoursSaved.filter(({ on }) => isWithin(on, facts.today, days));
  const actual = Math.floor(measured.reduce((sum, { hours }) => sum + hours, 0));
  const reason = `${counted(actual, 'hour')} in ${counted(measured.length, 'measurement')}`;
  return { actual, reason, evidence: measured.map(({ url }) => url) };
}

function within({ usage, today }: AdoptionFacts, days: number): AdoptionFacts['usage'] {
  return usage.filter(({ feature, day }) => feature !== '' && isWithin(day, today, days));
}

function isWithin(day: UtcDay, today: UtcDay, days: number): boolean {
  return day <= today && day > addDays(today, -days);
}
