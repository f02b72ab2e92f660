import type { DatabaseLocation } from '../../src/store/database.ts';
import type { MutantName } from './mutants.ts';

/** What a child is told at its start. */
export interface ChildSetup {
  /** Unique over all processes of a run. */
  name: string;
  run: string;
  database: DatabaseLocation;
  ledgerPort: number;
  clockFile: string;
  /** A planted bug; null = none */
  mutant: MutantName | null;
}

/** What the harness asks of a child; each gets one answer, unless the child dies of it. */
export type ChildRequest =
  /** People, an account and its ticket. */
  | { do: 'seed' }
  /** Proposes and decides; every acknowledged decision is told at once. */
  | { do: 'decide'; plan: readonly PlannedAction[]; pauseAtOperation: number | null }
  /** Runs passes until nothing is due. */
  | { do: 'run'; pauseAt: Pause | null }
  /** One pass. */
  | { do: 'pass'; pauseAt: Pause | null }
  /** Runs passes, and moves the clock, until nothing is on its way any more. */
  | { do: 'drain' }
  | { do: 'flip'; on: boolean }
  /** A button that was made before this process began. */
  | { do: 'click'; value: string; verb: 'approve' }
  /** A person looks at the outside and settles what nobody knows. */
  | { do: 'settle'; outcomes: Readonly<Record<string, 'done' | 'failed'>> }
  /** The switch that a card of this proposal names. */
  | { do: 'halted'; id: string }
  /** Calls a connector without a grant. */
  | { do: 'intrude' }
  | { do: 'close' };

/** Where to stop: at the so many-th time that the step comes, from 1. */
export interface Pause {
  step: string;
  nth: number;
}

export interface PlannedAction {
  /** Which of the deliveries. */
  delivery: number;
  text: string;
  decision: 'approve' | 'reject' | 'cancel' | 'leave';
}

/** What a child says on its pipe, one line of JSON each; written before it goes on. */
export type ChildWord =
  | { say: 'ready' }
  /** It stands still until it is killed or let go on. */
  | { say: 'paused'; step: string }
  | { say: 'proposed'; id: string; text: string }
  | { say: 'decided'; id: string; decision: PlannedAction['decision'] }
  | { say: 'answer'; ok: boolean; result: unknown };
