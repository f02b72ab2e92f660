import type { BookQuestion } from '../../rules/question/question.ts';
import { setBook } from '../../services/book/book-settings.ts';
import { getBook } from '../../services/book/get-book.ts';
import type { RequestContext } from '../../services/context.ts';
import { bookView } from '../../views/book-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';

/** `/cs book`: what changed, what is due, what waits; `/cs book on|off`: whether it comes each morning. */
export async function book(ctx: RequestContext, { morning }: BookQuestion): Promise<View> {
  if (!ctx.member) return said('A book is of a person.');
  if (morning !== null) {
    await setBook(ctx, ctx.member.id, morning);
    return said(
      morning === 'off'
        ? 'No book in the morning any more. `/cs book` shows it whenever you ask; take it back: /cs book on'
        : 'Your book comes each morning at seven, when there is something in it.',
    );
  }
  const found = await getBook(ctx);
  return found ? bookView({ ...found, alerts: [], names: new Map() }) : said('A book is of a person.');
}
