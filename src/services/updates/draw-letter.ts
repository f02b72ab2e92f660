import type { Account } from '../../domain/account.ts';
import type { NamedWeek } from '../../domain/account-week.ts';
import { findUnfit } from '../../rules/updates/find-unfit.ts';
import { weeklyLetter } from '../../views/weekly-letter.ts';
import type { RequestContext } from '../context.ts';
import { countWeek } from './draw-update.ts';
import { findContacts } from './find-contacts.ts';
import { takeWeek } from './take-week.ts';

/** A weekly letter as it would be proposed, or why there is none. */
export type LetterDraft = { named: NamedWeek } & (
  | { ok: true; params: { to: string[]; subject: string; body: string; format: 'letter'; optOut: string } }
  | { ok: false; reason: string }
);

/** Draws the letter of an account's week from its snapshot alone: equal weeks give equal words. */
function drawLetter(named: NamedWeek): ReturnType<typeof weeklyLetter> {
  const { week, users, uses, value } = countWeek(named);
  return weeklyLetter({ week, users, uses, hoursSaved: value.hoursSaved, from: week.account.owner });
}

/**
 * Drafts the weekly letter of an account as of now; nothing is kept or sent.
 * @param names - of every customer, by id: no letter may hold another's
 */
export async function draftLetter(
  ctx: RequestContext,
  account: Account,
  names: ReadonlyMap<string, string>,
): Promise<LetterDraft> {
  const named = await takeWeek(ctx, account.id);
  const refuse = (reason: string): LetterDraft => ({ named, ok: false, reason });
  if (account.status !== 'active') return refuse('it is no longer a customer');
  const letter = drawLetter(named);
  if (letter === null) return refuse('there is nothing to tell: no use, nothing reached, nothing fixed');
  const others = [...names].flatMap(([id, name]) => (id === account.id ? [] : [name]));
  const unfit = findUnfit(`${letter.subject}\n${letter.body}`, { own: account.name, others });
  if (unfit)
    return refuse(
      unfit.what === 'word'
        ? `it says “${unfit.quote}”, which is for our own people alone`
        : 'it names another customer',
    );
  const contacts = await findContacts(ctx, account);
  if ('reason' in contacts) return refuse(contacts.reason);
  return {
    named,
    ok: true,
    params: { to: contacts.to, ...letter, format: 'letter', optOut: `/letters/${named.id}` },
  };
}

/** The name of every customer, by id. */
export async function customerNames({ store }: RequestContext): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.listAccounts()).map(({ id, name }) => [id, name]));
}
