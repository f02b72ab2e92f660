import type { Scorecard } from '../../domain/metric.ts';
import { HoldfastError } from '../../errors.ts';
import { monthBefore } from '../../rules/business-time/month-before.ts';
import { fileSpans } from '../../views/pack-view.ts';
import { scorecardView } from '../../views/scorecard-view.ts';
import type { Span } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';
import { postOncePerSlot } from '../post-once-per-slot.ts';
import { getScorecard } from './get-scorecard.ts';
import { keepScorecard } from './make-scorecard-pack.ts';

/** Keeps the month before a slot as files, and posts it into our own channel, once. */
export async function postScorecard(ctx: RequestContext, slot: Date): Promise<{ posted: boolean }> {
  const { name: month } = monthBefore(slot, ctx.content.sla.workingHours.zone);
  const card = await getScorecard(ctx, { month });
  const view = scorecardView(card, await filesOf(ctx, card));
  return { posted: await postOncePerSlot(ctx, { name: 'scorecard.monthly', slot, view }) };
}

/** A storage that takes nothing keeps nobody from the figures: the message says so, and how to get the files. */
async function filesOf(ctx: RequestContext, card: Scorecard): Promise<Span[]> {
  try {
    const { artifacts } = await keepScorecard(ctx, card);
    return [{ text: 'As files: ' }, ...fileSpans(artifacts)];
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'HF_STORAGE_FAILED') throw error;
    ctx.log.error({ err: error, month: card.month }, 'the scorecard could not be kept as files');
    return [
      { text: 'Its files could not be kept: their storage took nothing. When it works again: ' },
      { text: `/cs scorecard pack ${card.month}`, code: true },
    ];
  }
}
