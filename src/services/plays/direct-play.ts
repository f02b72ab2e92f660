import { stripHidden } from '../../domain/hidden-characters.ts';
import { type Play, type PlayOutcome, playOutcomes } from '../../domain/play.ts';
import { HoldfastError } from '../../errors.ts';
import type { PlayCommand, PlayRefusal } from '../../rules/playbook/decide-play.ts';
import { requireChangeable } from '../authorize.ts';
import { actorOf, type RequestContext } from '../context.ts';
import { advancePlay } from './advance-play.ts';
import { type KnownPlay, movePlay, readPlay } from './move-play.ts';
import { proposeOffer } from './propose-step.ts';

/** What a person says of a play. */
export type Direction =
  | { verb: 'done'; step: string; note?: string | undefined }
  | { verb: 'skip'; step: string; reason: string }
  /** Proposes the offer of an approval step. */
  | { verb: 'offer'; step: string }
  | { verb: 'end'; outcome: string; reason: string };

/** What became of it. A refusal is a sentence. */
export type DirectedPlay =
  | { ok: true; play: Play; proposalId: string | null }
  | { ok: false; reason: string };

/** The longest note or reason, in characters. */
const playNoteLength = 1_000;

/**
 * Does what a person says of a play, and takes the play on from there.
 * @throws {HoldfastError} HF_FORBIDDEN, HF_NOT_FOUND where there is no such play, HF_USAGE where a reason is missing or
 * an outcome is none
 */
export async function directPlay(
  ctx: RequestContext,
  id: string,
  direction: Direction,
): Promise<DirectedPlay> {
  await requireChangeable(ctx, 'plays');
  const known = await readPlay(ctx, id);
  if (!known) throw new HoldfastError('HF_NOT_FOUND', `There is no play '${id.slice(0, 60)}'`);
  if (direction.verb === 'offer') return await offer(ctx, known, direction.step);
  const result = await movePlay(ctx, known, commandOf(ctx, direction));
  if (!result.ok) return { ok: false, reason: refusalWords[result.refusal] };
  return { ok: true, play: (await advancePlay(ctx, id)) ?? result.known.play, proposalId: null };
}

function commandOf(ctx: RequestContext, direction: Exclude<Direction, { verb: 'offer' }>): PlayCommand {
  const by = actorOf(ctx);
  switch (direction.verb) {
    case 'done':
      return { kind: 'finish', step: direction.step, by, note: clean(direction.note ?? '') };
    case 'skip':
      return {
        kind: 'skip',
        step: direction.step,
        by,
        reason: requireReason('skip a step', direction.reason),
      };
    case 'end': {
      const outcome = requireOutcome(direction.outcome);
      return { kind: 'end', by, outcome, reason: requireReason('end a play', direction.reason) };
    }
  }
}

async function offer(ctx: RequestContext, known: KnownPlay, stepId: string): Promise<DirectedPlay> {
  const { life, steps } = known.play;
  const step = steps.find(({ recipe }) => recipe.id === stepId);
  if (life.state === 'ended') return { ok: false, reason: refusalWords.ended };
  if (!step || life.current !== stepId) return { ok: false, reason: refusalWords.not_current };
  if (step.recipe.kind !== 'approval') return { ok: false, reason: refusalWords.wrong_kind };
  if (step.proposalId !== null) return { ok: false, reason: refusalWords.already_proposed };
  const proposed = await proposeOffer(ctx, known, step.recipe);
  switch (proposed.kind) {
    case 'moved':
      return { ok: false, reason: refusalWords.moved };
    case 'refused':
      return { ok: false, reason: proposed.reason };
    case 'proposed':
      return { ok: true, play: proposed.known.play, proposalId: proposed.proposalId };
  }
}

const refusalWords: Readonly<Record<PlayRefusal | 'moved', string>> = {
  ended: 'This play is over.',
  not_current: 'This is not the step that the play is at.',
  wrong_kind: 'This step is not done by hand: a draft is done when it is sent, a check when its time comes.',
  already_proposed: 'It is proposed: people decide about it. Rejected or taken back, the play goes on.',
  too_early: 'Its time is not over yet.',
  unchanged: 'Nothing has changed.',
  moved: 'Somebody else was faster. Look at the play again.',
};

function requireOutcome(text: string): PlayOutcome {
  const outcome = playOutcomes.find((known) => known === text.trim().toLowerCase());
  if (outcome) return outcome;
  throw new HoldfastError('HF_USAGE', `'${text.slice(0, 60)}' is no outcome`, {
    next: `Use one of ${playOutcomes.join(', ')}.`,
  });
}

function requireReason(what: string, text: string): string {
  const reason = clean(text);
  if (reason !== '') return reason;
  throw new HoldfastError('HF_USAGE', `To ${what} you say why`, { next: 'Add a reason in a few words.' });
}

/** One text without what nobody sees, cut where it is longer than anybody reads. */
function clean(text: string): string {
  const seen = stripHidden(text)
    .toWellFormed()
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .trim();
  return seen.length > playNoteLength ? `${seen.slice(0, playNoteLength - 1).toWellFormed()}…` : seen;
}
