import type { RegisterEntry, RegisterNote, RegisterReview } from '../../domain/register.ts';
import type { ReviewEnd, ReviewStop } from '../../domain/register-card.ts';
import { HoldfastError } from '../../errors.ts';
import { isForReview, orderEntries } from '../../rules/register/order-entries.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { describeEntry } from './describe-entry.ts';
import { feedFromRecords } from './feed-register.ts';
import { localToday } from './local-day.ts';

/** Whose entries a walk goes over, and which: those whose next review has come, or the others. */
export interface ReviewInput {
  scope: 'mine' | 'all';
  which: 'due' | 'rest';
}

const entriesAtMost = 500;

/** Begins a walk. @returns null when there is nothing to look at; `others` = open entries whose review has not come */
export async function startReview(
  ctx: RequestContext,
  { scope, which }: ReviewInput,
): Promise<{ review: RegisterReview | null; others: number }> {
  await requireReadable(ctx, 'account', null);
  await feedFromRecords(ctx);
  const today = localToday(ctx);
  const open = await openEntries(ctx, scope);
  const [due, rest] = [
    open.filter((entry) => isForReview(entry, today)),
    open.filter((entry) => !isForReview(entry, today)),
  ];
  const chosen = orderEntries(which === 'due' ? due : rest, today).slice(0, entriesAtMost);
  const others = open.length - chosen.length;
  if (chosen.length === 0) return { review: null, others };
  const now = ctx.clock.now();
  const review = {
    id: ctx.ids.proposal(now),
    by: ctx.member?.id ?? null,
    at: now.toISOString(),
    scope,
    entries: chosen.map(({ id }) => id),
  };
  await ctx.store.addRegisterReview(review);
  return { review, others };
}

async function openEntries(ctx: RequestContext, scope: ReviewInput['scope']): Promise<RegisterEntry[]> {
  const owner = scope === 'mine' && ctx.member ? { owner: ctx.member.id } : {};
  return await ctx.store.listRegister({ states: ['open'], limit: 20_000, ...owner });
}

/**
 * The stop of a walk at or after a place; entries that were decided since it began are passed over.
 * @throws {HoldfastError} HF_NOT_FOUND when the walk was forgotten
 */
export async function stopAt(
  ctx: RequestContext,
  reviewId: string,
  from: number,
): Promise<ReviewStop | ReviewEnd> {
  await requireReadable(ctx, 'account', null);
  const review = await requireReview(ctx, reviewId);
  const later = await ctx.store.findRegisterEntries(review.entries.slice(from));
  const decided = await decidedSince(ctx, review);
  const next = later.find((entry) => entry.state === 'open' && !decided.has(entry.id));
  if (!next) return await endOf(ctx, review, decided);
  const index = review.entries.indexOf(next.id);
  const card = await describeEntry(ctx, next);
  return { kind: 'stop', review, index, card, passed: Math.max(0, index - from) };
}

async function requireReview({ store }: RequestContext, id: string): Promise<RegisterReview> {
  const review = await store.findRegisterReview(id);
  if (review) return review;
  throw new HoldfastError('HF_NOT_FOUND', 'This review is over and forgotten', {
    next: 'Begin a new one: /cs review',
  });
}

const deciding: ReadonlySet<RegisterNote['what']> = new Set(['kept', 'done', 'dropped', 'changed']);

/** The last decision about each entry since a walk began. */
async function decidedSince(
  { store }: RequestContext,
  { at, entries }: RegisterReview,
): Promise<Map<string, RegisterNote>> {
  const within = new Set(entries);
  const notes = await store.registerNotesSince(new Date(Date.parse(at) - 1));
  return new Map(
    notes
      .filter((note) => within.has(note.entryId) && deciding.has(note.what))
      .map((note) => [note.entryId, note]),
  );
}

async function endOf(
  ctx: RequestContext,
  review: RegisterReview,
  decisions: ReadonlyMap<string, RegisterNote>,
): Promise<ReviewEnd> {
  const entries = await ctx.store.findRegisterEntries(review.entries);
  const isOwn = ({ id }: RegisterEntry): boolean => {
    const note = decisions.get(id);
    return note?.detail.review === review.id && note.by === review.by;
  };
  const isOthers = (entry: RegisterEntry): boolean =>
    !isOwn(entry) && (decisions.has(entry.id) || entry.state !== 'open');
  const within = new Set(review.entries);
  const open = await openEntries(ctx, review.scope);
  return {
    kind: 'end',
    review,
    decided: entries.flatMap((entry) => {
      const note = decisions.get(entry.id);
      return note && isOwn(entry) ? [{ entry, note }] : [];
    }),
    untouched: entries.filter((entry) => !isOwn(entry) && !isOthers(entry)),
    meanwhile: entries.filter(isOthers),
    others: open.filter(({ id }) => !within.has(id)).length,
  };
}
