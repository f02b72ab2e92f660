import { accounts } from './accounts.ts';
import { adoptionCommand, kitCommand, nudgesCommand } from './adoption.ts';
import { alertsCommand } from './alerts.ts';
import { askCommand } from './ask.ts';
import { audit } from './audit.ts';
import { autonomyCommand } from './autonomy.ts';
import { bugCommand } from './bug.ts';
import { cohortCommand } from './cohort.ts';
import type { Command } from './command.ts';
import { consoleCommand } from './console.ts';
import { coverCommand } from './cover.ts';
import { deadLetters } from './dead-letters.ts';
import { decideCommand } from './decide.ts';
import { deflectionCommand } from './deflection.ts';
import { diagnose } from './diagnose.ts';
import { digestCommand } from './digest.ts';
import { doctor } from './doctor.ts';
import { effectsCommand } from './effects.ts';
import { evaluate } from './eval.ts';
import { health } from './health.ts';
import { importCommand } from './import.ts';
import { jobsCommand } from './jobs.ts';
import { override, sentiment } from './judgements.ts';
import { killCommand, unkillCommand } from './kill.ts';
import { knowledgeCommand } from './knowledge.ts';
import { lettersCommand } from './letters.ts';
import { noteCommand } from './note.ts';
import { onboardCommand, onboardingCommand } from './onboarding.ts';
import { artifactsCommand, briefCommand, packCommand } from './pack.ts';
import { playCommand } from './play.ts';
import { policy } from './policy.ts';
import { proposalsCommand } from './proposals.ts';
import { proposeCommand } from './propose.ts';
import { registerCommand } from './register.ts';
import { replay } from './replay.ts';
import { frictionCommand, reviewCommand } from './review.ts';
import { rulesCommand } from './rules.ts';
import { score } from './score.ts';
import { scorecardCommand } from './scorecard.ts';
import { hypercareCommand, slaCommand } from './sla.ts';
import { timeline } from './timeline.ts';
import { triageCommand } from './triage.ts';
import { updateCommand } from './update.ts';
import { why } from './why.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  health,
  askCommand,
  why,
  timeline,
  accounts,
  adoptionCommand,
  nudgesCommand,
  kitCommand,
  deflectionCommand,
  bugCommand,
  onboardingCommand,
  onboardCommand,
  alertsCommand,
  registerCommand,
  reviewCommand,
  frictionCommand,
  digestCommand,
  scorecardCommand,
  cohortCommand,
  packCommand,
  briefCommand,
  artifactsCommand,
  updateCommand,
  lettersCommand,
  playCommand,
  noteCommand,
  diagnose,
  triageCommand,
  slaCommand,
  hypercareCommand,
  override,
  sentiment,
  proposeCommand,
  decideCommand,
  proposalsCommand,
  effectsCommand,
  killCommand,
  unkillCommand,
  autonomyCommand,
  coverCommand,
  importCommand,
  knowledgeCommand,
  deadLetters,
  score,
  replay,
  rulesCommand,
  consoleCommand,
  jobsCommand,
  audit,
  policy,
  evaluate,
  doctor,
];
