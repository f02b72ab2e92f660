import { HoldfastError } from '../errors.ts';
import { requireChangeable } from './authorize.ts';
import { actorOf, type RequestContext } from './context.ts';

/**
 * Takes a solved ticket back: from the next question on it answers its own account alone. Answers that were given with it
 * keep what they said.
 * @returns its title
 * @throws {HoldfastError} HF_FORBIDDEN, HF_DOCUMENT_UNKNOWN, HF_USAGE when nobody shared it
 */
export async function unshareTicket(ctx: RequestContext, id: string): Promise<{ title: string }> {
  await requireChangeable(ctx, 'knowledge');
  const document = await ctx.store.findDocument(id);
  if (!document) throw new HoldfastError('HF_DOCUMENT_UNKNOWN', `There is no document '${id}'`);
  const { title, account } = document;
  const [at, actor] = [ctx.clock.now(), actorOf(ctx)];
  await ctx.store.transaction(async (store) => {
    if (!(await store.unshareDocument(id))) {
      throw new HoldfastError('HF_USAGE', `'${id}' is not shared`, {
        next: account === null ? 'It is no ticket: every account has it.' : 'Its own account alone has it.',
      });
    }
    await store.appendAudit({ at, actor, action: 'knowledge.unshared', account, detail: { id } });
  });
  return { title };
}
