import { latestDue } from '../../rules/business-time/weekly-due.ts';
import { updateSubject, updateView } from '../../views/update-view.ts';
import type { RequestContext } from '../context.ts';
import { tomorrowOf } from '../first-seen.ts';
import { proposeUnlessDone } from '../propose-unless-done.ts';
import { countWeek } from './draw-update.ts';
import { keepNewWeek } from './take-week.ts';
import { type UpdateTarget, updateTargets } from './update-targets.ts';

/**
 * Sends everybody who subscribed the update of each of their accounts, once a week: also where nothing ran when it was
 * due, and then the latest alone. One that cannot be sent keeps nobody else from theirs.
 */
export async function sendUpdates(ctx: RequestContext): Promise<{ sent: number }> {
  const targets = await updateTargets(ctx);
  if (targets.length === 0) return { sent: 0 };
  const now = ctx.clock.now();
  const { of, at } = latestDue(ctx.content.updates.executive, ctx.content.sla.workingHours, now);
  const done = await ctx.store.lastUpdates(tomorrowOf(now));
  const due = targets.filter(
    ({ key, account, since }) => at > since && (done.get(`${key} ${account.id}`) ?? '') < of,
  );
  let sent = 0;
  for (const [, readers] of Map.groupBy(due, ({ account }) => account.id)) {
    const [first] = readers;
    if (!first) continue;
    const named = await keepNewWeek(ctx, first.account.id);
    const shown = countWeek(named);
    const message = { view: updateView(shown), subject: updateSubject(shown), snapshotId: named.id };
    for (const target of readers) if (await sendOne(ctx, target, of, message)) sent++;
  }
  return { sent };
}

async function sendOne(
  ctx: RequestContext,
  { key, account, to }: UpdateTarget,
  dueOn: string,
  { view, subject, snapshotId }: { view: ReturnType<typeof updateView>; subject: string; snapshotId: string },
): Promise<boolean> {
  const sending = { target: key, account: account.id, dueOn, at: ctx.clock.now() };
  const action =
    to.by === 'chat'
      ? { kind: 'message.post', params: { channel: to.channel, view } }
      : { kind: 'message.member', params: { to: [to.address], subject, view } };
  const update = { ...action, account: account.id, origin: 'system' as const };
  const result = await proposeUnlessDone(
    ctx,
    update,
    async (store, { id }) =>
      await store.addUpdateSending({ ...sending, snapshotId, proposalId: id, reason: null }),
  );
  if (result.ok || result.refusal === 'done') return result.ok;
  const { reason } = result;
  ctx.log.warn({ target: key, account: account.id, reason }, 'an update could not be sent');
  await ctx.store.addUpdateSending({ ...sending, snapshotId: null, proposalId: null, reason });
  return false;
}
