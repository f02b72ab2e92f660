import type { RegisterEntry } from '../../domain/register.ts';
import { sumByCurrency } from '../../rules/issue-match/bug-figures.ts';
import { countRegister, type RegisterWeek } from '../../rules/register/count-register.ts';
import { isForReview, isOverdue, orderEntries } from '../../rules/register/order-entries.ts';
import { reviewPostView } from '../../views/review-post-view.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { postOncePerSlot } from '../post-once-per-slot.ts';
import { feedFromRecords } from './feed-register.ts';
import { toLines } from './list-register.ts';
import { localToday } from './local-day.ts';

const shownAtMost = 10;
const twoWeeksMs = 14 * 86_400_000;

/** The register as it stands now. */
export async function readWeek(ctx: RequestContext): Promise<RegisterWeek> {
  await requireReadable(ctx, 'account', null);
  const now = ctx.clock.now();
  const today = localToday(ctx);
  const entries = await ctx.store.registerSince(new Date(now.getTime() - twoWeeksMs));
  const notes = await ctx.store.registerNotesSince(new Date(now.getTime() - twoWeeksMs / 2));
  const open = orderEntries(
    entries.filter(({ state }) => state === 'open'),
    today,
  );
  const late = open.filter((entry) => isOverdue(entry, today));
  const risky = [
    ...new Set(open.flatMap(({ kind, account }) => (kind === 'risk' && account !== null ? account : []))),
  ];
  // Nothing is at risk any more at who has left.
  const accounts = (await ctx.store.findAccounts(risky)).filter(({ status }) => status === 'active');
  return {
    on: today,
    at: now.toISOString(),
    counts: countRegister(entries, notes, { now, today }),
    atRisk: sumByCurrency(accounts.flatMap(({ arr }) => arr ?? [])),
    accountsAtRisk: accounts.length,
    overdue: { lines: await toLines(ctx, late.slice(0, shownAtMost)), total: late.length },
    waiting: byOwner(open, today),
    forReview: open.filter((entry) => isForReview(entry, today)).length,
  };
}

function byOwner(open: readonly RegisterEntry[], today: string): RegisterWeek['waiting'] {
  const waiting = open.filter((entry) => isForReview(entry, today));
  return [...Map.groupBy(waiting, ({ owner }) => owner)]
    .map(([owner, own]) => ({
      owner,
      entries: own.length,
      overdue: own.filter((entry) => isOverdue(entry, today)).length,
    }))
    .sort((one, other) => other.entries - one.entries || ((one.owner ?? '') < (other.owner ?? '') ? -1 : 1));
}

/** The weekly card of the register in our own channel, once for each slot. An empty register that was empty is not told. */
export async function postReview(
  ctx: RequestContext,
  slot: Date,
): Promise<{ open: number; overdue: number; posted: boolean }> {
  await feedFromRecords(ctx);
  const week = await readWeek(ctx);
  const { open, overdue } = week.counts;
  const counts = { open: open.now, overdue: overdue.now };
  if (open.now === 0 && open.before === 0) return { ...counts, posted: false };
  const view = reviewPostView(week, await memberNames(ctx));
  return { ...counts, posted: await postOncePerSlot(ctx, { name: 'register.review', slot, view }) };
}
