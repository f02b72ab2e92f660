import { accounts } from './accounts.ts';
import { askCommand } from './ask.ts';
import type { Command } from './command.ts';
import { deadLetters } from './dead-letters.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './eval.ts';
import { health } from './health.ts';
import { importCommand } from './import.ts';
import { replay } from './replay.ts';
import { score } from './score.ts';
import { timeline } from './timeline.ts';
import { why } from './why.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  health,
  askCommand,
  why,
  timeline,
  accounts,
  importCommand,
  deadLetters,
  score,
  replay,
  evaluate,
  doctor,
];
