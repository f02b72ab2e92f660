import type { TimelineEntry } from '../domain/health.ts';
import { stripHidden } from '../domain/hidden-characters.ts';
import { HoldfastError } from '../errors.ts';
import type { AccountNote, NoteSource } from '../store/account-notes.ts';
import { shortenLine } from '../views/shorten-line.ts';
import { requireChangeable } from './authorize.ts';
import { actorOf, type RequestContext } from './context.ts';
import { noteUrl, scoreUrl } from './evidence.ts';

/** Characters of one note: a few paragraphs. Ours. */
export const noteLength = 2_000;
const titleLength = 200;
const nameLength = 80;
const notesAtMost = 200;

/** The note as it stands; `isNew` = false: the message was noted before, and nothing was written. */
export interface NotedAccount {
  note: number;
  account: string;
  isNew: boolean;
}

/**
 * Writes a note down about an account, with its author, in the audit; it stands on the account's timeline for good. A
 * message becomes one note, whoever notes it however often.
 * @param source - the message that it was made of; default: the member's own words
 * @throws {HoldfastError} HF_USAGE when it says nothing or too much, HF_FORBIDDEN
 */
export async function noteAccount(
  ctx: RequestContext,
  { account, text, source = null }: { account: string; text: string; source?: NoteSource | null },
): Promise<NotedAccount> {
  await requireChangeable(ctx, 'alerts');
  const said = stripHidden(text).trim();
  if (said === '' || said.length > noteLength)
    throw new HoldfastError(
      'HF_USAGE',
      said === '' ? 'A note says something' : `The note has ${said.length} characters`,
      {
        next: `Write up to ${noteLength} characters: note acme they move to a new office in May`,
      },
    );
  const at = ctx.clock.now();
  return await ctx.store.transaction(async (store) => {
    const note = await store.addAccountNote({ account, text: said, by: actorOf(ctx), at, source });
    if (note === null) {
      const known = await store.findNoteOfSource(source?.key ?? '');
      if (!known) throw new Error('a note was neither added nor found');
      return { note: known.id, account: known.account, isNew: false };
    }
    const of = source === null ? {} : { source: source.key };
    await store.appendAudit({
      at,
      actor: actorOf(ctx),
      action: 'account.noted',
      account,
      detail: { note, ...of },
    });
    return { note, account, isNew: true };
  });
}

/** An account's notes as lines of its timeline, newest first. */
export async function noteEntries(
  { store }: Pick<RequestContext, 'store'>,
  account: string,
  { from, to }: { from: Date; to: Date },
): Promise<TimelineEntry[]> {
  const notes = await store.listAccountNotes({ account, from, to, limit: notesAtMost });
  const members = notes.length > 0 ? await store.listMembers() : [];
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return notes.map((note) => entryOf(note, names.get(note.by) ?? note.by));
}

/** A note with its whole text, and who wrote it about whom. */
export interface NotePage {
  note: AccountNote;
  author: string;
  account: { id: string; name: string };
  scoreThenUrl: string;
}

/** One note by its number. @throws {HoldfastError} HF_NOT_FOUND */
export async function getNotePage({ store }: Pick<RequestContext, 'store'>, id: number): Promise<NotePage> {
  const note = await store.findAccountNote(id);
  if (!note)
    throw new HoldfastError('HF_NOT_FOUND', `There is no note number ${id}`, {
      next: "Notes stand on the account's timeline: /cs timeline ACCOUNT",
    });
  const [account] = await store.findAccounts([note.account]);
  const author = (await store.listMembers()).find((member) => member.id === note.by);
  return {
    note,
    author: author?.name ?? note.by,
    account: { id: note.account, name: account?.name ?? note.account },
    scoreThenUrl: scoreUrl(note.account, note.at, await store.lastSequence()),
  };
}

function entryOf({ id, text, at, source }: AccountNote, name: string): TimelineEntry {
  const what = source === null ? 'noted' : `noted what ${shortenLine(source.author, nameLength)} wrote`;
  return {
    at: at.toISOString(),
    kind: 'note',
    title: `${name} ${what}: ${shortenLine(text, titleLength)}`,
    eventId: `note.${id}`,
    url: noteUrl(id),
  };
}
