import { hypercareView } from '../../views/hypercare-view.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { postOncePerSlot } from '../post-once-per-slot.ts';
import { getHypercare } from './get-hypercare.ts';

/** The daily post of hypercare: open items and the state of every clock. Without an account in hypercare, none. */
export async function postStandup(
  ctx: RequestContext,
  slot: Date,
): Promise<{ accounts: number; open: number; posted: boolean }> {
  const report = await getHypercare(ctx);
  const open = report.accounts.reduce((sum, account) => sum + account.open.length, 0);
  const counts = { accounts: report.accounts.length, open };
  if (counts.accounts === 0) return { ...counts, posted: false };
  const view = hypercareView(report, await memberNames(ctx));
  return { ...counts, posted: await postOncePerSlot(ctx, { name: 'hypercare.standup', slot, view }) };
}
