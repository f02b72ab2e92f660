import type { TimelineEntry } from '../domain/health.ts';
import { addDays, startOfDay, utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { shownCustomTypes, type TimelineKind, timelineKinds, timelineTypes } from '../rules/timeline.ts';
import type { RequestContext } from './context.ts';
import { toTimelineEntry } from './evidence.ts';
import { judgementEntries } from './judgement-entries.ts';
import { noteEntries } from './note-account.ts';
import { playEntries } from './plays/play-entries.ts';

const defaultDays = 90;
const maximumEntries = 200;

/** What a timeline can be filtered by. */
export const shownKinds = timelineKinds;

export interface TimelineInput {
  accountId: string;
  asOf?: Date | undefined;
  /** How far back, in days. */
  days?: number | undefined;
  kinds?: readonly TimelineKind[] | undefined;
  limit?: number | undefined;
}

export interface Timeline {
  account: { id: string; name: string };
  from: string;
  to: string;
  /** Newest first. */
  entries: TimelineEntry[];
  /** More happened than is listed. */
  truncated: boolean;
}

/**
 * What happened to an account, newest first, each line with its record.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN
 */
export async function getTimeline(ctx: RequestContext, input: TimelineInput): Promise<Timeline> {
  const [account] = await ctx.store.findAccounts([input.accountId]);
  if (!account) throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `Unknown account '${input.accountId}'`);
  const to = input.asOf ?? ctx.clock.now();
  const from = startOfDay(addDays(utcDayOf(to), -(input.days ?? defaultDays)));
  const limit = Math.min(input.limit ?? 50, maximumEntries);
  const shown = [...timelineTypes(input.kinds), ...shownCustomTypes(ctx.content.customTypes, input.kinds)];
  const knownAt = Number.MAX_SAFE_INTEGER;
  const wants = (kind: TimelineKind): boolean => !input.kinds?.length || input.kinds.includes(kind);
  const [events, judgements, plays, notes] = await Promise.all([
    ctx.store.latestEvents(
      account.id,
      shown.map((type) => ({ type })),
      { asOf: to, knownAt, since: from },
      limit + 1,
    ),
    wants('action') ? judgementEntries(ctx, account.id, { from, to }) : [],
    wants('play') ? playEntries(ctx, account.id, { from, to }) : [],
    wants('note') ? noteEntries(ctx, account.id, { from, to }) : [],
  ]);
  const entries = newestFirst(events.map(toTimelineEntry), [...judgements, ...plays, ...notes]);
  return {
    account: { id: account.id, name: account.name },
    from: from.toISOString(),
    to: to.toISOString(),
    entries: entries.slice(0, limit),
    truncated: entries.length > limit,
  };
}

/** Events keep the order in which they came; of one millisecond they stand before what people said. */
function newestFirst(
  events: readonly TimelineEntry[],
  judgements: readonly TimelineEntry[],
): TimelineEntry[] {
  if (judgements.length === 0) return [...events];
  return [...events, ...judgements].sort((one, other) =>
    one.at === other.at ? 0 : one.at < other.at ? 1 : -1,
  );
}
