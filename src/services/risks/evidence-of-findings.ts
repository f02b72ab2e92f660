import type { StoredEvent } from '../../domain/event.ts';
import type { CustomEventType } from '../../domain/event-types.ts';
import type { EvidencePart, Finding } from '../../domain/finding.ts';
import type { TimelineEntry } from '../../domain/health.ts';
import type { Moment } from '../../domain/moment.ts';
import { startOfDay } from '../../domain/utc-day.ts';
import type { RequestContext } from '../context.ts';
import { toTimelineEntry } from '../evidence.ts';

/** How many records stand under one finding, or one figure. */
const evidenceLinks = 3;

/** What is asked for: an account, and what its finding stands on. */
export type Wanted = Pick<Finding, 'account' | 'evidence'>;

/**
 * The records that findings stand on: of every figure the most telling one, then its next. All of
 * them are read in a few statements; one statement a finding took as long as all the rest of a watch.
 * @param limit - how many of each at most
 * @returns in the order of the findings
 */
export async function evidenceOfFindings(
  ctx: RequestContext,
  findings: readonly Wanted[],
  moment: Moment,
  limit = evidenceLinks,
): Promise<TimelineEntry[][]> {
  const contracts = await contractRecords(ctx, findings, moment);
  const exact = await recordsBySeq(ctx, findings, [...contracts.values()], limit);
  const counted = await countedRecords(ctx, findings, moment);
  return findings.map((finding, index) => {
    const latest = counted[index] ?? [];
    const lists = finding.evidence.parts.map((part) => {
      if (part.records) return part.records.flatMap((seq) => exact.get(seq) ?? []);
      if (part.contract)
        return part.contract.flatMap((key) => exact.get(contracts.get(keyOf(finding, key)) ?? 0) ?? []);
      const types = new Set(typesOf(part, ctx.content.customTypes));
      return latest.filter(({ event }) => types.has(event.type));
    });
    return inTurn(lists).slice(0, limit).map(toTimelineEntry);
  });
}

/** Of each list its first, then of each its second: nobody's one record stands behind another's many. */
function inTurn(lists: readonly (readonly StoredEvent[])[]): StoredEvent[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const found = Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? []));
  return [...new Map(found.flat().map((stored) => [stored.seq, stored])).values()];
}

/** Every type that a figure is counted from, built in or registered. */
export function typesOf(
  part: Extract<EvidencePart, { types: readonly string[] }>,
  customTypes: ReadonlyMap<string, CustomEventType>,
): string[] {
  const custom = [...customTypes.values()].filter(({ feeds }) =>
    part.feeds.some((signal) => signal === feeds),
  );
  return [...part.types, ...custom.map(({ name }) => name)];
}

async function countedRecords(
  ctx: RequestContext,
  findings: readonly Wanted[],
  moment: Moment,
): Promise<StoredEvent[][]> {
  const wishes = findings.map(({ account, evidence: { parts, since } }) => {
    const types = parts.flatMap((part) => (part.types ? typesOf(part, ctx.content.customTypes) : []));
    return { account, types: [...new Set(types)], since: startOfDay(since) };
  });
  return await ctx.store.latestEvidence(wishes, moment, evidenceLinks);
}

async function contractRecords(
  ctx: RequestContext,
  findings: readonly Wanted[],
  { asOf, knownAt }: Moment,
): Promise<Map<string, number>> {
  const wanting = findings.filter(({ evidence }) => evidence.parts.some(({ contract }) => contract));
  const keys = new Set(
    wanting.flatMap(({ evidence }) => evidence.parts.flatMap((part) => part.contract ?? [])),
  );
  const accounts = new Set(wanting.map(({ account }) => account));
  const records = await ctx.store.latestContractRecords([...accounts], [...keys], knownAt, asOf);
  return new Map(records.map((record) => [keyOf(record, record.key), record.seq]));
}

async function recordsBySeq(
  ctx: RequestContext,
  findings: readonly Wanted[],
  others: readonly number[],
  limit: number,
): Promise<Map<number, StoredEvent>> {
  const named = findings.flatMap(({ evidence }) =>
    evidence.parts.flatMap(({ records }) => (records ?? []).slice(0, limit)),
  );
  const stored = await ctx.store.findEvents([...new Set([...named, ...others])]);
  return new Map(stored.map((one) => [one.seq, one]));
}

function keyOf({ account }: { account: string }, key: string): string {
  return JSON.stringify([account, key]);
}
