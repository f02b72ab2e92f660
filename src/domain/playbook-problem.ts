import type { MacroVariable } from './knowledge.ts';
import type { PlaybookStep } from './playbook.ts';

/** The variables that a draft may use: what records say of an account, whoever it is. */
const draftVariables: readonly MacroVariable[] = ['account.name', 'plan.name', 'renewal.date', 'csm.name'];

/** What is wrong, and where in the front matter. */
export interface PlaybookProblem {
  path: (string | number)[];
  message: string;
}

/** Tiers whose customers are not called. Source: seeds, "Personal check-in (Pro+ only)". */
const tiersBelowPro: readonly string[] = ['free', 'trial', 'basic', 'starter'];
const ends: readonly string[] = ['end-saved', 'end-not-needed'];
const spoken = /\b(?:call|calls|phone|ring)\b/i;
const written = /\{\{([^{}]*)\}\}/g;

/**
 * The first thing that is wrong with steps that each are well formed: ids, targets, calls below Pro, an offer before
 * the end, an end that nobody measures, a variable that nobody can fill. Null = nothing.
 */
export function playbookProblem({ steps }: { steps: readonly PlaybookStep[] }): PlaybookProblem | null {
  const ids = steps.map(({ id }) => id);
  for (const [index, step] of steps.entries()) {
    const problem =
      idProblem(step, index, ids) ??
      targetProblem(step, index, ids) ??
      callProblem(step) ??
      offerProblem(step, index, steps) ??
      draftProblem(step);
    if (problem) return { path: ['steps', index, ...problem.path], message: problem.message };
  }
  if (steps.at(-1)?.kind === 'check') return null;
  return {
    path: ['steps', steps.length - 1, 'kind'],
    message: 'the last step is a check, or nobody would know whether it worked',
  };
}

function idProblem({ id }: PlaybookStep, index: number, ids: readonly string[]): PlaybookProblem | null {
  return ids.indexOf(id) === index ? null : { path: ['id'], message: `the id '${id}' stands twice` };
}

/** Only forward: so every play comes to its end. */
function targetProblem(step: PlaybookStep, index: number, ids: readonly string[]): PlaybookProblem | null {
  if (step.kind !== 'condition') return null;
  for (const way of ['if_so', 'if_not'] as const) {
    const target = step[way];
    if (target === undefined || ends.includes(target)) continue;
    const at = ids.indexOf(target);
    if (at < 0) return { path: [way], message: `there is no step '${target}'` };
    if (at <= index) return { path: [way], message: `'${target}' does not come later` };
  }
  return null;
}

function callProblem(step: PlaybookStep): PlaybookProblem | null {
  const calls = step.kind === 'task' && step.contact === 'call';
  if (!calls) {
    return step.kind === 'task' && spoken.test(step.title)
      ? { path: ['title'], message: "who is called gets 'contact: call' and tiers from Pro up" }
      : null;
  }
  if (!step.tiers) return { path: ['contact'], message: 'a call names the tiers that get one, from Pro up' };
  const low = step.tiers.find((tier) => tiersBelowPro.includes(tier));
  return low === undefined ? null : { path: ['tiers'], message: `the tier '${low}' gets no personal call` };
}

function offerProblem(
  step: PlaybookStep,
  index: number,
  steps: readonly PlaybookStep[],
): PlaybookProblem | null {
  if (step.kind !== 'approval') return null;
  const later = steps.slice(index + 1).find(({ kind }) => kind !== 'wait' && kind !== 'check');
  if (later)
    return { path: ['action'], message: `an offer is the last resort; '${later.id}' comes after it` };
  const earlier = steps.slice(0, index).some(({ kind }) => kind === 'task' || kind === 'draft');
  return earlier
    ? null
    : { path: ['action'], message: 'an offer is the last resort; nothing was tried before' };
}

function draftProblem(step: PlaybookStep): PlaybookProblem | null {
  if (step.kind !== 'draft') return null;
  for (const field of ['subject', 'body'] as const) {
    for (const [, name = ''] of step[field].matchAll(written)) {
      if (!draftVariables.some((known) => known === name))
        return { path: [field], message: `there is no variable '{{${name}}}'` };
    }
  }
  return null;
}
