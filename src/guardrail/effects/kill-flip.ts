import type { InternalEffect } from '../internal-effect.ts';

/** Turns a switch on or off. The worker's claim and its last look before a call read it. */
export const flipKillSwitch: InternalEffect = async (store, { action, requester, proposalId, at }) => {
  const { scope, on } = action.params as { scope: string; on: boolean };
  await store.writeKillSwitch({ scope, on, by: requester, reason: `proposal ${proposalId}`, at });
  return { scope, on };
};
