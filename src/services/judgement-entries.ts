import type { TimelineEntry } from '../domain/health.ts';
import type { ScoreOverride, Sentiment } from '../domain/judgement.ts';
import { pathSegment } from '../domain/path-segment.ts';
import type { TimelineKind } from '../rules/timeline.ts';
import { formatPoints, formatUntil } from '../views/format.ts';
import type { RequestContext } from './context.ts';

const kind: TimelineKind = 'action';
const shownReason = 200;

/** What people said of an account in a time, as lines of its timeline, newest first. */
export async function judgementEntries(
  ctx: RequestContext,
  account: string,
  { from, to }: { from: Date; to: Date },
): Promise<TimelineEntry[]> {
  const [overrides, sentiments] = await Promise.all([
    ctx.store.listScoreOverrides(account, to),
    ctx.store.listSentiments(account, to),
  ]);
  return [
    ...overrides.map((override) =>
      toEntry(override, `Score overridden to ${formatPoints(override.hundredths / 100)}`),
    ),
    ...sentiments.map((sentiment) => toEntry(sentiment, `Sentiment set to ${sentiment.value}`)),
  ]
    .filter(({ at }) => at >= from.toISOString())
    .sort((one, other) => (one.at < other.at ? 1 : -1));
}

function toEntry(
  { account, at, by, until, reason, proposalId }: ScoreOverride | Sentiment,
  what: string,
): TimelineEntry {
  const line = reason.replace(/\s+/gu, ' ').trim();
  const why =
    line.length > shownReason ? `${line.slice(0, shownReason).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
  return {
    at: at.toISOString(),
    kind,
    title: `${what} by ${by.name} until ${formatUntil(until.toISOString())}: ${why}`,
    // The page of the score from then on, with everything that people said by then.
    url: `/evidence/scores/${pathSegment(account)}?asOf=${at.toISOString()}`,
    eventId: proposalId,
  };
}
