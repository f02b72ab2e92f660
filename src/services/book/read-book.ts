import type { Account } from '../../domain/account.ts';
import type { Book, BookLine } from '../../domain/book.ts';
import type { Member } from '../../domain/member.ts';
import type { Play } from '../../domain/play.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import { mayDecide } from '../approvals-waiting.ts';
import type { RequestContext } from '../context.ts';
import { readWaiting, type Waiting } from '../list-waiting.ts';
import type { HeardBefore } from '../onboarding/read-onboarding.ts';
import { readChanges } from './read-changes.ts';
import { readDue } from './read-due.ts';

/** Accounts per statement. */
const chunkSize = 500;

/** What every book of a morning has in common, read once. */
export interface BookGround {
  /** Those of customers who have not left. */
  accounts: readonly Account[];
  /** What runs for them, by account. */
  plays: ReadonlyMap<string, readonly Play[]>;
  /** What the goals of onboardings are judged against. */
  heardBefore: HeardBefore;
  waiting: readonly Waiting[];
}

/** Reads what the books of several members need. @param of - one member, who alone needs it; default: all */
export async function bookGround(ctx: RequestContext, of?: Pick<Member, 'id'>): Promise<BookGround> {
  const accounts = (await ctx.store.listAccounts()).filter(
    ({ status, owner }) => status === 'active' && (of === undefined || owner === of.id),
  );
  const plays: Play[] = [];
  for (let start = 0; start < accounts.length; start += chunkSize) {
    const ids = accounts.slice(start, start + chunkSize).map(({ id }) => id);
    for (const { events } of await ctx.store.readRunningPlays(ids)) {
      const play = foldPlay(events);
      if (play) plays.push(play);
    }
  }
  return {
    accounts,
    plays: Map.groupBy(plays, ({ account }) => account),
    heardBefore: new Map(),
    waiting: await readWaiting(ctx),
  };
}

/** A member's book: what changed in their accounts since an instant, what is due, what waits for them. */
export async function readBook(
  ctx: RequestContext,
  member: Pick<Member, 'id' | 'role'>,
  since: Date,
  ground: BookGround,
): Promise<Book> {
  const accounts = ground.accounts.filter(({ owner }) => owner === member.id);
  const waiting = ground.waiting.filter((one) => mayDecide(member, one));
  const [changed, due] = await Promise.all([
    readChanges(ctx, { member: member.id, accounts, since }),
    readDue(ctx, accounts, ground),
  ]);
  return {
    accounts: accounts.length,
    changed,
    due: due.map(toLine),
    approvals: { count: waiting.length, first: waiting[0]?.proposal.summary ?? null },
  };
}

function toLine({ text, link, detail }: BookLine): BookLine {
  return { text, link, detail };
}
