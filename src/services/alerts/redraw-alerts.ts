import type { View } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';
import { alertCard, cardGround } from './alert-card.ts';

/** No transaction that writes alerts takes so long. */
const settledAfterMs = 15 * 60_000;

/** Replaces a message that was posted through the guardrail by what it stands for now. */
export type ReplaceMessage = (channel: string, message: string, view: View) => Promise<void>;

/**
 * Brings the cards of alerts up to date, those that changed last first: somebody may have pressed a button. What a card
 * shows is written down after it is shown, so it may be drawn twice and is never left behind; a message that is gone for
 * good is left alone.
 * @param atMost - how many; a platform takes about one edit a second
 */
export async function redrawAlerts(
  ctx: RequestContext,
  replace: ReplaceMessage,
  atMost: number,
): Promise<void> {
  await ctx.store.settleAlertPosts(new Date(ctx.clock.now().getTime() - settledAfterMs));
  const stale = await ctx.store.staleAlertPosts(atMost);
  if (stale.length === 0) return;
  const ground = await cardGround(ctx);
  for (const { alert, channel, message } of stale) {
    try {
      await replace(channel, message, await alertCard(ctx, alert, ground));
    } catch (error) {
      if (!isForGood(error)) throw error;
      ctx.log.warn({ err: error, alert: alert.id }, 'the card of an alert is gone');
    }
    await ctx.store.noteAlertShown(alert.id, alert.revision);
  }
}

function isForGood(error: unknown): boolean {
  return error instanceof Error && 'permanent' in error && error.permanent === true;
}
