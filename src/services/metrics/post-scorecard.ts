import { monthBefore } from '../../rules/business-time/month-before.ts';
import { scorecardView } from '../../views/scorecard-view.ts';
import type { RequestContext } from '../context.ts';
import { postOncePerSlot } from '../sla/post-once-per-slot.ts';
import { getScorecard } from './get-scorecard.ts';

/** Posts the month before a slot into our own channel, once. */
export async function postScorecard(ctx: RequestContext, slot: Date): Promise<{ posted: boolean }> {
  const { name: month } = monthBefore(slot, ctx.content.sla.workingHours.zone);
  const view = scorecardView(await getScorecard(ctx, { month }));
  return { posted: await postOncePerSlot(ctx, { name: 'scorecard.monthly', slot, view }) };
}
