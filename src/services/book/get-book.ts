import type { Book } from '../../domain/book.ts';
import { localTime } from '../../rules/business-time/local-time.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { bookGround, readBook } from './read-book.ts';

const dayMs = 86_400_000;

/**
 * The book of whoever asks, as of now: what changed since yesterday at this time, what is due, what waits.
 * @returns null where the installation itself asks: it has no accounts
 */
export async function getBook(ctx: RequestContext): Promise<{ book: Book; day: string } | null> {
  await requireReadable(ctx, 'account', null);
  if (!ctx.member) return null;
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - dayMs);
  const { day } = localTime(ctx.content.sla.workingHours.zone, now);
  return { book: await readBook(ctx, ctx.member, since, await bookGround(ctx, ctx.member)), day };
}
