import type { View } from '../../views/view.ts';
import type { RequestContext } from '../context.ts';
import { proposeAction } from '../propose-action.ts';

/** Where our own people hear of promises; null = nowhere: they are listed on request. */
export function channelOf({
  content,
  channels,
}: Pick<RequestContext, 'content' | 'channels'>): string | null {
  return content.sla.channel ?? channels.alerts;
}

/** Another run posted it. */
class PostedBefore extends Error {}

/**
 * Posts what a job makes for one slot into our own channel, once, also where its run is cut off and begun again.
 * @param name - of the job; what was posted last is remembered under it
 */
export async function postOncePerSlot(
  ctx: RequestContext,
  { name, slot, view }: { name: string; slot: Date; view: View },
): Promise<boolean> {
  const key = `${name}.slot`;
  const channel = channelOf(ctx);
  if (channel === null) return false;
  try {
    const result = await proposeAction(ctx, {
      kind: 'message.post',
      account: null,
      params: { channel, view },
      also: async (store) => {
        const last = await store.lockSetting(key);
        if (typeof last === 'string' && isPosted(last, slot)) throw new PostedBefore();
        await store.writeSetting(key, slot.toISOString());
      },
    });
    return result.ok;
  } catch (error) {
    if (error instanceof PostedBefore) return false;
    throw error;
  }
}

/** No change of clocks and no slot is further off: what lies further ahead was posted before the clock was set back. */
const aheadAtMostMs = 8 * 86_400_000;

function isPosted(last: string, slot: Date): boolean {
  const aheadMs = Date.parse(last) - slot.getTime();
  return aheadMs >= 0 && aheadMs <= aheadAtMostMs;
}
