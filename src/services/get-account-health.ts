import type { CustomerEvent, StoredEvent } from '../domain/event.ts';
import {
  type AccountHealth,
  type ComponentId,
  componentIds,
  type HealthComponent,
} from '../domain/health.ts';
import type { ScoreOverride, Sentiment } from '../domain/judgement.ts';
import { addDays, type UtcDay } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { contractEnd } from '../rules/contract.ts';
import { overrideInForce, toHealthOverride } from '../rules/health/override.ts';
import { type ScoredComponent, scorerVersion } from '../rules/health/score-health.ts';
import { sentimentInForce, toHealthSentiment } from '../rules/health/sentiment.ts';
import { type EvidenceKind, evidenceKinds } from '../rules/health/sources.ts';
import { lifecycleMeasure } from '../rules/lifecycle.ts';
import { shownCustomTypes, timelineTypes } from '../rules/timeline.ts';
import { chooseConfiguration, configurationId } from './configuration.ts';
import type { RequestContext } from './context.ts';
import { figuresUrl, scoreUrl, toEvidence, toTimelineEntry } from './evidence.ts';
import { type AccountMoment, answerAt, type MomentInput } from './moment.ts';
import { type PastScore, readPastScores } from './past-scores.ts';
import { pinProfile, type ScoredDay, scoreDays } from './score-moment.ts';

/** How far the weekly history goes back. Source: the feature contract, "at least 18 weeks". */
const weeksBack = 18;
const timelineLength = 5;
const evidencePerComponent = 3;

export interface HealthInput extends MomentInput {
  accountId: string;
  /** A configuration's id, `id@version` or a version; default: what is in force. */
  profileVersion?: string | undefined;
}

/**
 * Answers "how is this account doing?" as of now or of any past moment. The answer is a pure function of the events
 * known at the moment and the profile: the same input gives the same bytes.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_PROFILE_UNKNOWN
 */
export async function getAccountHealth(ctx: RequestContext, input: HealthInput): Promise<AccountHealth> {
  return (await explainAccountHealth(ctx, input)).health;
}

/** The answer together with the facts, profile and sources that today's score was computed from. */
export async function explainAccountHealth(
  ctx: RequestContext,
  input: HealthInput,
): Promise<{ health: AccountHealth; today: ScoredDay }> {
  const { under, profileVersion } = await chooseConfiguration(ctx, input.profileVersion);
  return await answerAt(under, input.accountId, input, (moment) =>
    explainMoment(under, { ...input, profileVersion }, moment),
  );
}

async function explainMoment(
  ctx: RequestContext,
  input: HealthInput,
  moment: AccountMoment,
): Promise<{ health: AccountHealth; today: ScoredDay }> {
  const { asOfDay } = moment;
  const weeks = Array.from({ length: weeksBack }, (_, index) => addDays(asOfDay, -7 * (weeksBack - index)));
  const monthAgo = addDays(asOfDay, -30);
  const pinned = pinProfile(ctx, moment, input.profileVersion);
  const [past, scored, records, judgements, endedOn] = await Promise.all([
    readPastScores(ctx, moment, [...weeks, monthAgo], pinned),
    scoreDays(ctx, moment, [asOfDay], pinned),
    readRecords(ctx, moment),
    // Kept for good and never changed, so that what was decided by a past instant stays what it was.
    ctx.store.latestJudgements(moment.account.id, moment.asOf),
    readEnd(ctx, moment),
  ]);
  const today = scored.get(asOfDay);
  if (!today) {
    throw new HoldfastError(
      'HF_ACCOUNT_UNKNOWN',
      `Account '${input.accountId}' has no event up to ${asOfDay}`,
    );
  }
  const changes = {
    change7d: change(today.score, past.get(addDays(asOfDay, -7))),
    change30d: change(today.score, past.get(monthAgo)),
  };
  const configuration = configurationId(ctx.content);
  // The page is asked for in the same words, so that it shows the same answer.
  const under = pinned ? `${pinned.id}@${pinned.version}` : configuration;
  const url = scoreUrl(moment.account.id, moment.asOf, moment.knownAt, under);
  const history = toHistory([...weeks, asOfDay], new Map([...past, [asOfDay, today.score]]));
  const said = judge(judgements, today, moment.asOf);
  const health = compose(moment, today, records, {
    endedOn,
    ...changes,
    ...said,
    history,
    configuration,
    url,
  });
  return { health, today };
}

/** When the contract ended, by what was known at the moment. */
async function readEnd(
  ctx: RequestContext,
  { account, asOf, knownAt }: AccountMoment,
): Promise<UtcDay | null> {
  if (account.status !== 'ended') return null;
  const stored = await ctx.store.readContractEvents([account.id]);
  const known = stored.filter(({ seq, event }) => seq <= knownAt && event.at <= asOf);
  return contractEnd(known.map(({ event }) => event));
}

