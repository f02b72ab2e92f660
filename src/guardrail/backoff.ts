/** How often something that is known not to have happened is tried; what a platform refuses while it is away does not count. */
export const attemptsAtMost = 6;

/**
 * How often something is begun of which no answer came, and which had not happened when somebody asked. That a worker dies,
 * or a line breaks, is no fault of the effect; what kills its worker each time has to end. Ours.
 */
export const startsAtMost = 24;

/**
 * How long after a call that nobody answered the outside is left alone: it may still be at it, and would say that
 * nothing happened. Ours.
 */
export const stillAtItMs = 60_000;

const firstMs = 2_000;
const longestMs = 15 * 60_000;

/**
 * How long to wait before the next attempt: doubling, capped, spread over half of itself so that a thousand do not
 * come back at once, and never shorter than what the outside asked for.
 * @param attempt - the one that failed, from 1
 * @param random - 0 to 1
 */
export function backoffMs(attempt: number, random: number, askedMs: number | null): number {
  const full = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return Math.max(Math.round(full * (0.5 + random / 2)), askedMs ?? 0);
}

/** Between two tries of a platform that takes nothing: it is found again within about this. Ours. */
const longestAwayMs = 60_000;

/**
 * How long a platform that takes nothing is left alone: a minute at most, unless it asked for more. How long this goes
 * on is bounded by the grant, which holds for a day.
 * @param tries - how often in a row it took nothing, from 1
 */
export function awayMs(tries: number, random: number, askedMs: number | null): number {
  return Math.max(Math.min(longestAwayMs, backoffMs(Math.min(tries, 10), random, null)), askedMs ?? 0);
}
