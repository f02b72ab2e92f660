import { utcDayOf } from '../../domain/utc-day.ts';
import { frictionView } from '../../views/friction-view.ts';
import { chatUserOf } from '../chat-user-of.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { allAccounts, proposeOnce } from '../onboarding/propose-once.ts';
import { ownChannel } from '../own-channel.ts';
import { postOncePerSlot } from '../post-once-per-slot.ts';
import { reportFriction } from './report-friction.ts';

/**
 * The one weekly post of what bothers customers most: into our own channel, or where there is none to each manager alone.
 * A week without a cause and without a fix has none. Once for each slot.
 */
export async function postFriction(
  ctx: RequestContext,
  slot: Date,
): Promise<{ causes: number; shipped: number; told: number }> {
  const report = await reportFriction(ctx, { until: slot });
  const counts = { causes: report.causes.length, shipped: report.shipped.length };
  if (counts.causes + counts.shipped === 0) return { ...counts, told: 0 };
  const view = frictionView(report, await memberNames(ctx));
  if (ownChannel(ctx) !== null)
    return { ...counts, told: Number(await postOncePerSlot(ctx, { name: 'friction.weekly', slot, view })) };
  let told = 0;
  for (const member of await ctx.store.listMembers()) {
    const channel = member.role === 'manager' ? chatUserOf(member) : null;
    if (channel === null) continue;
    const what = `friction:${utcDayOf(slot)}:${member.id}`;
    const post = { account: allAccounts, what, kind: 'message.post' as const, params: { channel, view } };
    if ((await proposeOnce(ctx, post)).ok) told++;
  }
  return { ...counts, told };
}
