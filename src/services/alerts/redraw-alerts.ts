import type { View } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';
import { alertCard, cardGround } from './alert-card.ts';

/** Replaces a message that was posted through the guardrail by what it stands for now. */
export type ReplaceMessage = (channel: string, message: string, view: View) => Promise<void>;

/** A platform takes about one edit a second too. */
const batch = 10;

/**
 * Brings the cards of alerts up to date. What a card shows is written down after it is shown, so it may be drawn twice
 * and is never left behind; a message that is gone for good is left alone.
 * @returns whether there may be more
 */
export async function redrawAlerts(ctx: RequestContext, replace: ReplaceMessage): Promise<boolean> {
  const stale = await ctx.store.staleAlertPosts(batch);
  if (stale.length === 0) return false;
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
  return stale.length === batch;
}

function isForGood(error: unknown): boolean {
  return error instanceof Error && 'permanent' in error && error.permanent === true;
}
