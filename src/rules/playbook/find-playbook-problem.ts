import type { Playbook } from '../../domain/playbook.ts';
import { findFact } from '../facts/index.ts';
import { unknownFact } from '../packs/find-pack-problem.ts';

/** Something wrong with a playbook, and where in its front matter. */
export interface PlaybookFactProblem {
  path: (string | number)[];
  reason: string;
}

/** What the schema cannot say: each condition and check asks a fact of the catalogue of rules for a number that it can have. */
export function findPlaybookFactProblem({ steps }: Pick<Playbook, 'steps'>): PlaybookFactProblem | null {
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'condition' && step.kind !== 'check') continue;
    const fact = findFact(step.fact);
    if (!fact) return { path: ['steps', index, 'fact'], reason: unknownFact(step.fact) };
    if (step.value >= fact.least && step.value <= fact.most) continue;
    const reason = `${step.fact} lies between ${fact.least} and ${fact.most}; ${step.value} is out of its range`;
    return { path: ['steps', index, 'value'], reason };
  }
  return null;
}
