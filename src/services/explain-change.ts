import { type ComponentId, componentIds, type TimelineEntry } from '../domain/health.ts';
import { addDays, endOfDay, isAhead, startOfDay, type UtcDay, utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { shownCustomTypes, timelineTypes } from '../rules/timeline.ts';
import { formatDay } from '../views/format.ts';
import { chooseConfiguration, configurationId } from './configuration.ts';
import type { RequestContext } from './context.ts';
import { changeUrl, figuresUrl, scoreUrl, toTimelineEntry } from './evidence.ts';
import { type AccountMoment, answerAt, type MomentInput } from './moment.ts';
import { type ScoredDay, scoreDays } from './score-moment.ts';

const defaultDays = 30;
const listedEvents = 20;

export interface ChangeInput extends MomentInput {
  accountId: string;
  /** The configuration to explain under; default: the one in force. */
  configuration?: string | undefined;
  /** The day to compare with; default 30 days back. */
  since?: UtcDay | undefined;
  /** The end of the change, in place of `asOf`; today = now. */
  until?: UtcDay | undefined;
}

/** How a component's part of the score moved. Numbers are points with two decimals. */
export interface ComponentChange {
  id: ComponentId;
  before: number | null; // null = unknown then
  after: number | null; // null = unknown now
  /** How much of the score's change it makes; the changes sum to the score's exactly. */
  contributionChange: number;
  reasonBefore: string;
  reasonAfter: string;
  url: string;
}

/** Why a score changed between two days. */
export interface ChangeExplanation {
  account: { id: string; name: string };
  since: UtcDay;
  /** The day that was named as the end; null = none was. */
  until: UtcDay | null;
  asOf: string;
  before: number | null; // null = no score then
  after: number | null; // null = no score now
  change: number | null;
  /** Largest change first. */
  components: ComponentChange[];
  /** What happened in between, newest first. */
  events: TimelineEntry[];
  /** Whether more happened than is listed. */
  hasMoreEvents: boolean;
  /** The stage's thresholds changed in between, so part of the change is a change of measure. */
  profileChanged: boolean;
  /** The page that shows this explanation. */
  url: string;
  /** The page of the score at its end. */
  scoreUrl: string;
}

/**
 * Compares two days: component by component, with the events in between.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN, or HF_DATE_INVALID when the days are not in order
 */
export async function explainChange(ctx: RequestContext, input: ChangeInput): Promise<ChangeExplanation> {
  const { under } = await chooseConfiguration(ctx, input.configuration);
  const asked = input.until === undefined ? input : { ...input, asOf: await endOf(ctx, input, input.until) };
  return await answerAt(under, input.accountId, asked, (moment) => explainMoment(under, asked, moment));
}

/** The instant at which a change ends: that of a past day's end, or now. */
async function endOf(
  ctx: RequestContext,
  { accountId, since }: ChangeInput,
  until: UtcDay,
): Promise<Date | undefined> {
  const now = ctx.clock.now();
  if (isAhead(until, now))
    throw new HoldfastError(
      'HF_DATE_INVALID',
      `${until} lies after ${utcDayOf(now)}, and the future is not known`,
      {
        next: `End on ${utcDayOf(now)} or an earlier day, or leave the end out for now.`,
      },
    );
  if (since !== undefined && since >= until) throw notBefore(since, until);
  const [account] = await ctx.store.findAccounts([accountId]);
  if (account && account.firstSeenOn > until)
    throw new HoldfastError('HF_DATE_INVALID', `Nothing of ${account.name} is known up to ${until}`, {
      next: `Its first record is of ${account.firstSeenOn}; end on that day or later.`,
    });
  return until >= utcDayOf(now) ? undefined : endOfDay(until);
}

function notBefore(since: UtcDay, end: UtcDay): HoldfastError {
  const next =
    since === end
      ? `For that day alone: since ${addDays(since, -1)} until ${end}.`
      : `The other way round: since ${end} until ${since}.`;
  return new HoldfastError('HF_DATE_INVALID', `The day to compare with, ${since}, is not before ${end}`, {
    next,
  });
}

async function explainMoment(
  ctx: RequestContext,
  input: ChangeInput,
  moment: AccountMoment,
): Promise<ChangeExplanation> {
  const since = input.since ?? addDays(moment.asOfDay, -defaultDays);
  if (since >= moment.asOfDay) {
    throw new HoldfastError(
      'HF_DATE_INVALID',
      `The day to compare with, ${since}, is not before ${moment.asOfDay}`,
      {
        next: 'Give an earlier day, for example: why acme --since 2026-11-01',
      },
    );
  }
  const shown = [...timelineTypes(), ...shownCustomTypes(ctx.content.customTypes)].map((type) => ({ type }));
  const window = { asOf: moment.asOf, knownAt: moment.knownAt, since: startOfDay(addDays(since, 1)) };
  const [scored, events] = await Promise.all([
    scoreDays(ctx, moment, [since, moment.asOfDay]),
    ctx.store.latestEvents(moment.account.id, shown, window, listedEvents + 1),
  ]);
  const configuration = configurationId(ctx.content);
  const before = scored.get(since);
  const after = scored.get(moment.asOfDay);
  const components = componentIds.map((id) => compare(id, before, after, moment, since));
  return {
    account: { id: moment.account.id, name: moment.account.name },
    since,
    until: input.until ?? null,
    asOf: moment.asOf.toISOString(),
    before: points(before?.score.hundredths),
    after: points(after?.score.hundredths),
    change: difference(before?.score.hundredths, after?.score.hundredths),
    components: components.sort((a, b) => Math.abs(b.contributionChange) - Math.abs(a.contributionChange)),
    events: events.slice(0, listedEvents).map(toTimelineEntry),
    hasMoreEvents: events.length > listedEvents,
    profileChanged: before !== undefined && before.profile.id !== after?.profile.id,
    url: changeUrl(moment.account.id, since, { asOf: moment.asOf, knownAt: moment.knownAt, configuration }),
    scoreUrl: scoreUrl(moment.account.id, moment.asOf, moment.knownAt, configuration),
  };
}

function compare(
  id: ComponentId,
  before: ScoredDay | undefined,
  after: ScoredDay | undefined,
  moment: AccountMoment,
  since: UtcDay,
): ComponentChange {
  const then = before?.score.components.find((component) => component.id === id);
  const now = after?.score.components.find((component) => component.id === id);
  return {
    id,
    before: points(then?.hundredths),
    after: points(now?.hundredths),
    contributionChange: ((now?.contributionHundredths ?? 0) - (then?.contributionHundredths ?? 0)) / 100,
    reasonBefore: then?.reason ?? `No event up to ${formatDay(since)}.`,
    reasonAfter: now?.reason ?? `No event up to ${formatDay(moment.asOfDay)}.`,
    url: figuresUrl(moment.account.id, moment.asOf, moment.knownAt),
  };
}

function points(hundredths: number | null | undefined): number | null {
  return hundredths === null || hundredths === undefined ? null : hundredths / 100;
}

function difference(before: number | null | undefined, after: number | null | undefined): number | null {
  if (before === null || before === undefined || after === null || after === undefined) return null;
  return (after - before) / 100;
}
