import { openAction } from '../../domain/action.ts';
import type { DigestEdit } from '../../domain/digest.ts';
import { HoldfastError } from '../../errors.ts';
import { latestDue } from '../../rules/business-time/weekly-due.ts';
import type { RequestContext } from '../context.ts';
import { tomorrowOf } from '../first-seen.ts';
import { proposeUnlessDone, requireValid } from '../propose-unless-done.ts';
import { type Matter, noteRefusal, wasRefused } from '../remember-refusals.ts';
import { type DigestRecipient, digestRecipients } from './digest-recipients.ts';
import { drawDigest, rebuildDigest } from './draw-digest.ts';
import { keepNewSnapshot, type NamedSnapshot } from './take-snapshot.ts';

/** What hangs under a digest is looked after for so long: an approval may take days. */
const detailsWithinMs = 14 * 86_400_000;

/** What a look at the week came to. */
export interface SendResult {
  sent: number;
  details: number;
}

/**
 * Sends each recipient the digest of its week, once: also where nothing ran when it was due, and then the latest alone.
 * What is told is how things stand now. A recipient that cannot be written to keeps no other from its digest.
 */
export async function sendDigests(ctx: RequestContext): Promise<SendResult> {
  const due = await dueRecipients(ctx);
  const snapshots = new Map<string | null, NamedSnapshot>();
  let sent = 0;
  for (const { recipient, of } of due) {
    if (await wasRefused(ctx, matterOf(recipient.key, of))) continue;
    const named =
      snapshots.get(recipient.segment) ?? (await keepNewSnapshot(ctx, { segment: recipient.segment }));
    snapshots.set(recipient.segment, named);
    if (await sendOne(ctx, recipient, of, named)) sent++;
  }
  return { sent, details: await postDetails(ctx) };
}

/** What may not be posted is tried again a day later, or under other policies: it costs a snapshot each time. */
function matterOf(recipient: string, dueOn: string): Matter {
  return ['digest', recipient, dueOn];
}

/** The digest of each recipient that is due and was not sent. */
async function dueRecipients(ctx: RequestContext): Promise<{ recipient: DigestRecipient; of: string }[]> {
  const now = ctx.clock.now();
  const done = await ctx.store.lastDigests(tomorrowOf(now));
  return (await digestRecipients(ctx)).flatMap((recipient) => {
    const { of, at } = latestDue(recipient, ctx.content.sla.workingHours, now);
    const isDone = (done.get(recipient.key) ?? '') >= of;
    return at > recipient.since && !isDone ? [{ recipient, of }] : [];
  });
}

async function sendOne(
  ctx: RequestContext,
  { key, channel, sections }: DigestRecipient,
  dueOn: string,
  named: NamedSnapshot,
): Promise<boolean> {
  const edit: DigestEdit = { foreword: '', sections: [...sections] };
  const { head } = drawDigest(named, edit);
  const isAlone = key.startsWith('member ');
  const params = { channel, view: head, ...(isAlone ? {} : { digest: { id: named.id, ...edit } }) };
  const result = await proposeUnlessDone(ctx, postOf(params), async (store, { id }) => {
    const sending = { recipient: key, dueOn, snapshotId: named.id, proposalId: id, at: ctx.clock.now() };
    return await store.addDigestSending(sending);
  });
  if (result.ok || result.refusal === 'done') return result.ok;
  const level = result.refusal === 'invalid' ? 'error' : 'warn';
  ctx.log[level]({ recipient: key, reason: result.reason }, 'a digest could not be posted');
  await noteRefusal(ctx, matterOf(key, dueOn), result);
  return false;
}

function postOf(params: unknown): Parameters<typeof proposeUnlessDone>[1] {
  return { kind: 'message.post', account: null, origin: 'system', params };
}

/** Hangs the details under each digest whose message is there. */
async function postDetails(ctx: RequestContext): Promise<number> {
  const since = new Date(ctx.clock.now().getTime() - detailsWithinMs);
  let posted = 0;
  for (const sending of await ctx.store.digestsWithoutDetails(since)) {
    const { state, message, recipient, dueOn } = sending;
    const matter: Matter = ['digest', recipient, dueOn, 'details'];
    if (state !== 'done' || message === null || (await wasRefused(ctx, matter))) continue;
    try {
      const params = await detailsOf(ctx, sending.proposalId, sending.snapshotId, message);
      if (params === null) continue;
      const result = requireValid(
        await proposeUnlessDone(
          ctx,
          postOf(params),
          async (store, { id }) => await store.noteDigestDetails(sending, id),
        ),
      );
      if (result.ok) posted++;
      else if (result.refusal !== 'done') await noteRefusal(ctx, matter, result);
    } catch (error) {
      if (!(error instanceof HoldfastError) || !isOfOne(error)) throw error;
      ctx.log.error({ err: error, recipient }, 'the details of a digest could not be posted');
      await noteRefusal(ctx, matter, { refusal: 'invalid' });
    }
  }
  return posted;
}

/** What is wrong with one digest keeps no other from its details. */
function isOfOne({ code }: HoldfastError): boolean {
  return code === 'HF_ACTION_INVALID' || code === 'HF_DIGEST_TAMPERED' || code === 'HF_NOT_FOUND';
}

/** By the version that went out: what was left out there is left out here. */
async function detailsOf(
  ctx: RequestContext,
  proposalId: string,
  snapshotId: string,
  thread: string,
): Promise<Record<string, unknown> | null> {
  const found = await ctx.store.findProposal(proposalId);
  if (!found) return null;
  const params = openAction(found.body)?.params;
  if (!params) return null;
  const { channel, digest } = params as unknown as { channel: string; digest?: DigestEdit };
  const { details } = await rebuildDigest(ctx, snapshotId, digest?.sections);
  return { channel, view: details, thread };
}
