import type { DigestSchedule } from '../../domain/digest.ts';
import type { DigestQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { subscribe } from '../../services/digest/digest-recipients.ts';
import { type DigestViews, previewDigest, rebuildDigest } from '../../services/digest/draw-digest.ts';
import { digestOfNow, makeDigestPdf } from '../../services/digest/make-digest-pdf.ts';
import { subscribedView, unreadView } from '../../views/digest-subscription-view.ts';
import { packView } from '../../views/pack-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';

/** `/cs digest`: the week as of now; `rebuild ID`: one of before, as it was; `pdf [ID]`: as a file; `subscribe`, `off`: one's own each week. */
export async function digest(ctx: RequestContext, question: DigestQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  switch (question.verb) {
    case 'preview':
      return whole(await previewDigest(ctx, question.segment));
    case 'rebuild':
      if (question.id === '')
        return said('Which one? Its id stands under each digest: /cs digest rebuild ID');
      return whole(await rebuildDigest(ctx, question.id));
    case 'pdf':
      return packView(await makeDigestPdf(ctx, question.id === '' ? await digestOfNow(ctx) : question.id));
    case 'subscribe':
      if (question.unread.length > 0) return unreadView(question.unread);
      return await change(ctx, question.schedule);
    case 'off':
      return await change(ctx, null);
  }
}

/** Whoever asks has no thread to open: the details follow at once. */
function whole({ head, details }: DigestViews): View {
  return { summary: head.summary, blocks: [...head.blocks, { kind: 'divider' }, ...details.blocks] };
}

async function change(ctx: RequestContext, schedule: DigestSchedule | null): Promise<View> {
  if (!ctx.member) return said('A subscription is of a person.');
  const kept = await subscribe(ctx, ctx.member.id, schedule);
  return subscribedView(kept, ctx.content.sla.workingHours.zone);
}
