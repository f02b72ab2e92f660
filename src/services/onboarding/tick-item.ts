import { stripHidden } from '../../domain/hidden-characters.ts';
import { HoldfastError } from '../../errors.ts';
import { chooseTemplate } from '../../rules/onboarding/judge-checklist.ts';
import { tickableChecks } from '../../rules/onboarding/walk-execution.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { requireAccountById } from '../resolve-account.ts';

/** The longest note to an item. */
const noteLength = 500;

/**
 * Says that an item of a launch checklist, or a check of the execution steps, is done, or that it is not. The word is
 * added to those before, and stands in the audit.
 * @throws {HoldfastError} HF_NOT_FOUND, HF_USAGE, HF_FORBIDDEN or HF_ACCOUNT_UNKNOWN
 */
export async function tickItem(
  ctx: RequestContext,
  {
    accountId,
    item,
    done,
    note: given = '',
  }: { accountId: string; item: string; done: boolean; note?: string },
): Promise<void> {
  await requireChangeable(ctx, 'onboarding');
  const account = await requireAccountById(ctx, accountId, 'List all with: accounts');
  const items = chooseTemplate(ctx.content.checklists, account)?.items ?? [];
  const ids = [...items.map(({ id }) => id), ...tickableChecks];
  if (!ids.includes(item))
    throw new HoldfastError(
      'HF_NOT_FOUND',
      `The checklist of ${account.id} has no item '${item.slice(0, 100)}'`,
      {
        next: `It has: ${ids.join(', ')}.`,
      },
    );
  const note = stripHidden(given).trim();
  if (note.length > noteLength)
    throw new HoldfastError(
      'HF_USAGE',
      `The note has ${note.length} characters; at most ${noteLength} are kept`,
    );
  const [by, at] = [actorOf(ctx), ctx.clock.now()];
  await ctx.store.transaction(async (store) => {
    await store.addChecklistTick({ account: account.id, item, done, note, by, at });
    const action = done ? 'checklist.ticked' : 'checklist.unticked';
    await store.appendAudit({ at, actor: by, action, account: account.id, detail: { item } });
  });
}
