import { rootCausesView } from '../../views/root-causes-view.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { findRootCauses } from './find-root-causes.ts';
import { postOncePerSlot } from './post-once-per-slot.ts';

/** The weekly post of what repeat tickets came from. Without one that repeats, none. */
export async function postRootCauses(
  ctx: RequestContext,
  slot: Date,
): Promise<{ causes: number; tickets: number; posted: boolean }> {
  const report = await findRootCauses(ctx, { until: slot });
  const counts = { causes: report.causes.length, tickets: report.tickets };
  if (counts.causes === 0) return { ...counts, posted: false };
  const view = rootCausesView(report, await memberNames(ctx));
  return { ...counts, posted: await postOncePerSlot(ctx, { name: 'causes.weekly', slot, view }) };
}
