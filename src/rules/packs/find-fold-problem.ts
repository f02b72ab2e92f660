import type { RulePack } from '../../domain/rule-pack.ts';
import type { PackProblem } from './find-pack-problem.ts';

/**
 * A rule of one pack that folds into none, into itself, or into one that folds on: what it finds would stand nowhere.
 * @param all - the packs in force together, this one among them
 */
export function findFoldProblem(pack: RulePack, all: readonly RulePack[]): PackProblem | null {
  const rules = new Map(all.flatMap(({ rules: own }) => own.map((rule) => [rule.id, rule])));
  for (const [index, { id, foldsInto }] of pack.rules.entries()) {
    if (foldsInto === undefined) continue;
    const path = ['rules', index, 'foldsInto'];
    const target = rules.get(foldsInto);
    if (foldsInto === id) return { path, reason: `'${id}' folds into itself` };
    if (!target) return { path, reason: `there is no rule '${foldsInto}'` };
    if (target.foldsInto !== undefined)
      return { path, reason: `'${target.id}' folds into '${target.foldsInto}' itself; name that one` };
  }
  return null;
}
