import { startOfDay, utcDayOf } from '../domain/utc-day.ts';
import type { RequestContext } from './context.ts';

/** Ours: a book tells what changed since the last one, which is seldom a week old. */
const wholeDays = 7;
const chunkSize = 250;

/**
 * Removes stored scores that tell nothing more: after a week one a day stays, and of those only the ones at which the
 * score changed. Every score that was ever shown follows from the events again.
 */
export async function thinScores({ store, clock }: RequestContext): Promise<{ removed: number }> {
  const before = startOfDay(utcDayOf(new Date(clock.now().getTime() - wholeDays * 86_400_000)));
  const ids = (await store.listAccounts()).map(({ id }) => id);
  let removed = 0;
  for (let start = 0; start < ids.length; start += chunkSize)
    removed += await store.thinScores(ids.slice(start, start + chunkSize), before);
  return { removed };
}
