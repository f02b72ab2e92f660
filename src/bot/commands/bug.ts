import type { BugQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { approveBatch, getBatch } from '../../services/decide-batch.ts';
import { decideLink } from '../../services/issues/decide-link.ts';
import { getBug } from '../../services/issues/get-bug.ts';
import { listBugs } from '../../services/issues/list-bugs.ts';
import { batchView } from '../../views/batch-view.ts';
import { bugListView } from '../../views/bug-list-view.ts';
import { bugView } from '../../views/bug-view.ts';
import { readLinkButton } from '../../views/link-button.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';
import type { Asked } from '../reply.ts';

/** `/cs bug ID`, `/cs bug list`: which customers a known issue hits. */
export async function bug(ctx: RequestContext, { issue }: BugQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  return issue === '' ? bugListView(await listBugs(ctx)) : bugView(await getBug(ctx, { id: issue }));
}

/** The letters of a batch, to be read before they are approved together. */
async function batch(ctx: RequestContext, name: string): Promise<View> {
  await requireReadable(ctx, 'account', null);
  return batchView(await getBatch(ctx, name));
}

/** What became of a batch that somebody approved. */
async function approveAll(ctx: RequestContext, button: string): Promise<View> {
  const result = await approveBatch(ctx, button);
  if (!result.ok) return said(result.reason);
  const { approved, refused } = result;
  const reasons = [...new Set(refused.map(({ reason }) => reason))].join(' ');
  return said(`Approved: ${approved}.${refused.length > 0 ? ` Refused: ${refused.length}. ${reasons}` : ''}`);
}

type BugClick = Extract<Asked, { kind: 'click' }>;

const clicks = new Set(['link-confirm', 'link-reject', 'batch', 'approve-batch']);

/** Whether a click is about a suggestion or about the letters of a known issue. */
export function isBugClick(asked: Asked): asked is BugClick {
  return asked.kind === 'click' && clicks.has(asked.action);
}

/** Answers such a click. */
export async function bugClick(ctx: RequestContext, asked: BugClick): Promise<View> {
  switch (asked.action) {
    case 'batch':
      return await batch(ctx, asked.value);
    case 'approve-batch':
      return await approveAll(ctx, asked.value);
    default:
      return await decideBugLink(ctx, asked);
  }
}

/** What somebody said of a suggestion, and what the issue's list looks like with it. */
async function decideBugLink(ctx: RequestContext, { action, value }: BugClick): Promise<View> {
  const target = readLinkButton(value);
  if (!target) return said('This button names no record, so nothing was noted.');
  await requireReadable(ctx, 'account', null);
  const verdict = action === 'link-confirm' ? 'confirmed' : 'rejected';
  await decideLink(ctx, { ...target, verdict });
  const view = bugView(await getBug(ctx, { id: target.issueId }));
  const note = verdict === 'confirmed' ? 'Confirmed: it counts now.' : 'Rejected: it does not count.';
  return { summary: note, blocks: [{ kind: 'text', spans: [{ text: note, strong: true }] }, ...view.blocks] };
}
