import type { Account } from '../../domain/account.ts';
import type { Cohort, CohortKey, RetentionCell } from '../../domain/cohort.ts';
import { compareText } from '../../domain/compare-text.ts';
import type { Rates } from '../../domain/currencies.ts';
import type { ChecklistTemplate } from '../../domain/onboarding.ts';
import { type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { endOfLocalDay, monthsAfter } from '../business-time/month-of.ts';
import { chooseTemplate } from '../onboarding/judge-checklist.ts';
import type { ContractHistory } from './contract-history.ts';
import type { Metric, MetricFacts } from './metric-facts.ts';
import { moneyShare } from './money-figures.ts';
import { restrictFacts } from './restrict-facts.ts';
import { grossRetention, logoRetention, netRetention } from './retention.ts';
import { health, healthScore } from './value.ts';
import { nps } from './voice.ts';

/** What is counted of each cohort. */
export const cohortMetrics: readonly Metric[] = [
  logoRetention,
  grossRetention,
  netRetention,
  health,
  healthScore,
  nps,
];

/** Two years: what is older says little of how customers are brought in today. */
const monthsAtMost = 24;

/** Whom to put together by what, with everything that says so. */
export interface CohortQuestion {
  by: CohortKey;
  contracts: readonly ContractHistory[];
  facts: MetricFacts;
  zone: string;
  checklists: readonly ChecklistTemplate[];
  /** Of members, by id. */
  names: ReadonlyMap<string, string>;
}

/**
 * Puts everybody who ever was a customer into cohorts by what their contract says at the end; each is in exactly one. The
 * path is the launch checklist for the segment that their contract named first, the start the quarter in which they began.
 */
export function formCohorts(question: CohortQuestion): { cohorts: Cohort[]; whole: Cohort } {
  const { by, contracts, facts } = question;
  const present = contracts.filter(({ id }) => facts.atEnd.has(id));
  const groups = Map.groupBy(present, (contract) => cohortKeyOf(question, contract));
  const days = rememberDays(question.zone);
  const lives = new Map(present.map((contract) => [contract.id, standingsOf(contract, facts.to, days)]));
  const cohorts = [...groups].map(([key, group]) =>
    measureCohort({ key, label: labelOf(by, key, question.names) }, group, facts, lives),
  );
  return {
    cohorts: cohorts.sort((one, other) =>
      by === 'start'
        ? order(one.key, other.key)
        : other.customers - one.customers || other.accounts - one.accounts || order(one.key, other.key),
    ),
    whole: measureCohort({ key: null, label: 'Everybody' }, present, facts, lives),
  };
}

/** Which cohort an account is in; null = its contract does not say */
export function cohortKeyOf(
  { by, facts, checklists }: Pick<CohortQuestion, 'by' | 'facts' | 'checklists'>,
  { id, begins, firstSegment }: ContractHistory,
): string | null {
  const account: Account | undefined = facts.atEnd.get(id);
  switch (by) {
    case 'segment':
      return account?.segment?.toLowerCase() ?? null;
    case 'use-case':
      return account?.useCase?.toLowerCase() ?? null;
    case 'owner':
      return account?.owner ?? null;
    case 'path':
      return chooseTemplate(checklists, { segment: firstSegment })?.segment ?? null;
    case 'start':
      return `${begins.slice(0, 4)}-Q${Math.ceil(Number(begins.slice(5, 7)) / 3)}`;
  }
}

function labelOf(by: CohortKey, key: string | null, names: ReadonlyMap<string, string>): string {
  if (key === null) return by === 'owner' ? 'nobody' : 'not said';
  if (by === 'owner') return names.get(key) ?? key;
  if (by === 'path') return key === 'any' ? 'general checklist' : `${key} checklist`;
  return by === 'start' ? key.replace('-', ' ') : key;
}

function measureCohort(
  { key, label }: Pick<Cohort, 'key' | 'label'>,
  group: readonly ContractHistory[],
  facts: MetricFacts,
  lives: ReadonlyMap<string, readonly Standing[]>,
): Cohort {
  const theirs = restrictFacts(facts, new Set(group.map(({ id }) => id)));
  return {
    key,
    label,
    accounts: group.length,
    customers: [...theirs.atEnd.values()].filter(({ status }) => status === 'active').length,
    figures: cohortMetrics.map((metric) => metric.measure(theirs)),
    retention: retentionOf(
      group.map(({ id }) => lives.get(id) ?? []),
      facts.rates,
    ),
  };
}

/** How one account stood so many months after its start. */
interface Standing {
  month: number;
  stayed: boolean;
  /** Its ARR at the start, and then; null = none is on record, or they are in two currencies */
  revenue: { currency: string; part: number; whole: number } | null;
}

/**
 * How an account stood at the end of the day so many months after its start. Who came with records of later counts from the
 * month on in which these begin; what has not come so far is left out.
 */
function standingsOf(contract: ContractHistory, to: Date, days: Days): Standing[] {
  const standings: Standing[] = [];
  const was = contract.before(days.endOf(contract.begins), contract.begins)?.arr ?? null;
  for (let month = 0; month <= monthsAtMost; month++) {
    const day = days.after(contract.begins, month);
    const instant = days.endOf(day);
    if (instant > to) break;
    if (!isOnRecord(contract, month, instant)) continue;
    const then = contract.before(instant, day);
    const stayed = then?.status === 'active';
    const now = stayed ? then.arr : null;
    const isComparable = was !== null && was.amount > 0 && (now === null || now.currency === was.currency);
    standings.push({
      month,
      stayed,
      revenue: isComparable ? { currency: was.currency, part: now?.amount ?? 0, whole: was.amount } : null,
    });
  }
  return standings;
}

/** How many of a group were customers still so many months after their start, and what they paid. */
function retentionOf(group: readonly (readonly Standing[])[], rates: Rates | null): RetentionCell[] {
  const byMonth = Map.groupBy(group.flat(), ({ month }) => month);
  return [...byMonth]
    .sort(([one], [other]) => one - other)
    .map(([month, standings]) => ({
      month,
      of: standings.length,
      kept: standings.filter(({ stayed }) => stayed).length,
      revenueHundredths: moneyShare(
        standings.flatMap(({ revenue }) => revenue ?? []),
        rates,
        'none',
        [],
      ).hundredths,
    }));
}

/** Whether the records tell of a month: they had begun by then, or in the first month of the account. */
function isOnRecord({ begins, toldSince }: ContractHistory, month: number, instant: Date): boolean {
  if (toldSince === null || toldSince < instant) return true;
  return month === 0 && utcDayOf(toldSince) < monthsAfter(begins, 1);
}

interface Days {
  endOf(day: UtcDay): Date;
  after(day: UtcDay, months: number): UtcDay;
}

/** Many accounts begin on the same days: each is computed once. */
function rememberDays(zone: string): Days {
  const ends = new Map<UtcDay, Date>();
  const later = new Map<string, UtcDay>();
  return {
    endOf: (day) => {
      const end = ends.get(day) ?? endOfLocalDay(day, zone);
      ends.set(day, end);
      return end;
    },
    after: (day, months) => {
      const key = `${day} ${months}`;
      const found = later.get(key) ?? monthsAfter(day, months);
      later.set(key, found);
      return found;
    },
  };
}

function order(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareText(one, other);
}
