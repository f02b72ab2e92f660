import type { ProposeResult } from '../guardrail/propose.ts';
import type { RequestContext } from './context.ts';
import { proposeAction } from './propose-action.ts';
import { requireAccount } from './resolve-account.ts';

const ofAccount = 'account:';

/**
 * Turns a kill switch on or off, as policy lets whoever asks. An account is named as in a question: a switch for an
 * account that does not exist would be on and hold nothing back.
 * @returns also the scope as it counts
 * @throws {HoldfastError} HF_ACTION_INVALID when there is no such scope, HF_ACCOUNT_UNKNOWN or HF_ACCOUNT_AMBIGUOUS
 */
export async function flipSwitch(
  ctx: RequestContext,
  { scope: named, on }: { scope: string; on: boolean },
): Promise<{ scope: string; result: ProposeResult }> {
  const { scope, account } = await resolveScope(ctx, named, on);
  return { scope, result: await proposeAction(ctx, { kind: 'kill.flip', account, params: { scope, on } }) };
}

async function resolveScope(
  ctx: RequestContext,
  scope: string,
  on: boolean,
): Promise<{ scope: string; account: string | null }> {
  if (!scope.startsWith(ofAccount)) return { scope, account: null };
  const name = scope.slice(ofAccount.length);
  // What is on must always come off, also where its account is gone.
  const isOn = !on && (await ctx.store.listKillSwitches()).some((one) => one.scope === scope && one.on);
  if (isOn) return { scope, account: (await ctx.store.findAccounts([name]))[0]?.id ?? null };
  const account = await requireAccount(ctx, name);
  return { scope: `${ofAccount}${account}`, account };
}
