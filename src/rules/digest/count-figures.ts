import { severityRank } from '../../domain/alert.ts';
import { compareText } from '../../domain/compare-text.ts';
import { convert, divideHalfUp, type Rates, readRates } from '../../domain/currencies.ts';
import type {
  DigestAccount,
  DigestAccountState,
  DigestExpansion,
  DigestRisk,
  DigestSnapshot,
  DigestTicket,
} from '../../domain/digest.ts';
import type { Band } from '../../domain/health.ts';
import type { MetricValue } from '../../domain/metric.ts';
import { type Money, sumExactly } from '../../domain/money.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';
import { monthsBefore } from '../business-time/month-of.ts';
import { sumByCurrency } from '../issue-match/bug-figures.ts';
import { forecastAtRisk } from '../metrics/forecast.ts';

/** A figure as it stands, and as it stood a week before. */
export interface Compared<T> {
  now: T;
  before: T;
}

/** Scored customers by band; `unscored` = of whom not one component is known. */
export type BandCounts = Record<Band, number> & { unscored: number };

/** Some customers with what they pay. */
export interface Group {
  accounts: DigestAccount[];
  /** By currency. */
  arr: Money[];
}

/** A customer that entered or left the ones at risk, with why. */
export interface Mover {
  account: DigestAccount;
  /** The gravest of then; null = the customer left us */
  risk: DigestRisk | null;
}

/** Every figure of a digest. */
export interface DigestFigures {
  customers: Compared<number>;
  arr: Compared<Money[]>;
  health: Compared<BandCounts>;
  /** Whole percent of scored customers; null = nobody is scored */
  green: Compared<number | null>;
  risks: Compared<Group> & { entered: Mover[]; left: Mover[] };
  /** Whole percent of ARR; null = no ARR, or more than one currency without rates */
  riskPercent: Compared<number | null>;
  /** By the metric of that name; null = the snapshot is older than it */
  forecast: Compared<MetricValue> | null;
  /** Within the days that are looked ahead. */
  renewals: Compared<Group> & { atRisk: Group };
  support: Compared<DigestTicket[]>;
  issues: { hit: Compared<number> };
  expansion: {
    wonInWeek: DigestExpansion[];
    wonArr: Money[];
    wonBefore: DigestExpansion[];
    wonBeforeArr: Money[];
    open: DigestExpansion[];
    openArr: Money[];
    percent: Compared<number | null>;
  };
  recovered: DigestAccount[];
}

/** All of a snapshot but what is written of it. */
type CountedFrom = Omit<DigestSnapshot, 'lead'>;

/** Counts every figure of a snapshot; equal snapshots give equal figures. */
export function countFigures(snapshot: CountedFrom): DigestFigures {
  const { accounts, renewalDays, day, dayBefore } = snapshot;
  const rates = readRates(snapshot.rates);
  const both = <T>(count: (moment: 'now' | 'before') => T): Compared<T> => ({
    now: count('now'),
    before: count('before'),
  });
  const group = (moment: 'now' | 'before', holds: (state: DigestAccountState) => boolean): Group => {
    const of = accounts.filter((account) => account[moment] !== null && holds(account[moment]));
    return { accounts: of, arr: arrOf(of, moment) };
  };
  const isAtRisk = ({ risks }: DigestAccountState): boolean => risks.length > 0;
  const everybody = both((moment) => group(moment, () => true));
  const risks = both((moment) => group(moment, isAtRisk));
  const health = both((moment) => countBands(accounts, moment));
  const renewing = (moment: 'now' | 'before') => (state: DigestAccountState) =>
    isWithin(state.renewsOn, moment === 'now' ? day : dayBefore, renewalDays);
  return {
    customers: both((moment) => everybody[moment].accounts.length),
    arr: both((moment) => everybody[moment].arr),
    health,
    green: both((moment) => greenPercent(health[moment])),
    risks: { ...risks, ...movers(accounts) },
    riskPercent: both((moment) => percentOf(risks[moment].arr, everybody[moment].arr, rates)),
    forecast: countForecast(snapshot),
    renewals: {
      ...both((moment) => group(moment, renewing(moment))),
      atRisk: group('now', (state) => renewing('now')(state) && isAtRisk(state)),
    },
    support: both((moment) => snapshot.tickets[moment]),
    issues: {
      hit: {
        now: distinct(snapshot.issues.flatMap((issue) => issue.accounts)),
        before: distinct(snapshot.issues.flatMap((issue) => issue.before)),
      },
    },
    expansion: countExpansion(snapshot),
    recovered: accounts.filter(
      ({ now, before }) => now !== null && !isAtRisk(now) && before !== null && isAtRisk(before),
    ),
  };
}

function arrOf(accounts: readonly DigestAccount[], moment: 'now' | 'before'): Money[] {
  return sumByCurrency(accounts.flatMap((account) => account[moment]?.arr ?? []));
}