/** What people say beside the score; the score itself is computed without them. */
function judge(
  { overrides, sentiments }: { overrides: readonly ScoreOverride[]; sentiments: readonly Sentiment[] },
  { score, profile }: ScoredDay,
  asOf: Date,
): Pick<AccountHealth, 'override' | 'sentiment'> {
  const override = overrideInForce(overrides, asOf);
  const sentiment = sentimentInForce(sentiments, asOf);
  return {
    override: override && toHealthOverride(override, profile),
    sentiment: sentiment && toHealthSentiment(sentiment, score, profile),
  };
}

function compose(
  moment: AccountMoment,
  today: ScoredDay,
  records: Records,
  rest: Pick<
    AccountHealth,
    'endedOn' | 'override' | 'sentiment' | 'change7d' | 'change30d' | 'history' | 'configuration' | 'url'
  >,
): AccountHealth {
  const { account, asOf, knownAt } = moment;
  const { score, profile, sources, facts } = today;
  return {
    account: { id: account.id, name: account.name },
    endedOn: rest.endedOn,
    asOf: asOf.toISOString(),
    knownAt,
    score: toPoints(score.hundredths),
    band: score.band,
    override: rest.override,
    sentiment: rest.sentiment,
    change7d: rest.change7d,
    change30d: rest.change30d,
    confidence: score.confidencePercent / 100,
    degraded: sources.stale.length > 0,
    profile: { id: profile.id, version: String(profile.version) },
    configuration: rest.configuration,
    scorer: scorerVersion,
    lifecycle: lifecycleMeasure(facts),
    components: score.components.map((component) => toComponent(component, records.evidence, moment)),
    timeline: records.timeline.map(toTimelineEntry),
    stale: sources.stale,
    history: rest.history,
    url: rest.url,
  };
}

interface Records {
  evidence: Record<ComponentId, StoredEvent[]>;
  timeline: StoredEvent[];
}

/** The latest records, whatever their age: that the last use was long ago is evidence too. */
async function readRecords(ctx: RequestContext, moment: AccountMoment): Promise<Records> {
  const byComponent = evidenceKinds(ctx.content.customTypes);
  const notable = new Set<string>([...timelineTypes(), ...shownCustomTypes(ctx.content.customTypes)]);
  const onTimeline = [...notable, ...timelineTypes(['use'])].map((type) => ({ type }));
  const wanted = new Map(
    [...Object.values(byComponent).flat(), ...onTimeline].map((kind) => [keyOf(kind), kind]),
  );
  const events = await ctx.store.latestEvents(
    moment.account.id,
    [...wanted.values()],
    moment,
    timelineLength,
  );
  // One event can be found twice: for its type, and for a key that it has.
  const distinct = [...new Map(events.map((stored) => [stored.seq, stored])).values()];
  const evidence = componentIds.map((id) => {
    const bearing = distinct.filter(({ event }) => byComponent[id].some((kind) => fits(event, kind)));
    return [id, bearing.slice(0, evidencePerComponent)];
  });
  const lately = distinct.filter(({ event }) => notable.has(event.type));
  return {
    evidence: Object.fromEntries(evidence) as Records['evidence'],
    // An account of which only use is known shows its latest use rather than nothing.
    timeline: (lately.length > 0 ? lately : distinct).slice(0, timelineLength),
  };
}

function keyOf({ type, having }: EvidenceKind): string {
  return having === undefined ? type : `${type} ${having}`;
}

function fits(event: CustomerEvent, { type, having }: EvidenceKind): boolean {
  return event.type === type && (having === undefined || having in event.payload);
}

function toComponent(
  scored: ScoredComponent,
  evidence: Records['evidence'],
  moment: AccountMoment,
): HealthComponent {
  return {
    id: scored.id,
    weight: scored.weight,
    effectiveWeight: scored.effectiveWeightHundredths / 100,
    value: toPoints(scored.hundredths),
    contribution: scored.contributionHundredths / 100,
    reason: scored.reason,
    evidence: evidence[scored.id].map(toEvidence),
    url: figuresUrl(moment.account.id, moment.asOf, moment.knownAt),
  };
}

function toHistory(
  weeks: readonly UtcDay[],
  scores: ReadonlyMap<UtcDay, PastScore>,
): AccountHealth['history'] {
  return weeks.flatMap((on) => {
    const score = scores.get(on);
    return score ? [{ on, score: toPoints(score.hundredths), band: score.band }] : [];
  });
}

function change(today: PastScore, earlier: PastScore | undefined): number | null {
  const then = earlier?.hundredths ?? null;
  return today.hundredths === null || then === null ? null : (today.hundredths - then) / 100;
}

function toPoints(hundredths: number | null): number | null {
  return hundredths === null ? null : hundredths / 100;
}
