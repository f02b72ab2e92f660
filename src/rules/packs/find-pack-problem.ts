import { type Condition, comparisons, type FactTest, type RulePack } from '../../domain/rule-pack.ts';
import { editDistance } from '../accounts/edit-distance.ts';
import { findFact, ruleFacts } from '../facts/index.ts';
import { factsNamed, factsOfText } from './rule-text.ts';

/** Something wrong with a pack, and where in the file. */
export interface PackProblem {
  path: (string | number)[];
  reason: string;
}

/**
 * What the schema cannot say: every fact exists, every threshold can be reached, every text names known facts, every
 * playbook is there.
 * @param playbooks - ids of those that are known; null = they are not looked at
 */
export function findPackProblem(
  pack: RulePack,
  playbooks: ReadonlySet<string> | null = null,
): PackProblem | null {
  const seen = new Set<string>();
  for (const [index, rule] of pack.rules.entries()) {
    const at = ['rules', index];
    if (seen.has(rule.id)) return { path: [...at, 'id'], reason: `the rule '${rule.id}' stands here twice` };
    seen.add(rule.id);
    if (rule.form === 'literal' && rule.literal === undefined)
      return { path: [...at, 'form'], reason: `'${rule.id}' has no literal form that could be in force` };
    const problem =
      playbookProblem(rule.playbook, playbooks, [...at, 'playbook']) ??
      testsProblem(rule.baseline, [...at, 'baseline']) ??
      conditionProblem(rule.when, [...at, 'when']) ??
      (rule.literal ? conditionProblem(rule.literal.when, [...at, 'literal', 'when']) : null) ??
      raisesProblem(rule.raises, [...at, 'raises']) ??
      textProblem(rule.text, [...at, 'text']);
    if (problem) return problem;
  }
  return null;
}

function playbookProblem(
  id: string | null,
  known: ReadonlySet<string> | null,
  path: PackProblem['path'],
): PackProblem | null {
  if (id === null || known === null || known.has(id)) return null;
  const near = nearest(id, [...known]);
  const hint = near === '' ? `known are ${[...known].join(', ')}` : `did you mean ${near}?`;
  return { path, reason: `there is no playbook '${id}'; ${hint}` };
}

function raisesProblem(raises: RulePack['rules'][number]['raises'], path: PackProblem['path']) {
  return firstProblem(raises, (raise, index) => conditionProblem(raise.when, [...path, index, 'when']));
}

function testsProblem(tests: readonly FactTest[], path: PackProblem['path']): PackProblem | null {
  return firstProblem(tests, (one, index) => testProblem(one, [...path, index]));
}

function conditionProblem(condition: Condition, path: PackProblem['path']): PackProblem | null {
  if ('all' in condition)
    return firstProblem(condition.all, (one, index) => conditionProblem(one, [...path, 'all', index]));
  if ('any' in condition)
    return firstProblem(condition.any, (one, index) => conditionProblem(one, [...path, 'any', index]));
  return testProblem(condition, path);
}

function testProblem(test: FactTest, path: PackProblem['path']): PackProblem | null {
  const fact = findFact(test.fact);
  if (!fact) return { path: [...path, 'fact'], reason: unknownFact(test.fact) };
  for (const comparison of comparisons) {
    const threshold = test[comparison];
    if (threshold === undefined || (threshold >= fact.least && threshold <= fact.most)) continue;
    const reason = `${test.fact} lies between ${fact.least} and ${fact.most}; ${threshold} is out of its range`;
    return { path: [...path, comparison], reason };
  }
  return null;
}

function textProblem(text: string, path: PackProblem['path']): PackProblem | null {
  for (const name of factsOfText(text)) if (!findFact(name)) return { path, reason: unknownFact(name) };
  const [nameless] = factsNamed(text).filter((name) => !findFact(name)?.named);
  if (nameless !== undefined)
    return { path, reason: `the fact '${nameless}' has no name; write {${nameless}} for its figure` };
  return null;
}

/** What is said of a fact that nobody knows. */
export function unknownFact(name: string): string {
  const near = nearest(
    name,
    ruleFacts.map(({ id }) => id),
  );
  const hint = near === '' ? 'docs/reference/rules.md lists them all' : `did you mean ${near}?`;
  return `there is no fact '${name}'; ${hint}`;
}

/** Names that somebody may have meant, the nearest first; empty = none is near. */
function nearest(name: string, known: readonly string[]): string {
  // Half of a short name replaced is no slip of the finger.
  const limit = Math.min(4, Math.floor(name.length / 2));
  return known
    .map((id) => ({ id, distance: editDistance(id.toLowerCase(), name.toLowerCase(), limit) }))
    .filter((one): one is { id: string; distance: number } => one.distance !== null)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ id }) => id)
    .join(' or ');
}

function firstProblem<T>(
  items: readonly T[],
  find: (item: T, index: number) => PackProblem | null,
): PackProblem | null {
  for (const [index, item] of items.entries()) {
    const problem = find(item, index);
    if (problem) return problem;
  }
  return null;
}
