import { eventLimits } from '../../domain/event-types.ts';
import { stripHidden } from '../../domain/hidden-characters.ts';
import { oneLine } from '../../domain/one-line.ts';
import { HoldfastError } from '../../errors.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';

/**
 * Notes that somebody at a customer wants no nudges, or wants them again. It holds at every account, for nudges of people
 * as well as our own, and for those that wait already: the door looks again before it sends.
 * @returns whether anything changed
 * @throws {HoldfastError} HF_FORBIDDEN, HF_USAGE where no event could name such a user
 */
export async function setNudgeOptOut(
  ctx: RequestContext,
  { user, wants }: { user: string; wants: boolean },
): Promise<{ user: string; optedOut: boolean; changed: boolean }> {
  await requireChangeable(ctx, 'nudges');
  if (user.trim() === '' || user.length > eventLimits.identifier || user !== stripHidden(user))
    throw new HoldfastError('HF_USAGE', `'${oneLine(user, 60)}' is no id of a user`, {
      next: 'Name the user as events do: nudges opt-out ana@acme.example',
    });
  const at = ctx.clock.now();
  const by = actorOf(ctx);
  const changed = await ctx.store.transaction(async (store) => {
    const isNew = wants ? await store.removeNudgeOptOut(user) : await store.addNudgeOptOut({ user, by, at });
    if (!isNew) return false;
    const action = wants ? 'nudges.opted_in' : 'nudges.opted_out';
    await store.appendAudit({ at, actor: by, action, account: null, detail: {}, personal: { user } });
    return true;
  });
  return { user, optedOut: !wants, changed };
}
