import { type Account, isOfSegment } from '../../domain/account.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { listRates, ratesOn } from '../../domain/currencies.ts';
import {
  type BandWeek,
  type DigestAccount,
  type DigestAccountState,
  type DigestIssue,
  type DigestSnapshot,
  snapshotId,
} from '../../domain/digest.ts';
import type { Band } from '../../domain/health.ts';
import type { Money } from '../../domain/money.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import { localTime } from '../../rules/business-time/local-time.ts';
import { monthsBefore } from '../../rules/business-time/month-of.ts';
import { countFigures } from '../../rules/digest/count-figures.ts';
import { judgeSources, sourceTypes } from '../../rules/health/sources.ts';
import { sumByCurrency } from '../../rules/issue-match/bug-figures.ts';
import { customersOf, standingBefore } from '../../rules/metrics/gather-facts.ts';
import { configurationId } from '../configuration.ts';
import type { RequestContext } from '../context.ts';
import { listKnownIssues } from '../issues/known-issues.ts';
import { matchRecords } from '../issues/match-records.ts';
import { memberNames } from '../member-names.ts';
import { readPastRisks } from '../metrics/read-risk-facts.ts';
import { readContracts } from '../read-contracts.ts';
import type { AccountScore } from '../score-accounts.ts';
import { scoreDay, scoreSeveralDays } from '../score-day.ts';
import { readExpansions, readUrgentTickets, readWins } from './read-records.ts';
import { atRiskByAlerts, type Risks, readRisks } from './read-risks.ts';
import { writeLeadOf } from './write-lead-of.ts';

const weekMs = 7 * 86_400_000;

