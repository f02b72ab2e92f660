import { HoldfastError } from '../errors.ts';
import { actorOf, type RequestContext } from './context.ts';
import { kindsOf, reviewTicket } from './review-ticket.ts';

/** What whoever shares has seen. */
export interface ShareOptions {
  /** Somebody looked at what was found of people and secrets, and shares it all the same. */
  withPersonalData?: boolean;
  /** The mark of the text that was read; absent = whatever lies there now. */
  seen?: string | undefined;
}

/**
 * Turns a solved ticket into knowledge for all: from then on it may answer other accounts. It holds for the text that
 * lies there now; a text that changes later is its own account's alone again.
 * @returns its title
 * @throws {HoldfastError} HF_FORBIDDEN, HF_DOCUMENT_UNKNOWN, HF_USAGE when it is no ticket, has changed meanwhile, or
 * holds what looks personal or secret and nobody has looked
 */
export async function shareTicket(
  ctx: RequestContext,
  id: string,
  { withPersonalData = false, seen }: ShareOptions = {},
): Promise<{ title: string }> {
  const review = await reviewTicket(ctx, id);
  const { title, contentHash, account, mark } = review;
  if (seen !== undefined && seen !== mark) throw changed(id);
  const found = kindsOf(review);
  if (found.length > 0 && !withPersonalData) {
    throw new HoldfastError('HF_USAGE', `'${id}' holds what looks personal or secret: ${found.join(', ')}`, {
      next: `Read it: holdfast knowledge share ${id}. If all may have it, add --with-personal-data.`,
    });
  }
  const [at, by] = [ctx.clock.now(), actorOf(ctx)];
  await ctx.store.transaction(async (store) => {
    if (!(await store.shareDocument({ id, contentHash, by, at }))) throw changed(id);
    await store.appendAudit({
      at,
      actor: by,
      action: 'knowledge.shared',
      account,
      detail: { id, contentHash, found },
    });
  });
  return { title };
}

function changed(id: string): HoldfastError {
  return new HoldfastError('HF_USAGE', `'${id}' was changed meanwhile`, {
    next: 'Read it again, then share it.',
  });
}
