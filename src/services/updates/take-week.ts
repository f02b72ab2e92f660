import {
  type AccountWeek,
  type NamedWeek,
  type WeekGoal,
  type WeekScore,
  type WeekTicket,
  weekId,
} from '../../domain/account-week.ts';
import { artifactUrl } from '../../domain/artifact.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { compareText } from '../../domain/compare-text.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { Moment } from '../../domain/moment.ts';
import { daysBetween, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { onboardingStart } from '../../rules/onboarding/onboarding-facts.ts';
import { rollUp } from '../../rules/rollup.ts';
import { foldTickets } from '../../rules/sla/ticket-history.ts';
import { countFeatures, countWeeks, firstLookedDay } from '../../rules/updates/count-weeks.ts';
import { foldIncidents } from '../../rules/updates/fold-incidents.ts';
import { configurationId } from '../configuration.ts';
import type { RequestContext } from '../context.ts';
import { type AccountMoment, answerAt, type MomentInput } from '../moment.ts';
import { getOnboarding } from '../onboarding/get-onboarding.ts';
import { scoreDays } from '../score-moment.ts';
import { readAsks } from './read-asks.ts';
import { readFixes } from './read-fixes.ts';
import { readTips } from './read-tips.ts';
import { readWins } from './read-wins.ts';

/** Looked through for the newest of each kind. */
const artifactsAtMost = 100;

const weekMs = 7 * 86_400_000;
/** The goals of an onboarding are told for its first month and a week more. */
const goalDays = 37;

/**
 * Reads everything that the week of an account is told from; nothing is kept.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_SEQUENCE_UNKNOWN
 */
export async function takeWeek(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput = {},
): Promise<NamedWeek> {
  return await answerAt(ctx, accountId, input, (moment) =>
    readWeek(ctx, moment, input.asOf === undefined && input.knownAt === undefined),
  );
}

/** Takes the week of an account and keeps it, so that its page stays. */
export async function keepNewWeek(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput = {},
): Promise<NamedWeek> {
  const named = await takeWeek(ctx, accountId, input);
  const { id, week } = named;
  await ctx.store.keepWeek({
    id,
    account: week.account.id,
    asOf: new Date(week.asOf),
    knownAt: week.knownAt,
    body: canonicalJson(week),
    madeAt: ctx.clock.now(),
  });
  return named;
}

/** @param isOfNow - what waits and could be tried next is asked too, also where something comes in meanwhile */
async function readWeek(ctx: RequestContext, moment: AccountMoment, isOfNow: boolean): Promise<NamedWeek> {
  const { account, asOf, knownAt } = moment;
  const before = new Date(asOf.getTime() - weekMs);
  const use = await readUse(ctx, moment);
  const ticketsAt = (at: Date) => readTickets(ctx, account.id, { asOf: at, knownAt });
  const owner = (await ctx.store.listMembers()).find(({ id }) => id === account.owner)?.name;
  const week: AccountWeek = {
    version: 1,
    account: {
      id: account.id,
      name: account.name,
      segment: account.segment,
      owner: owner ?? account.owner,
    },
    asOf: asOf.toISOString(),
    before: before.toISOString(),
    knownAt,
    configuration: configurationId(ctx.content),
    ...use,
    incidents: foldIncidents(await recordsOf(ctx, moment, incidentTypes), before),
    tickets: { now: await ticketsAt(asOf), before: await ticketsAt(before) },
    fixes: await readFixes(ctx, account.id, { asOf, knownAt, before }),
    wins: await readWins(ctx, account.id, { asOf, knownAt, before }),
    goals: await readGoals(ctx, moment),
    score: await readScores(ctx, moment, utcDayOf(before)),
    arr: account.arr,
    renewsOn: account.renewsOn,
    contractSeq: (await recordsOf(ctx, moment, ['contract.updated'])).at(-1)?.seq ?? null,
    asks: isOfNow ? await readAsks(ctx, account.id) : null,
    tips: isOfNow ? await readTips(ctx, account) : [],
    artifacts: await readArtifacts(ctx, account.id, asOf),
  };
  return { id: weekId(week), week };
}

/** Packs that were made of the account, the newest of each kind; one format of each, to be read at once. */
async function readArtifacts(
  { store }: RequestContext,
  account: string,
  until: Date,
): Promise<AccountWeek['artifacts']> {
  const made = (await store.listArtifacts({ account, limit: artifactsAtMost })).filter(
    ({ madeAt, format }) => madeAt <= until && format === 'pdf',
  );
  return [...Map.groupBy(made, ({ kind }) => kind)].flatMap(([kind, [newest]]) =>
    newest
      ? [
          {
            title: `${kind}, version ${newest.version}`,
            madeAt: newest.madeAt.toISOString(),
            link: artifactUrl(newest.id),
          },
        ]
      : [],
  );
}

async function readGoals(
  ctx: RequestContext,
  { account, asOf, knownAt, asOfDay }: AccountMoment,
): Promise<WeekGoal[]> {
  const day = daysBetween(onboardingStart(account), asOfDay);
  if (day < 0 || day > goalDays) return [];
  const { outcomes } = await getOnboarding(ctx, account.id, { asOf, knownAt });
  return outcomes.map(({ label, day: of, dueOn, verdict }) => ({ label, day: of, dueOn, verdict }));
}

const incidentTypes = ['incident.opened', 'incident.resolved'];

async function recordsOf(
  { store }: RequestContext,
  { account, asOf, knownAt }: AccountMoment,
  types: readonly string[],
): Promise<StoredEvent[]> {
  const found = await store.readEventsOf([account.id], types, { asOf, knownAt, since: new Date(0) });
  return found.get(account.id) ?? [];
}

/** Now the stored rollups say it; of the past the events that were known then are rolled up again. */
async function readUse(
  { store }: RequestContext,
  { account, asOf, knownAt, asOfDay, isNow }: AccountMoment,
): Promise<Pick<AccountWeek, 'weeks' | 'features'>> {
  const from = firstLookedDay(asOfDay);
  const of = { day: asOfDay, firstSeenOn: account.firstSeenOn };
  if (!isNow) {
    const events = await store.readEvents(account.id, { asOf, knownAt });
    const { usage, rollups } = rollUp(events.map(({ event }) => event));
    return { weeks: countWeeks(usage, rollups, of), features: countFeatures(usage, asOfDay) };
  }
  const usage = await store.readUsageDays(account.id, from, asOfDay);
  const rollups = (await store.readRollups(account.id, from, asOfDay)).map((row) => ({
    day: row.day,
    featureUses: Number(row.feature_uses),
  }));
  return { weeks: countWeeks(usage, rollups, of), features: countFeatures(usage, asOfDay) };
}

async function readTickets(
  { store, content }: RequestContext,
  account: string,
  moment: Moment,
): Promise<WeekTicket[]> {
  return foldTickets(await store.ticketEventsOf(account, moment), content.sla)
    .filter(({ resolvedAt }) => resolvedAt === null)
    .flatMap(({ ticketId, latestPriority: priority, openedAt, seq }): WeekTicket[] =>
      priority === 'P0' || priority === 'P1'
        ? [{ ticketId, priority, openedAt: openedAt.toISOString(), seq }]
        : [],
    )
    .sort((one, other) =>
      compareText(`${one.priority} ${one.openedAt}`, `${other.priority} ${other.openedAt}`),
    );
}

/**
 * Now, and at the end of the day a week ago: both under the contract of now, as everywhere that a score is held against an earlier
 * one, so that what was signed in between is no change of health.
 */
async function readScores(
  ctx: RequestContext,
  moment: AccountMoment,
  before: UtcDay,
): Promise<AccountWeek['score']> {
  const scored = await scoreDays(ctx, moment, [before, moment.asOfDay]);
  const on = (day: UtcDay): WeekScore | null => {
    const score = scored.get(day)?.score;
    if (!score) return null;
    const { hundredths, band, components } = score;
    return {
      hundredths,
      band,
      components: components.map(({ id, contributionHundredths, reason }) => ({
        id,
        contribution: contributionHundredths,
        reason,
      })),
    };
  };
  return { now: on(moment.asOfDay), before: on(before) };
}