/** Of which customers a digest tells. */
export interface SnapshotScope {
  /** Contracts' own word for it; null = all */
  segment: string | null;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** A snapshot with its id. */
export interface NamedSnapshot {
  id: string;
  snapshot: DigestSnapshot;
}

/** Takes down everything that a digest of this moment is counted from; nothing is kept. */
export async function takeSnapshot(ctx: RequestContext, scope: SnapshotScope): Promise<NamedSnapshot> {
  const { store, clock, content } = ctx;
  const asOf = clock.now();
  const before = new Date(asOf.getTime() - weekMs);
  const horizon = { asOf, knownAt: await store.lastSequence() };
  const { zone } = content.sla.workingHours;
  const contracts = await readScope(ctx, scope, { asOf, before, knownAt: horizon.knownAt });
  const isWithin = (account: string): boolean => contracts.has(account);
  await matchRecords(ctx, 10);
  const risks = await readRisks(ctx, contracts, { asOf, before, knownAt: horizon.knownAt });
  const accounts = await readAccounts(ctx, contracts, {
    asOf,
    before,
    knownAt: horizon.knownAt,
    risks,
    onProgress: scope.onProgress,
  });
  const urgent = (at: Date) => readUrgentTickets(ctx, { asOf: at, knownAt: horizon.knownAt }, isWithin);
  const counted: Omit<DigestSnapshot, 'lead'> = {
    version: 1,
    asOf: asOf.toISOString(),
    before: before.toISOString(),
    knownAt: horizon.knownAt,
    zone,
    day: localTime(zone, asOf).day,
    dayBefore: localTime(zone, before).day,
    segment: scope.segment,
    configuration: configurationId(content),
    risksNow: risks.sources.now,
    risksBefore: risks.sources.before,
    renewalDays: content.digest.renewalDays,
    targets: content.digest.targets,
    accounts,
    tickets: { now: await urgent(asOf), before: await urgent(before) },
    issues: await readIssues(ctx, horizon, before, isWithin),
    expansions: (await readExpansions(ctx, horizon)).filter(({ account, state }) =>
      state === 'opened' ? contracts.now.has(account) : contracts.everHad(account),
    ),
    yearAgo: {
      now: contracts.arrAt(monthsBefore(asOf, 12, zone)),
      before: contracts.arrAt(monthsBefore(before, 12, zone)),
    },
    forecast: await readForecast(ctx, contracts, { asOf, before }),
    wins: await readWins(ctx, { ...horizon, after: before }, isWithin),
    winsBefore: await countWinsBefore(ctx, contracts, risks, { before, knownAt: horizon.knownAt }),
    rates: listRates(ratesOn(content.currencies, localTime(zone, asOf).day)),
    weeks: await readWeeks(ctx, contracts, accounts, asOf, horizon.knownAt),
    stale: await readStale(ctx, horizon),
    down: (await store.listOutages()).map(({ connector, since }) => ({
      connector,
      since: since.toISOString(),
    })),
  };
  const snapshot = { ...counted, lead: await writeLeadOf(ctx, countFigures(counted)) };
  return { id: snapshotId(snapshot), snapshot };
}

/** Takes a snapshot and keeps it. */
export async function keepNewSnapshot(ctx: RequestContext, scope: SnapshotScope): Promise<NamedSnapshot> {
  const named = await takeSnapshot(ctx, scope);
  const { id, snapshot } = named;
  await ctx.store.keepSnapshot({
    id,
    asOf: new Date(snapshot.asOf),
    knownAt: snapshot.knownAt,
    segment: snapshot.segment,
    body: canonicalJson(snapshot),
    madeAt: ctx.clock.now(),
  });
  return named;
}

/** Contracts of the accounts in scope, as they were at some instants. */
export interface Contracts {
  /** Whether an account is a customer in scope at either moment. */
  has(account: string): boolean;
  /** Whether an account is in scope, also where it has left. */
  everHad(account: string): boolean;
  now: ReadonlyMap<string, Account>;
  before: ReadonlyMap<string, Account>;
  /** The customers in scope at an instant. */
  at(instant: Date): ReadonlyMap<string, Account>;
  /** What the customers of then in scope paid, by currency. */
  arrAt(instant: Date): Money[];
}

/** Who is a customer is decided as it is for the scorecard: two messages of one week name one number. */
async function readScope(
  ctx: RequestContext,
  { segment }: SnapshotScope,
  { asOf, before, knownAt }: { asOf: Date; before: Date; knownAt: number },
): Promise<Contracts> {
  const { zone } = ctx.content.sla.workingHours;
  const histories = await readContracts(ctx, knownAt);
  const everybodyAt = (instant: Date): [string, Account][] =>
    [...standingBefore(histories, new Date(instant.getTime() + 1), zone)].filter(
      ([, account]) => segment === null || isOfSegment(account, segment),
    );
  const at = (instant: Date): Map<string, Account> => customersOf(new Map(everybodyAt(instant)));
  const [now, then, ever] = [at(asOf), at(before), new Map(everybodyAt(asOf))];
  return {
    now,
    before: then,
    at,
    has: (id) => now.has(id) || then.has(id),
    everHad: (id) => ever.has(id),
    arrAt: (instant) => sumByCurrency([...at(instant).values()].flatMap(({ arr }) => arr ?? [])),
  };
}

/** How many wins the week before the week had; null = it is not known who was at risk at its beginning */
async function countWinsBefore(
  ctx: RequestContext,
  contracts: Contracts,
  risks: Risks,
  { before, knownAt }: { before: Date; knownAt: number },
): Promise<number | null> {
  const earlier = new Date(before.getTime() - weekMs);
  const atRisk = await atRiskByAlerts(ctx, earlier);
  if (atRisk === null) return null;
  const isCustomer = (id: string): boolean => contracts.before.has(id);
  const wins = await readWins(ctx, { asOf: before, knownAt, after: earlier }, isCustomer);
  const were = contracts.at(earlier);
  const recovered = [...atRisk].filter((id) => were.has(id) && isCustomer(id) && !risks.before.has(id));
  return new Set(wins.map(({ account, kind }) => `${kind} ${account}`)).size + recovered.length;
}

async function readForecast(
  ctx: RequestContext,
  contracts: Contracts,
  { asOf, before }: { asOf: Date; before: Date },
): Promise<NonNullable<DigestSnapshot['forecast']>> {
  return {
    now: await readPastRisks(ctx, contracts.at, contracts.now, asOf),
    before: await readPastRisks(ctx, contracts.at, contracts.before, before),
  };
}

interface Moments {
  asOf: Date;
  before: Date;
  knownAt: number;
  risks: Risks;
  onProgress: SnapshotScope['onProgress'];
}

async function readAccounts(
  ctx: RequestContext,
  { now, before }: Contracts,
  moments: Moments,
): Promise<DigestAccount[]> {
  const ids = [...new Set([...now.keys(), ...before.keys()])].sort();
  const { risks } = moments;
  const scores = await readScores(ctx, { now, before }, moments);
  const state = (moment: 'now' | 'before', account: Account | undefined): DigestAccountState | null => {
    if (!account) return null;
    const { hundredths = null, band = null } = scores[moment].get(account.id)?.score ?? {};
    const { arr, renewsOn } = account;
    return { hundredths, band, arr, renewsOn, risks: risks[moment].get(account.id) ?? [] };
  };
  return ids.map((id) => {
    const [current, earlier] = [now.get(id), before.get(id)];
    return {
      id,
      name: (current ?? earlier)?.name ?? id,
      owner: (current ?? earlier)?.owner ?? null,
      now: state('now', current),
      before: state('before', earlier),
    };
  });
}

type ScoresOf = ReadonlyMap<string, AccountScore>;

/** Scores at both moments: those that the rules were asked with, else both are counted at once. */
async function readScores(
  ctx: RequestContext,
  { now, before }: Pick<Contracts, 'now' | 'before'>,
  moments: Moments,
): Promise<{ now: ScoresOf; before: ScoresOf }> {
  const known = moments.risks.scores;
  const days = [
    ...(known.now ? [] : [{ accounts: [...now.values()], at: moments.asOf }]),
    ...(known.before ? [] : [{ accounts: [...before.values()], at: moments.before }]),
  ];
  const counted = await scoreSeveralDays(ctx, days, moments.knownAt, moments.onProgress);
  const next = (): ScoresOf => counted.shift() ?? new Map();
  return { now: known.now ?? next(), before: known.before ?? next() };
}

/** So many accounts may be scored for one picture: two weeks of them cost a digest half of its time. */
const scoresAtMost = 10_000;
const weeksAtMost = 12;

async function readWeeks(
  ctx: RequestContext,
  contracts: Contracts,
  accounts: readonly DigestAccount[],
  asOf: Date,
  knownAt: number,
): Promise<BandWeek[]> {
  const count = Math.min(weeksAtMost, Math.floor(scoresAtMost / Math.max(1, accounts.length)));
  const weeks: BandWeek[] = [];
  for (let back = count - 1; back > 1; back--) {
    const at = new Date(asOf.getTime() - back * weekMs);
    const then = contracts.at(at);
    const bands = [...(await scoreDay(ctx, [...then.values()], at, knownAt)).values()].map(
      ({ score }) => score.band,
    );
    weeks.push(bandWeek(utcDayOf(at), bands));
  }
  for (const [back, moment] of [
    [1, 'before'],
    [0, 'now'],
  ] as const)
    weeks.push(
      bandWeek(
        utcDayOf(new Date(asOf.getTime() - back * weekMs)),
        accounts.map((account) => account[moment]?.band ?? null),
      ),
    );
  // Before anybody was scored there is nothing to see.
  const first = weeks.findIndex(({ green, amber, red }) => green + amber + red > 0);
  return first < 0 ? [] : weeks.slice(first);
}

function bandWeek(day: string, bands: readonly (Band | null)[]): BandWeek {
  const count = (wanted: Band): number => bands.filter((band) => band === wanted).length;
  return { day, green: count('green'), amber: count('amber'), red: count('red') };
}

/** Open ones that hit somebody in scope, those that hit the most first. */
async function readIssues(
  ctx: RequestContext,
  horizon: { asOf: Date; knownAt: number },
  before: Date,
  isWithin: (account: string) => boolean,
): Promise<DigestIssue[]> {
  const names = await memberNames(ctx);
  const hits = Map.groupBy(await ctx.store.firstHits(horizon), ({ issue }) => issue);
  return (await listKnownIssues(ctx))
    .filter(({ status }) => status === 'open')
    .map((issue) => {
      const own = (hits.get(issue.id) ?? []).filter(({ account }) => isWithin(account));
      return {
        id: issue.id,
        title: issue.title,
        accounts: own.map(({ account }) => account),
        before: own.filter(({ at }) => at <= before).map(({ account }) => account),
        owner: issue.owner ? (names.get(issue.owner) ?? issue.owner) : null,
        fixedIn: issue.fixed_in ?? null,
        shipsOn: issue.ships_on ?? null,
      };
    })
    .filter(({ accounts }) => accounts.length > 0)
    .sort((one, other) => other.accounts.length - one.accounts.length || (one.id < other.id ? -1 : 1));
}

/** A source is judged over all accounts, and by the first profile: no single customer's profile speaks for all of them. */
async function readStale(
  { store, content }: RequestContext,
  horizon: { asOf: Date; knownAt: number },
): Promise<DigestSnapshot['stale']> {
  const [profile] = content.profiles;
  if (!profile) return [];
  const lastByType = await store.latestByType(sourceTypes(content.customTypes), horizon);
  return judgeSources(lastByType, content.customTypes, profile, horizon.asOf).stale;
}
