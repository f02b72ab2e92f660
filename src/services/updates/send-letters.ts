import { type Account, isOfSegment } from '../../domain/account.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { latestDue } from '../../rules/business-time/weekly-due.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { RequestContext } from '../context.ts';
import { tomorrowOf } from '../first-seen.ts';
import { proposeUnlessDone } from '../propose-unless-done.ts';
import { customerNames, draftLetter, type LetterDraft } from './draw-letter.ts';
import { letterSegments } from './letter-targets.ts';

/** What became of the letters of a look. */
export interface LettersResult {
  proposed: number;
  /** Customers of whom it was written down why they get none. */
  without: number;
}

const target = 'customer';
/** One look drafts so many; the next goes on. */
const draftedAtMost = 250;

/**
 * Proposes the letter of its week to each customer of a segment that gets them, once; people approve each. A week that
 * passed while nothing ran is not made up for, and a customer without a letter has the reason written down.
 */
export async function sendLetters(ctx: RequestContext): Promise<LettersResult> {
  const result: LettersResult = { proposed: 0, without: 0 };
  const segments = await letterSegments(ctx);
  if (segments.size === 0) return result;
  const { of, at } = latestDue(ctx.content.updates.customer, ctx.content.sla.workingHours, ctx.clock.now());
  const due = await dueAccounts(ctx, segments, { of, at });
  if (due.length === 0) return result;
  const names = await customerNames(ctx);
  for (const account of due.slice(0, draftedAtMost)) {
    const outcome = await seeTo(ctx, account, await draftLetter(ctx, account, names), of);
    if (outcome !== null) result[outcome]++;
  }
  return result;
}

async function dueAccounts(
  { store, clock }: RequestContext,
  segments: ReadonlyMap<string, Date>,
  { of, at }: { of: string; at: Date },
): Promise<Account[]> {
  const done = await store.lastUpdates(tomorrowOf(clock.now()));
  return (await store.listAccounts()).filter((account) => {
    const since = [...segments].find(([segment]) => isOfSegment(account, segment))?.[1];
    const isDone = (done.get(`${target} ${account.id}`) ?? '') >= of;
    return account.status === 'active' && since !== undefined && at > since && !isDone;
  });
}

/** @returns null when another process saw to it */
async function seeTo(
  ctx: RequestContext,
  account: Account,
  draft: LetterDraft,
  dueOn: string,
): Promise<keyof LettersResult | null> {
  if (!draft.ok) return await without(ctx, account, dueOn, draft.reason);
  const letter = {
    kind: 'message.customer',
    account: account.id,
    origin: 'system' as const,
    params: draft.params,
    batch: `letters.${dueOn}`,
  };
  const result = await proposeUnlessDone(
    ctx,
    letter,
    async (store, { id }) => await noteSent(ctx, store, draft, { dueOn, proposalId: id }),
  );
  if (result.ok) return 'proposed';
  return result.refusal === 'done' ? null : await without(ctx, account, dueOn, result.reason);
}

/** The snapshot, and that this week is seen to, in the transaction of the proposal. @returns false when another process saw to it */
async function noteSent(
  { clock }: RequestContext,
  store: StoreTransaction,
  { named: { id, week } }: LetterDraft,
  { dueOn, proposalId }: { dueOn: string; proposalId: string },
): Promise<boolean> {
  const at = clock.now();
  await store.keepWeek({
    id,
    account: week.account.id,
    asOf: new Date(week.asOf),
    knownAt: week.knownAt,
    body: canonicalJson(week),
    madeAt: at,
  });
  const sending = { target, account: week.account.id, dueOn, snapshotId: id, proposalId, reason: null, at };
  return await store.addUpdateSending(sending);
}

async function without(
  { store, clock }: RequestContext,
  { id: account }: Account,
  dueOn: string,
  reason: string,
): Promise<'without' | null> {
  const sending = { target, account, dueOn, snapshotId: null, proposalId: null, reason, at: clock.now() };
  return (await store.addUpdateSending(sending)) ? 'without' : null;
}
