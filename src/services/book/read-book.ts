import type { Account } from '../../domain/account.ts';
import type { Book, BookLine } from '../../domain/book.ts';
import type { Member } from '../../domain/member.ts';
import type { ProposalPicture } from '../../domain/proposal.ts';
import { mayDecide } from '../approvals-waiting.ts';
import type { RequestContext } from '../context.ts';
import { listProposals } from '../get-proposal.ts';
import { readChanges } from './read-changes.ts';
import { readDue } from './read-due.ts';

const proposalsAtMost = 200;

/** What every book of a morning has in common, read once. */
export interface BookGround {
  /** Those of customers who have not left. */
  accounts: readonly Account[];
  waiting: readonly ProposalPicture[];
}

/** Reads what the books of several members need. */
export async function bookGround(ctx: RequestContext): Promise<BookGround> {
  const accounts = (await ctx.store.listAccounts()).filter(({ status }) => status === 'active');
  return { accounts, waiting: await listProposals(ctx, { states: ['proposed'], limit: proposalsAtMost }) };
}

/** A member's book: what changed in their accounts since an instant, what is due, what waits for them. */
export async function readBook(
  ctx: RequestContext,
  member: Pick<Member, 'id' | 'role'>,
  since: Date,
  ground: BookGround,
): Promise<Book> {
  const accounts = ground.accounts.filter(({ owner }) => owner === member.id);
  const waiting = ground.waiting.filter((picture) => mayDecide(member, picture));
  const [changed, due] = await Promise.all([
    readChanges(ctx, { member: member.id, accounts, since }),
    readDue(ctx, accounts),
  ]);
  return {
    ...{ accounts: accounts.length, changed, due: due.map(toLine) },
    approvals: { count: waiting.length, first: waiting[0]?.proposal.summary ?? null },
  };
}

function toLine({ text, link, detail }: BookLine): BookLine {
  return { text, link, detail };
}
