import { HoldfastError } from '../../errors.ts';
import { startPlay } from '../../rules/playbook/decide-play.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import type { InternalEffect } from '../internal-effect.ts';

/**
 * Begins a play under the version that was approved. Once per proposal; where the same playbook runs already for the
 * account, that one goes on and no second begins.
 * @throws {HoldfastError} HF_ACTION_INVALID when nobody kept such a playbook, before anything is written
 */
export const startPlaybook: InternalEffect = async (store, { action, proposalId, requester, at }) => {
  const { playbook, version, why } = action.params;
  const recipe =
    typeof playbook === 'string'
      ? await store.findRecipe(playbook, typeof version === 'number' ? version : null)
      : null;
  if (recipe === null || action.account === null)
    throw new HoldfastError('HF_ACTION_INVALID', `There is no playbook '${String(playbook)}' to start`);
  const [account] = await store.findAccounts([action.account]);
  const events = startPlay(
    {
      id: proposalId,
      account: action.account,
      tier: account?.tier ?? null,
      recipe,
      by: requester,
      why: typeof why === 'string' ? why : null,
    },
    at,
  );
  const play = foldPlay(events);
  const id = play && (await store.addPlay(play, events));
  return { play: id, playbook: recipe.id, version: recipe.version, ranAlready: id !== proposalId };
};
