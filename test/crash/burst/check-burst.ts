import type { Proposal } from '../../../src/domain/proposal.ts';
import type { Arrival, Seen } from './protocol.ts';

/** What was to arrive: under which key, and in which order within its channel. */
export interface Due {
  what: string;
  /** Null = no message was ever sent on its way for it. */
  key: string | null;
  /** What has a smaller one arrives earlier. */
  rank: number;
}

export interface BurstRecord {
  due: readonly Due[];
  seen: Seen;
  /** Of every post, as the product knows it. */
  posts: readonly Pick<Proposal, 'id' | 'version' | 'state'>[];
}

/** The least between two messages of a channel, in milliseconds. */
export const leastGapMs = 1_000;

/** Measured on Slack's side. */
export interface BurstFigures {
  messages: number;
  lost: number;
  doubled: number;
  /** Messages that arrived before one that was more severe. */
  overtaken: number;
  shortestGapMs: number;
  pauses: number;
}

/** Holds what Slack took against what was to come, and against what the product says of itself. */
export function checkBurst({ due, seen, posts }: BurstRecord): { problems: string[]; figures: BurstFigures } {
  const { arrivals, pauses } = seen;
  const times = new Map<string, number>();
  for (const { key, part } of arrivals) {
    const name = `${key}/${part}`;
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const doubled = [...times].filter(([, count]) => count > 1).map(([name]) => name);
  const lost = due.filter(({ key }) => key === null || !times.has(`${key}/1`));
  const overtaken = overtakenIn(due, arrivals);
  const gaps = gapsOf(arrivals);
  const early = arrivals.filter(({ channel, at }) =>
    pauses.some((pause) => pause.channel === channel && at > pause.at && at < pause.untilMs),
  );
  const lies = posts.filter(({ id, version, state }) => {
    const isThere = times.has(`hf-${id}-${version}/1`);
    return state === 'done' ? !isThere : isThere;
  });
  const shortest = Math.min(...gaps.map(({ ms }) => ms));
  return {
    problems: [
      ...lost.map(({ what }) => `lost: ${what} never arrived`),
      ...doubled.map((name) => `doubled: ${name} arrived ${times.get(name)} times`),
      ...overtaken.map(({ what }) => `order: something less urgent arrived before ${what}`),
      ...gaps.filter(({ ms }) => ms < leastGapMs).map(({ ms, channel }) => `pace: ${ms} ms in ${channel}`),
      ...early.map(({ channel }) => `pace: a message came to ${channel} in a pause that was asked for`),
      ...lies.map(({ id, state }) => `unaudited: ${id} is ${state}, and Slack knows better`),
    ],
    figures: {
      messages: arrivals.length,
      lost: lost.length,
      doubled: doubled.length,
      overtaken: overtaken.length,
      shortestGapMs: Math.round(shortest),
      pauses: pauses.length,
    },
  };
}

function overtakenIn(due: readonly Due[], arrivals: readonly Arrival[]): Due[] {
  const byKey = new Map(due.map((one) => [one.key, one]));
  const highest = new Map<string, number>();
  const found: Due[] = [];
  for (const { key, part, channel } of arrivals) {
    const one = byKey.get(key);
    if (!one || part > 1) continue;
    const before = highest.get(channel) ?? Number.NEGATIVE_INFINITY;
    if (one.rank < before) found.push(one);
    highest.set(channel, Math.max(before, one.rank));
  }
  return found;
}

/** Parts of one long message follow each other at once: they are one. */
function gapsOf(arrivals: readonly Arrival[]): { channel: string; ms: number }[] {
  const last = new Map<string, number>();
  const gaps: { channel: string; ms: number }[] = [];
  for (const { channel, at, part } of arrivals) {
    const before = last.get(channel);
    if (before !== undefined && part === 1) gaps.push({ channel, ms: at - before });
    last.set(channel, at);
  }
  return gaps;
}
