import { stripHidden } from '../../domain/hidden-characters.ts';
import { oneLine } from '../../domain/one-line.ts';
import {
  type RegisterEntry,
  type RegisterNote,
  registerReasonLength,
  registerTextLength,
} from '../../domain/register.ts';
import { HoldfastError } from '../../errors.ts';
import { decideEntry, type EntryCommand } from '../../rules/register/decide-entry.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { formatInstant } from '../../views/format.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { memberNames } from '../member-names.ts';
import { directPlay } from '../plays/direct-play.ts';
import { localToday } from './local-day.ts';

/** What somebody can do with an entry; who does it is whoever asks. */
export type EntryAct = WithoutActor<EntryCommand>;
type WithoutActor<C> = C extends { by: string | null } ? Omit<C, 'by'> : never;

/** The entry as it is after it, or why not. `stale` = it is not as whoever decided saw it. */
export type EntryResult =
  | { ok: true; entry: RegisterEntry; note: RegisterNote }
  | { ok: false; reason: string; stale: boolean; entry: RegisterEntry };

/**
 * Does one thing with an entry of the register, in one transaction with its history and the audit. A decision stands on
 * the revision that was seen: of two at the same time one wins, and the other hears what came before.
 * @param revision - that was seen; null = whatever it is now
 * @throws {HoldfastError} HF_NOT_FOUND, HF_FORBIDDEN
 */
export async function actOnEntry(
  ctx: RequestContext,
  { id, revision }: { id: string; revision: number | null },
  act: EntryAct,
): Promise<EntryResult> {
  await requireChangeable(ctx, 'register');
  const seen = await requireEntry(ctx, id);
  if (revision !== null && seen.revision !== revision) return await stale(ctx, seen);
  const command = { ...clean(act), by: ctx.member?.id ?? null } as EntryCommand;
  const decision = decideEntry(seen, command, { now: ctx.clock.now(), today: localToday(ctx) });
  if (!decision.ok) return { ...decision, stale: false, entry: seen };
  const refusal = act.kind === 'done' ? await finishStep(ctx, seen) : null;
  if (refusal !== null) return { ok: false, reason: refusal, stale: false, entry: seen };
  const written = await ctx.store.transaction((store) =>
    writeChange(ctx, store, decision.entry, seen.revision, decision.note),
  );
  return written ? decision : await stale(ctx, await requireEntry(ctx, id));
}

/** Writes a decided change with its audit; false = somebody was faster. */
export async function writeChange(
  ctx: RequestContext,
  store: StoreTransaction,
  entry: RegisterEntry,
  from: number,
  note: RegisterNote,
): Promise<boolean> {
  if (!(await store.changeRegisterEntry(entry, from, note))) return false;
  await store.appendAudit(auditOf(ctx, entry, note));
  return true;
}

/** The line of the audit that goes with a line of history. */
export function auditOf(
  ctx: RequestContext,
  { id, account, kind }: RegisterEntry,
  { what, detail }: RegisterNote,
): Parameters<StoreTransaction['appendAudit']>[0] {
  return {
    at: ctx.clock.now(),
    actor: actorOf(ctx),
    action: `register.${what}`,
    account,
    detail: { entry: id, kind, ...detail },
  };
}

/** The entry of this id. @throws {HoldfastError} HF_NOT_FOUND */
export async function requireEntry({ store }: RequestContext, id: string): Promise<RegisterEntry> {
  const [entry] = await store.findRegisterEntries([id]);
  if (entry) return entry;
  throw new HoldfastError('HF_NOT_FOUND', `There is no entry '${oneLine(id, 60)}' in the register`, {
    next: 'List them with: register list',
  });
}

const pastWords: Readonly<Record<RegisterNote['what'], string>> = {
  opened: 'added it',
  kept: 'kept it',
  changed: 'changed it',
  noted: 'wrote a note to it',
  linked: 'linked something to it',
  asked: 'asked to close it',
  returned: 'took its question back',
  done: 'marked it done',
  dropped: 'dropped it',
};

async function stale(ctx: RequestContext, entry: RegisterEntry): Promise<EntryResult> {
  const last = (await ctx.store.listRegisterNotes(entry.id)).at(-1);
  const names = await memberNames(ctx);
  const isOwn = last !== undefined && last.by !== null && last.by === ctx.member?.id;
  const by = isOwn ? 'You' : last?.by ? (names.get(last.by) ?? last.by) : 'Holdfast';
  const when = last ? ` (${formatInstant(last.at)})` : '';
  const done = last ? pastWords[last.what] : 'changed it';
  const reason = `${by} ${done}${when} after this was shown, so nothing was done now.`;
  return { ok: false, reason, stale: true, entry };
}

/** An action that is a step of a play is done there first. @returns why it cannot be; null = it is done */
async function finishStep(ctx: RequestContext, { step }: RegisterEntry): Promise<string | null> {
  if (step === null) return null;
  const result = await directPlay(ctx, step.play, { verb: 'done', step: step.step });
  return result.ok ? null : `The step of its play cannot be done now: ${result.reason}`;
}

/** What people wrote, as it may stand on a card. */
function clean(act: EntryAct): EntryAct {
  switch (act.kind) {
    case 'note':
      return { ...act, text: stripHidden(act.text).trim().slice(0, registerTextLength).toWellFormed() };
    case 'done':
    case 'drop':
      return { ...act, reason: oneLine(act.reason, registerReasonLength) };
    default:
      return act;
  }
}
