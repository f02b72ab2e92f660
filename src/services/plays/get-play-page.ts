import type { Play } from '../../domain/play.ts';
import { HoldfastError } from '../../errors.ts';
import type { RequestContext } from '../context.ts';
import { readPlay } from './move-play.ts';

/** One play, with its account's name as it is now. @throws {HoldfastError} HF_NOT_FOUND */
export async function getPlayPage(
  ctx: Pick<RequestContext, 'store'>,
  id: string,
): Promise<{ play: Play; accountName: string }> {
  const known = await readPlay(ctx, id);
  if (!known) throw new HoldfastError('HF_NOT_FOUND', `There is no play '${id.slice(0, 60)}'`);
  const [account] = await ctx.store.findAccounts([known.play.account]);
  return { play: known.play, accountName: account?.name ?? known.play.account };
}
