import { HoldfastError } from '../errors.ts';
import { requireChangeable } from './authorize.ts';
import { actorOf, type RequestContext } from './context.ts';

/**
 * Turns a solved ticket into knowledge for all: from then on it may answer other accounts. It holds for the text that
 * lies there now; a text that changes later is its own account's alone again.
 * @returns its title
 * @throws {HoldfastError} HF_FORBIDDEN, HF_DOCUMENT_UNKNOWN, HF_USAGE when it is no ticket or has changed meanwhile
 */
export async function shareTicket(ctx: RequestContext, id: string): Promise<{ title: string }> {
  await requireChangeable(ctx, 'knowledge');
  const document = await ctx.store.findDocument(id);
  if (!document) throw new HoldfastError('HF_DOCUMENT_UNKNOWN', `There is no document '${id}'`);
  const { title, contentHash, account } = document;
  if (account === null) {
    throw new HoldfastError('HF_USAGE', `'${id}' is no account's ticket`, {
      next: 'Every account has it already.',
    });
  }
  const [at, by] = [ctx.clock.now(), actorOf(ctx)];
  await ctx.store.transaction(async (store) => {
    if (!(await store.shareDocument({ id, contentHash, by, at }))) {
      throw new HoldfastError('HF_USAGE', `'${id}' was changed meanwhile`, {
        next: 'Read it again, then share it.',
      });
    }
    await store.appendAudit({
      at,
      actor: by,
      action: 'knowledge.shared',
      account,
      detail: { id, contentHash },
    });
  });
  return { title };
}
