import type { Play, PlayEvent, PlayEventOf, PlayStep } from '../../domain/play.ts';

/**
 * Folds one more event into a play; what does not fit is passed over, so that any list of events has a meaning.
 * @param play - null = before its first event
 */
export function evolvePlay(play: Play | null, event: PlayEvent): Play | null {
  if (event.kind === 'started') return play ?? started(event);
  if (play === null || play.life.state === 'ended') return play;
  switch (event.kind) {
    case 'step-begun':
      return begun(play, event);
    case 'step-proposed':
      return changeStep(play, event.step, { proposalId: event.proposalId, note: '' });
    case 'step-held':
      return changeStep(play, event.step, { note: event.reason });
    case 'step-done':
      return changeStep(play, event.step, { state: 'done', note: event.note, by: event.by, at: event.at });
    case 'step-skipped':
      return changeStep(play, event.step, {
        state: 'skipped',
        note: event.reason,
        by: event.by,
        at: event.at,
      });
    case 'step-failed':
      return changeStep(play, event.step, {
        state: 'failed',
        note: event.reason,
        by: event.by,
        at: event.at,
      });
    case 'ended':
      return ended(play, event);
  }
}

/** The play that a list of events tells; null = it has no beginning. */
export function foldPlay(events: readonly PlayEvent[]): Play | null {
  return events.reduce<Play | null>(evolvePlay, null);
}

function started({ id, account, tier, recipe, why, at, by }: PlayEventOf<'started'>): Play {
  const steps: PlayStep[] = recipe.steps.map((step) => ({
    recipe: step,
    state: 'pending',
    dueAt: null,
    proposalId: null,
    note: '',
    by: null,
    at: null,
  }));
  const [first] = recipe.steps;
  const life = { state: 'running' as const, current: first?.id ?? '' };
  return { id, account, tier, recipe, why, startedAt: at, startedBy: by, steps, life };
}

/** One step at a time: what stood before it and was not reached is passed over. */
function begun(play: Play, { step, dueAt, at }: PlayEventOf<'step-begun'>): Play {
  const index = play.steps.findIndex(({ recipe }) => recipe.id === step);
  if (index < 0) return play;
  const steps = play.steps.map((one, place): PlayStep => {
    if (place === index) return { ...one, state: 'current', dueAt, at };
    const isOpen = one.state === 'current' || (place < index && one.state === 'pending');
    return isOpen ? { ...one, state: 'passed-over' } : one;
  });
  return { ...play, steps, life: { state: 'running', current: step } };
}

function changeStep(play: Play, id: string, change: Partial<PlayStep>): Play {
  return {
    ...play,
    steps: play.steps.map((step) => (step.recipe.id === id ? { ...step, ...change } : step)),
  };
}

function ended(play: Play, { outcome, reason, at, by }: PlayEventOf<'ended'>): Play {
  const isOpen = ({ state }: PlayStep): boolean => state === 'current' || state === 'pending';
  return {
    ...play,
    steps: play.steps.map((step) => (isOpen(step) ? { ...step, state: 'passed-over' } : step)),
    life: { state: 'ended', outcome, reason, at, by },
  };
}
