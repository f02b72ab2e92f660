import type { View } from '../views/view.ts';
import type { RequestContext } from './context.ts';
import { ownChannel } from './own-channel.ts';
import { proposeUnlessDone, requireValid } from './propose-unless-done.ts';

/**
 * Posts what a job makes for one slot into our own channel, once, also where its run is cut off and begun again.
 * @param name - of the job; what was posted last is remembered under it
 */
export async function postOncePerSlot(
  ctx: RequestContext,
  { name, slot, view }: { name: string; slot: Date; view: View },
): Promise<boolean> {
  const key = `${name}.slot`;
  const channel = ownChannel(ctx);
  if (channel === null) return false;
  const message = { kind: 'message.post', account: null, params: { channel, view } };
  const result = await proposeUnlessDone(ctx, message, async (store) => {
    const last = await store.lockSetting(key);
    if (typeof last === 'string' && isPosted(last, slot)) return false;
    await store.writeSetting(key, slot.toISOString());
    return true;
  });
  return requireValid(result).ok;
}

/** No change of clocks and no slot is further off: what lies further ahead was posted before the clock was set back. */
const aheadAtMostMs = 8 * 86_400_000;

function isPosted(last: string, slot: Date): boolean {
  const aheadMs = Date.parse(last) - slot.getTime();
  return aheadMs >= 0 && aheadMs <= aheadAtMostMs;
}
