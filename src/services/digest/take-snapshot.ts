import { canonicalJson } from '../../domain/canonical-json.ts';
import { listRates, ratesOn } from '../../domain/currencies.ts';
import { type DigestIssue, type DigestSnapshot, snapshotId } from '../../domain/digest.ts';
import type { Moment } from '../../domain/moment.ts';
import { localTime } from '../../rules/business-time/local-time.ts';
import { monthsBefore } from '../../rules/business-time/month-of.ts';
import { countFigures } from '../../rules/digest/count-figures.ts';
import { judgeSources, sourceTypes } from '../../rules/health/sources.ts';
import { configurationId } from '../configuration.ts';
import type { RequestContext } from '../context.ts';
import { listKnownIssues } from '../issues/known-issues.ts';
import { matchRecords } from '../issues/match-records.ts';
import { memberNames } from '../member-names.ts';
import { readPastRisks } from '../metrics/read-risk-facts.ts';
import { countWinsBefore } from './count-wins-before.ts';
import { readAccounts, type ScoringProgress } from './read-accounts.ts';
import { readExpansions, readUrgentTickets, readWins } from './read-records.ts';
import { readRisks } from './read-risks.ts';
import { type Contracts, type DigestMoments, readScope } from './read-scope.ts';
import { readWeeks } from './read-weeks.ts';
import { writeLeadOf } from './write-lead-of.ts';

const weekMs = 7 * 86_400_000;

/** Of which customers a digest tells. */
export interface SnapshotScope {
  /** Contracts' own word for it; null = all */
  segment: string | null;
  onProgress?: ScoringProgress;
}

/** A snapshot with its id. */
export interface NamedSnapshot {
  id: string;
  snapshot: DigestSnapshot;
}

/** Takes down everything that a digest of this moment is counted from; nothing is kept. */
async function takeSnapshot(ctx: RequestContext, scope: SnapshotScope): Promise<NamedSnapshot> {
  const { store, clock, content } = ctx;
  const asOf = clock.now();
  const before = new Date(asOf.getTime() - weekMs);
  const knownAt = await store.lastSequence();
  const moments: DigestMoments = { asOf, before, knownAt };
  const { zone } = content.sla.workingHours;
  const contracts = await readScope(ctx, scope.segment, moments);
  const isWithin = (account: string): boolean => contracts.has(account);
  await matchRecords(ctx, 10);
  const risks = await readRisks(ctx, contracts, moments);
  const accounts = await readAccounts(ctx, contracts, risks, moments, scope.onProgress);
  const urgent = (at: Date) => readUrgentTickets(ctx, { asOf: at, knownAt }, isWithin);
  const counted: Omit<DigestSnapshot, 'lead'> = {
    version: 1,
    asOf: asOf.toISOString(),
    before: before.toISOString(),
    knownAt,
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
    issues: await readIssues(ctx, moments, isWithin),
    expansions: (await readExpansions(ctx, moments)).filter(({ account, state }) =>
      state === 'opened' ? contracts.now.has(account) : contracts.everHad(account),
    ),
    yearAgo: {
      now: contracts.arrAt(monthsBefore(asOf, 12, zone)),
      before: contracts.arrAt(monthsBefore(before, 12, zone)),
    },
    forecast: await readForecast(ctx, contracts, moments),
    wins: await readWins(ctx, { asOf, knownAt, after: before }, isWithin),
    winsBefore: await countWinsBefore(ctx, contracts, risks, moments),
    rates: listRates(ratesOn(content.currencies, localTime(zone, asOf).day)),
    weeks: await readWeeks(ctx, contracts, accounts, moments),
    stale: await readStale(ctx, moments),
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

async function readForecast(
  ctx: RequestContext,
  contracts: Contracts,
  { asOf, before }: DigestMoments,
): Promise<NonNullable<DigestSnapshot['forecast']>> {
  return {
    now: await readPastRisks(ctx, contracts.at, contracts.now, asOf),
    before: await readPastRisks(ctx, contracts.at, contracts.before, before),
  };
}

/** Open ones that hit somebody in scope, those that hit the most first. */
async function readIssues(
  ctx: RequestContext,
  moments: DigestMoments,
  isWithin: (account: string) => boolean,
): Promise<DigestIssue[]> {
  const names = await memberNames(ctx);
  const hits = Map.groupBy(await ctx.store.firstHits(moments), ({ issue }) => issue);
  return (await listKnownIssues(ctx))
    .filter(({ status }) => status === 'open')
    .map((issue) => {
      const own = (hits.get(issue.id) ?? []).filter(({ account }) => isWithin(account));
      return {
        id: issue.id,
        title: issue.title,
        accounts: own.map(({ account }) => account),
        before: own.filter(({ at }) => at <= moments.before).map(({ account }) => account),
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
  moment: Moment,
): Promise<DigestSnapshot['stale']> {
  const [profile] = content.profiles;
  if (!profile) return [];
  const lastByType = await store.latestByType(sourceTypes(content.customTypes), moment);
  return judgeSources(lastByType, content.customTypes, profile, moment.asOf).stale;
}
