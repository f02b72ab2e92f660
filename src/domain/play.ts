import type { Playbook, PlaybookStep } from './playbook.ts';

/** How a play ends. */
export const playOutcomes = ['saved', 'no-change', 'lost', 'not-needed'] as const;
export type PlayOutcome = (typeof playOutcomes)[number];

/** What each outcome means, as it stands on a card. */
export const outcomeWords: Readonly<Record<PlayOutcome, string>> = {
  saved: 'saved',
  'no-change': 'no change',
  lost: 'lost',
  'not-needed': 'not needed',
};

/** What of a playbook goes with a play: it ends under the version that it began with. */
export type Recipe = Pick<Playbook, 'id' | 'version' | 'title' | 'steps'>;

/** What happened to a play, in order; added and never changed. Instants are ISO 8601. */
export type PlayEvent = { at: string /** Member id, or `system` */; by: string } & (
  | {
      kind: 'started';
      id: string;
      account: string;
      /** Of the account at the start; null = nobody has said */
      tier: string | null;
      recipe: Recipe;
      /** Why this one; null = nobody said */
      why: string | null;
    }
  | { kind: 'step-begun'; step: string /** When it is to be done, or its wait is over */; dueAt: string }
  | { kind: 'step-proposed'; step: string; proposalId: string }
  | { kind: 'step-held'; step: string; reason: string }
  | { kind: 'step-done'; step: string; note: string }
  | { kind: 'step-skipped'; step: string; reason: string }
  | { kind: 'step-failed'; step: string; reason: string }
  | { kind: 'ended'; outcome: PlayOutcome; reason: string }
);
/** The events of one kind. */
export type PlayEventOf<Kind extends PlayEvent['kind']> = Extract<PlayEvent, { kind: Kind }>;

/** Where one step of a play stands. `passed-over` = the way led past it, or the play ended before. */
export type StepState = 'pending' | 'current' | 'done' | 'skipped' | 'failed' | 'passed-over';

/** One step of a play, with what became of it. */
export interface PlayStep {
  recipe: PlaybookStep;
  state: StepState;
  /** null = not begun */
  dueAt: string | null;
  /** The proposal that it waits for, or that it ended with. */
  proposalId: string | null;
  /** What it ended with, or what holds it up. */
  note: string;
  by: string | null;
  at: string | null;
}

/** One run of a playbook for an account. */
export interface Play {
  /** That of the proposal that started it. */
  id: string;
  account: string;
  tier: string | null;
  recipe: Recipe;
  why: string | null;
  startedAt: string;
  startedBy: string;
  steps: PlayStep[];
  life:
    | { state: 'running'; current: string }
    | { state: 'ended'; outcome: PlayOutcome; reason: string; at: string; by: string };
}
