import type { StoredEvent } from '../domain/event.ts';
import {
  type AccountHealth,
  type ComponentId,
  componentIds,
  type HealthComponent,
} from '../domain/health.ts';
import { addDays, startOfDay, type UtcDay } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { type ScoredComponent, scorerVersion } from '../rules/health/score-health.ts';
import { bearsOn, evidenceTypes } from '../rules/health/sources.ts';
import { lifecycleMeasure } from '../rules/lifecycle.ts';
import { timelineTypes } from '../rules/timeline.ts';
import type { RequestContext } from './context.ts';
import { figuresUrl, scoreUrl, toEvidence, toTimelineEntry } from './evidence.ts';
import { answerAt, type Moment, type MomentInput } from './moment.ts';
import { type PastScore, readPastScores } from './past-scores.ts';
import { type ScoredDay, scoreDays } from './score-moment.ts';

/** How far the weekly history goes back. Source: the feature contract, "at least 18 weeks". */
const weeksBack = 18;
const timelineLength = 5;
const evidencePerComponent = 3;
/** Evidence is not older than what a component looks at. */
const evidenceDays = 180;

export interface HealthInput extends MomentInput {
  accountId: string;
  /** `id@version` or a version; default: the profile in force. */
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
  return await answerAt(ctx, input.accountId, input, (moment) => explainMoment(ctx, input, moment));
}

async function explainMoment(
  ctx: RequestContext,
  input: HealthInput,
  moment: Moment,
): Promise<{ health: AccountHealth; today: ScoredDay }> {
  const { asOfDay } = moment;
  const weeks = Array.from({ length: weeksBack }, (_, index) => addDays(asOfDay, -7 * (weeksBack - index)));
  const monthAgo = addDays(asOfDay, -30);
  const [past, scored, records] = await Promise.all([
    readPastScores(ctx, moment, [...weeks, monthAgo], input.profileVersion),
    scoreDays(ctx, moment, [asOfDay], input.profileVersion),
    readRecords(ctx, moment),
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
  const history = toHistory([...weeks, asOfDay], new Map([...past, [asOfDay, today.score]]));
  return { health: compose(moment, today, records, changes, history), today };
}

function compose(
  moment: Moment,
  today: ScoredDay,
  records: Records,
  changes: Pick<AccountHealth, 'change7d' | 'change30d'>,
  history: AccountHealth['history'],
): AccountHealth {
  const { account, asOf, knownAt } = moment;
  const { score, profile, sources, facts } = today;
  return {
    account: { id: account.id, name: account.name },
    asOf: asOf.toISOString(),
    knownAt,
    score: toPoints(score.hundredths),
    band: score.band,
    ...changes,
    confidence: score.confidencePercent / 100,
    degraded: sources.stale.length > 0,
    profile: { id: profile.id, version: String(profile.version) },
    scorer: scorerVersion,
    lifecycle: lifecycleMeasure(facts),
    components: score.components.map((component) => toComponent(component, records.evidence, moment)),
    timeline: records.timeline.map(toTimelineEntry),
    stale: sources.stale,
    history,
    url: scoreUrl(account.id, asOf, knownAt, profile),
  };
}

interface Records {
  evidence: Record<ComponentId, StoredEvent[]>;
  timeline: StoredEvent[];
}

async function readRecords(ctx: RequestContext, moment: Moment): Promise<Records> {
  const { asOf, knownAt, account } = moment;
  const since = startOfDay(addDays(moment.asOfDay, -evidenceDays));
  const byComponent = evidenceTypes(ctx.content.customTypes);
  const types = new Set([
    ...Object.values(byComponent).flat(),
    ...timelineTypes(),
    ...timelineTypes(['use']),
  ]);
  const events = await ctx.store.latestEvents(
    account.id,
    [...types],
    { asOf, knownAt, since },
    timelineLength,
  );
  const evidence = componentIds.map((id) => [
    id,
    events
      .filter(({ event }) => byComponent[id].includes(event.type) && bearsOn(id, event))
      .slice(0, evidencePerComponent),
  ]);
  return { evidence: Object.fromEntries(evidence) as Records['evidence'], timeline: chooseTimeline(events) };
}

/** What happened lately; an account of which only use is known shows its latest use rather than nothing. */
function chooseTimeline(events: readonly StoredEvent[]): StoredEvent[] {
  const notable = events.filter(({ event }) => (timelineTypes() as string[]).includes(event.type));
  return (notable.length > 0 ? notable : events).slice(0, timelineLength);
}

function toComponent(
  scored: ScoredComponent,
  evidence: Records['evidence'],
  moment: Moment,
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
