import type { Play, PlayEvent, PlayOutcome, PlayStep, Recipe } from '../../domain/play.ts';
import { conditionEnds, type PlaybookStep, type StepOf } from '../../domain/playbook.ts';
import { compareFact } from './compare-fact.ts';
import { evolvePlay } from './evolve-play.ts';

/** What somebody, or the clock, wants of a play. `by` = member id, or `system`. */
export type PlayCommand =
  /** A person did the task. */
  | { kind: 'finish'; step: string; by: string; note: string }
  | { kind: 'skip'; step: string; by: string; reason: string }
  /** What the step sends or grants is on its way through people. */
  | { kind: 'propose'; step: string; by: string; proposalId: string }
  /** It cannot be proposed now. */
  | { kind: 'hold'; step: string; reason: string }
  /** Its proposal came to its end. */
  | { kind: 'settle'; step: string; happened: boolean; reason: string }
  /** Time passed. */
  | { kind: 'elapse'; step: string }
  /** What a condition or check asks about. null = nobody knows */
  | { kind: 'measure'; step: string; fact: number | null }
  | { kind: 'end'; by: string; outcome: PlayOutcome; reason: string };

/** Why a command changes nothing. */
export type PlayRefusal =
  | 'ended'
  | 'not_current'
  | 'wrong_kind'
  | 'already_proposed'
  | 'too_early'
  | 'unchanged';

/** What follows of a command. */
export type PlayDecision = { ok: true; events: PlayEvent[] } | { ok: false; refusal: PlayRefusal };

const system = 'system';
const dayMs = 86_400_000;

/** The events with which a play begins: its start, and its first step that is for this account. */
export function startPlay(
  start: { id: string; account: string; tier: string | null; recipe: Recipe; by: string; why: string | null },
  now: Date,
): PlayEvent[] {
  const started: PlayEvent = { kind: 'started', at: now.toISOString(), ...start };
  const play = evolvePlay(null, started);
  return play ? [started, ...goTo(play, 0, now)] : [];
}

/** Decides what a command does to a play. Pure: everything it needs is in its arguments. */
export function decidePlay(play: Play, command: PlayCommand, now: Date): PlayDecision {
  if (play.life.state === 'ended') return refuse('ended');
  const at = now.toISOString();
  if (command.kind === 'end') {
    const { by, outcome, reason } = command;
    return { ok: true, events: [{ kind: 'ended', at, by, outcome, reason }] };
  }
  if (command.step !== play.life.current) return refuse('not_current');
  const step = play.steps.find(({ recipe }) => recipe.id === command.step);
  return step ? decideStep(play, step, command, now) : refuse('not_current');
}

function decideStep(
  play: Play,
  step: PlayStep,
  command: Exclude<PlayCommand, { kind: 'end' }>,
  now: Date,
): PlayDecision {
  const { id, kind } = step.recipe;
  const at = now.toISOString();
  switch (command.kind) {
    case 'finish':
      if (kind !== 'task') return refuse('wrong_kind');
      return goOn(play, id, { kind: 'step-done', at, by: command.by, step: id, note: command.note }, now);
    case 'skip':
      // What people may still approve is rejected by them first, or it would go out beside the play.
      if (step.proposalId !== null) return refuse('already_proposed');
      return goOn(
        play,
        id,
        { kind: 'step-skipped', at, by: command.by, step: id, reason: command.reason },
        now,
      );
    case 'propose':
      if (!isProposed(kind)) return refuse('wrong_kind');
      if (step.proposalId !== null) return refuse('already_proposed');
      return happen({ kind: 'step-proposed', at, by: command.by, step: id, proposalId: command.proposalId });
    case 'hold':
      if (!isProposed(kind)) return refuse('wrong_kind');
      if (step.proposalId !== null) return refuse('already_proposed');
      if (step.note === command.reason) return refuse('unchanged');
      return happen({ kind: 'step-held', at, by: system, step: id, reason: command.reason });
    case 'settle':
      return step.proposalId === null ? refuse('wrong_kind') : settle(play, id, command, now);
    case 'elapse':
      if (kind !== 'wait') return refuse('wrong_kind');
      if (step.dueAt !== null && at < step.dueAt) return refuse('too_early');
      return goOn(play, id, { kind: 'step-done', at, by: system, step: id, note: 'The time is over' }, now);
    case 'measure':
      return measure(play, step.recipe, command.fact, now);
  }
}

