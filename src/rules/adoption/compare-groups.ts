/** How many of a group did what a nudge leads to. */
export interface Group {
  size: number;
  acted: number;
}

/** What may be said of a nudge: nothing, while too few are in a group; else how much more acted than without it. */
export type Comparison =
  | { kind: 'too-few'; needed: number }
  /** Shares of 0–1. `low` to `high`: the 95 % interval of the difference. */
  | {
      kind: 'compared';
      difference: number;
      low: number;
      high: number;
      verdict: 'more' | 'fewer' | 'not-shown';
    };

/** Below so many in either group an interval says nothing that anybody should act on. Ours. */
export const leastInGroup = 30;
/** The normal quantile of a two-sided 95 % interval. */
const z = 1.959964;

/**
 * Compares who was sent a nudge with who was held out. The interval never leaves −1 to 1, also where nobody or everybody
 * acted. A difference counts only when its interval leaves out zero.
 * Source: Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions, Statistics in
 * Medicine 17:873–890, method 10, from the score intervals of Wilson (1927)
 */
export function compareGroups(sent: Group, heldOut: Group): Comparison {
  if (sent.size < leastInGroup || heldOut.size < leastInGroup)
    return { kind: 'too-few', needed: leastInGroup };
  const [withNudge, without] = [sent, heldOut].map(wilson) as [Interval, Interval];
  const difference = withNudge.share - without.share;
  // Sums of floats may pass ±1 by a hair.
  const low = Math.max(
    -1,
    difference - Math.hypot(withNudge.share - withNudge.low, without.high - without.share),
  );
  const high = Math.min(
    1,
    difference + Math.hypot(withNudge.high - withNudge.share, without.share - without.low),
  );
  const verdict = low > 0 ? 'more' : high < 0 ? 'fewer' : 'not-shown';
  return { kind: 'compared', difference, low, high, verdict };
}

interface Interval {
  share: number;
  low: number;
  high: number;
}

function wilson({ size, acted }: Group): Interval {
  const share = acted / size;
  const middle = (share + (z * z) / (2 * size)) / (1 + (z * z) / size);
  const half =
    (z / (1 + (z * z) / size)) * Math.sqrt((share * (1 - share)) / size + (z * z) / (4 * size * size));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
