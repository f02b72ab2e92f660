import type { AuditEntry } from '../../domain/audit.ts';
import type { Play, PlayEvent } from '../../domain/play.ts';
import { decidePlay, type PlayCommand, type PlayRefusal } from '../../rules/playbook/decide-play.ts';
import { evolvePlay, foldPlay } from '../../rules/playbook/evolve-play.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { RequestContext } from '../context.ts';

/** A play as somebody read it. */
export interface KnownPlay {
  play: Play;
  revision: number;
}

/** A change of a play that was decided and not yet written. */
export interface Move extends KnownPlay {
  /** What the play is afterwards. */
  next: Play;
  events: readonly PlayEvent[];
}

export type MoveResult =
  | { ok: true; known: KnownPlay }
  /** `moved` = somebody else was faster. */
  | { ok: false; refusal: PlayRefusal | 'moved' };

/** Reads a play; null = there is none. */
export async function readPlay(
  { store }: Pick<RequestContext, 'store'>,
  id: string,
): Promise<KnownPlay | null> {
  const stored = await store.findPlay(id);
  const play = stored && foldPlay(stored.events);
  return stored && play ? { play, revision: stored.revision } : null;
}

/** Decides and writes in one transaction. */
export async function movePlay(
  ctx: Pick<RequestContext, 'store' | 'clock'>,
  known: KnownPlay,
  command: PlayCommand,
): Promise<MoveResult> {
  const decided = decideMove(known, command, ctx.clock.now());
  if (!decided.ok) return decided;
  const { move } = decided;
  const written = await ctx.store.transaction((store) => writeMove(store, move));
  return written ? { ok: true, known: afterMove(move) } : { ok: false, refusal: 'moved' };
}

/** What a command comes to, without writing it. */
export function decideMove(
  known: KnownPlay,
  command: PlayCommand,
  now: Date,
): { ok: true; move: Move } | { ok: false; refusal: PlayRefusal } {
  const decision = decidePlay(known.play, command, now);
  if (!decision.ok) return decision;
  const { events } = decision;
  const next = events.reduce<Play>((play, event) => evolvePlay(play, event) ?? play, known.play);
  return { ok: true, move: { ...known, next, events } };
}

/**
 * Writes a move, with what the audit says of it, in a transaction of the caller.
 * @returns false when the play has moved since it was read: nothing was written
 */
export async function writeMove(
  store: Pick<StoreTransaction, 'addPlayEvents' | 'appendAudits'>,
  { next, revision, events }: Move,
): Promise<boolean> {
  if (!(await store.addPlayEvents(next, revision, events))) return false;
  const entries = events.flatMap((event) => entryOf(next, event));
  if (entries.length > 0) await store.appendAudits(entries);
  return true;
}

/** The play after a move that was written. */
export function afterMove({ next, revision, events }: Move): KnownPlay {
  return { play: next, revision: revision + events.length };
}

/** What people did, and every end. What the clock did is in the play itself. */
function entryOf({ id, account, recipe }: Play, event: PlayEvent): AuditEntry[] {
  if (event.by === 'system' && event.kind !== 'ended') return [];
  const about = { play: id, playbook: recipe.id, version: recipe.version };
  const common = { at: new Date(event.at), actor: event.by, account };
  switch (event.kind) {
    case 'step-done':
      return [entry(common, 'play.step_done', { ...about, step: event.step }, event.note)];
    case 'step-skipped':
      return [entry(common, 'play.step_skipped', { ...about, step: event.step }, event.reason)];
    case 'ended':
      return [entry(common, 'play.ended', { ...about, outcome: event.outcome }, event.reason)];
    default:
      return [];
  }
}

/** What somebody wrote may name people at the customer. */
function entry(
  common: Pick<AuditEntry, 'at' | 'actor' | 'account'>,
  action: string,
  detail: Record<string, unknown>,
  note: string,
): AuditEntry {
  return { ...common, action, detail, ...(note === '' ? {} : { personal: { note } }) };
}