function settle(
  play: Play,
  step: string,
  { happened, reason }: Extract<PlayCommand, { kind: 'settle' }>,
  now: Date,
): PlayDecision {
  const common = { at: now.toISOString(), by: system, step };
  return happened
    ? goOn(play, step, { kind: 'step-done', ...common, note: reason }, now)
    : goOn(play, step, { kind: 'step-failed', ...common, reason }, now);
}

function measure(play: Play, step: PlaybookStep, fact: number | null, now: Date): PlayDecision {
  if (step.kind !== 'condition' && step.kind !== 'check') return refuse('wrong_kind');
  const { fits, sentence } = compareFact(step, fact);
  const at = now.toISOString();
  const note = `${fits ? 'Yes' : 'No'}: ${sentence}`;
  const done: PlayEvent = { kind: 'step-done', at, by: system, step: step.id, note };
  if (step.kind === 'condition') return follow(play, step, done, fits, now);
  if (!fits)
    return goOn(play, step.id, { kind: 'step-failed', at, by: system, step: step.id, reason: note }, now);
  return { ok: true, events: [done, { kind: 'ended', at, by: system, outcome: 'saved', reason: sentence }] };
}

/** The way that a condition leads: an end, a later step, or the next. */
function follow(
  play: Play,
  step: StepOf<'condition'>,
  done: PlayEvent,
  fits: boolean,
  now: Date,
): PlayDecision {
  const target = fits ? step.if_so : step.if_not;
  if (target === undefined) return goOn(play, step.id, done, now);
  if (target === 'end-saved' || target === 'end-not-needed') {
    const { at } = done;
    const reason = step.title;
    return {
      ok: true,
      events: [done, { kind: 'ended', at, by: system, outcome: conditionEnds[target], reason }],
    };
  }
  const index = play.steps.findIndex(({ recipe }) => recipe.id === target);
  return { ok: true, events: [done, ...goTo(play, index, now)] };
}

function goOn(play: Play, step: string, event: PlayEvent, now: Date): PlayDecision {
  const index = play.steps.findIndex(({ recipe }) => recipe.id === step);
  return { ok: true, events: [event, ...goTo(play, index + 1, now)] };
}

/** Begins the first step from here on that is for the account's tier; where none is left, the play is over. */
function goTo(play: Play, from: number, now: Date): PlayEvent[] {
  const at = now.toISOString();
  const events: PlayEvent[] = [];
  for (const { recipe } of play.steps.slice(from)) {
    const reason = tierProblem(recipe, play.tier);
    if (reason === null) {
      const dueAt = new Date(now.getTime() + daysOf(recipe) * dayMs).toISOString();
      return [...events, { kind: 'step-begun', at, by: system, step: recipe.id, dueAt }];
    }
    events.push({ kind: 'step-skipped', at, by: system, step: recipe.id, reason });
  }
  const reason = 'Every step is over, and none showed that it worked';
  return [...events, { kind: 'ended', at, by: system, outcome: 'no-change', reason }];
}

/** Why a step is not for an account; null = it is. */
function tierProblem({ tiers }: PlaybookStep, tier: string | null): string | null {
  if (tiers === undefined) return null;
  if (tier === null) return `Only for ${tiers.join(', ')}, and the tier is not known`;
  return tiers.includes(tier.trim().toLowerCase()) ? null : `Only for ${tiers.join(', ')}, not for ${tier}`;
}

function daysOf(step: PlaybookStep): number {
  if (step.kind === 'wait') return step.days;
  return step.kind === 'condition' || step.kind === 'check' ? 0 : step.due_days;
}

function isProposed(kind: PlaybookStep['kind']): boolean {
  return kind === 'draft' || kind === 'approval';
}

function happen(event: PlayEvent): PlayDecision {
  return { ok: true, events: [event] };
}

function refuse(refusal: PlayRefusal): PlayDecision {
  return { ok: false, refusal };
}