function countBands(accounts: readonly DigestAccount[], moment: 'now' | 'before'): BandCounts {
  const counts: BandCounts = { red: 0, amber: 0, green: 0, unscored: 0 };
  for (const account of accounts) if (account[moment]) counts[account[moment].band ?? 'unscored']++;
  return counts;
}

function greenPercent({ red, amber, green }: BandCounts): number | null {
  const scored = red + amber + green;
  return scored === 0 ? null : Math.round((100 * green) / scored);
}

/** Whole percent; null where there is nothing to divide by, or what cannot be added up without a rate. */
export function percentOf(
  part: readonly Money[],
  whole: readonly Money[],
  rates: Rates | null = null,
): number | null {
  const isOne = new Set([...part, ...whole].map(({ currency }) => currency)).size === 1;
  const sumOfAll = (amounts: readonly Money[]): number | null => {
    const worth = amounts.map((money) => (isOne ? money : rates === null ? null : convert(money, rates)));
    const known = worth.filter((money) => money !== null);
    return known.length < worth.length ? null : sumExactly(known.map(({ amount }) => amount));
  };
  const [some, all] = [sumOfAll(part), sumOfAll(whole)];
  if (some === null || all === null || all <= 0) return null;
  return Number(divideHalfUp(100n * BigInt(some), BigInt(all)));
}

function movers(accounts: readonly DigestAccount[]): { entered: Mover[]; left: Mover[] } {
  const [entered, left]: Mover[][] = [[], []];
  for (const account of accounts) {
    const [risk, then] = [account.now?.risks[0] ?? null, account.before?.risks[0] ?? null];
    if (risk && !then) entered?.push({ account, risk });
    if (then && !risk) left?.push({ account, risk: account.now === null ? null : then });
  }
  return { entered: (entered ?? []).sort(byGravity), left: (left ?? []).sort(byGravity) };
}

/** The gravest first; of equals, by currency, those that pay the most. */
function byGravity(one: Mover, other: Mover): number {
  const [first, second] = [arrOfOne(one), arrOfOne(other)];
  return (
    rank(one) - rank(other) ||
    compareText(first?.currency ?? '', second?.currency ?? '') ||
    (second?.amount ?? 0) - (first?.amount ?? 0) ||
    compareText(one.account.id, other.account.id)
  );
}

/** Who left us comes first. */
function rank({ risk }: Mover): number {
  return risk === null ? -1 : severityRank(risk.severity);
}

function arrOfOne({ account }: Mover): Money | null {
  return (account.now ?? account.before)?.arr ?? null;
}

function isWithin(on: UtcDay | null, day: UtcDay, days: number): boolean {
  return on !== null && on >= day && on <= addDays(day, days);
}

function distinct(ids: readonly string[]): number {
  return new Set(ids).size;
}

function countExpansion(snapshot: CountedFrom): DigestFigures['expansion'] {
  const { expansions, before, asOf, yearAgo, zone } = snapshot;
  const wonBy = (instant: string, from: string): DigestExpansion[] =>
    expansions.filter(({ state, at }) => state === 'won' && at > from && at <= instant);
  const yearBefore = (instant: string): string => monthsBefore(new Date(instant), 12, zone).toISOString();
  const share = (instant: string, base: readonly Money[]): number | null =>
    percentOf(sumOf(wonBy(instant, yearBefore(instant))), base, readRates(snapshot.rates));
  const wonInWeek = wonBy(asOf, before);
  const weekMs = Date.parse(asOf) - Date.parse(before);
  const wonBefore = wonBy(before, new Date(Date.parse(before) - weekMs).toISOString());
  const open = expansions.filter(({ state }) => state === 'opened');
  return {
    wonInWeek,
    wonArr: sumOf(wonInWeek),
    wonBefore,
    wonBeforeArr: sumOf(wonBefore),
    open,
    openArr: sumOf(open),
    percent: { now: share(asOf, yearAgo.now), before: share(before, yearAgo.before) },
  };
}

/** By the same function as the scorecard's. */
function countForecast({ forecast, accounts, rates }: CountedFrom): DigestFigures['forecast'] {
  if (forecast === undefined) return null;
  const at = (moment: 'now' | 'before'): MetricValue =>
    forecastAtRisk({
      atRisk: accounts.flatMap((account) => {
        const state = account[moment];
        return state !== null && state.risks.length > 0 ? [{ account: account.id, arr: state.arr }] : [];
      }),
      wereAtRisk: forecast[moment],
      rates: readRates(rates),
    });
  return { now: at('now'), before: at('before') };
}

function sumOf(expansions: readonly DigestExpansion[]): Money[] {
  return sumByCurrency(expansions.flatMap(({ arr }) => arr ?? []));
}
