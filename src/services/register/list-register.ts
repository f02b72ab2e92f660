import type { RegisterEntry, RegisterKind, RegisterState } from '../../domain/register.ts';
import type { RegisterLine } from '../../domain/register-card.ts';
import { isForReview, isOverdue, orderEntries } from '../../rules/register/order-entries.ts';
import { requireReadable } from '../authorize.ts';
import type { RequestContext } from '../context.ts';
import { registerUrl } from '../evidence.ts';
import { localToday } from './local-day.ts';

/** Which entries are asked for: one's own, all that are open, those whose day or review has come, those that ended. */
export const registerScopes = ['mine', 'all', 'due', 'ended'] as const;
export type RegisterScope = (typeof registerScopes)[number];

export interface ListInput {
  scope: RegisterScope;
  kind?: RegisterKind | undefined;
  account?: string | undefined;
  limit: number;
}

/** What a list of the register says. */
export interface ListedRegister {
  lines: RegisterLine[];
  /** All that fit, also those beyond the limit. */
  total: number;
  overdue: number;
  forReview: number;
}

const readAtMost = 20_000;

/** Entries of the register in the order in which they are looked at. */
export async function listEntries(ctx: RequestContext, input: ListInput): Promise<ListedRegister> {
  await requireReadable(ctx, 'account', input.account ?? null);
  const { scope, kind, account, limit } = input;
  const today = localToday(ctx);
  const states: RegisterState[] = scope === 'ended' ? ['done', 'dropped'] : ['open'];
  const found = await ctx.store.listRegister({
    states,
    limit: readAtMost,
    ...(kind === undefined ? {} : { kinds: [kind] }),
    ...(account === undefined ? {} : { account }),
    ...(scope === 'mine' && ctx.member ? { owner: ctx.member.id } : {}),
  });
  const wanted =
    scope === 'due'
      ? found.filter((entry) => isForReview(entry, today) || (entry.dueOn !== null && entry.dueOn <= today))
      : found;
  const ordered = scope === 'ended' ? latestFirst(wanted) : orderEntries(wanted, today);
  return {
    lines: await toLines(ctx, ordered.slice(0, limit)),
    total: wanted.length,
    overdue: wanted.filter((entry) => isOverdue(entry, today)).length,
    forReview: wanted.filter((entry) => isForReview(entry, today)).length,
  };
}

/** Entries as lines of a list, in their order. */
export async function toLines(
  ctx: RequestContext,
  entries: readonly RegisterEntry[],
): Promise<RegisterLine[]> {
  const ids = [...new Set(entries.flatMap(({ account }) => account ?? []))];
  const names = new Map((await ctx.store.findAccounts(ids)).map(({ id, name }) => [id, name]));
  const today = localToday(ctx);
  return entries.map((entry) => ({
    entry,
    url: registerUrl(entry.id),
    accountName: entry.account === null ? null : (names.get(entry.account) ?? entry.account),
    isOverdue: isOverdue(entry, today),
    isForReview: isForReview(entry, today),
  }));
}

function latestFirst(entries: readonly RegisterEntry[]): RegisterEntry[] {
  return [...entries].sort((one, other) => ((one.end?.at ?? '') < (other.end?.at ?? '') ? 1 : -1));
}
