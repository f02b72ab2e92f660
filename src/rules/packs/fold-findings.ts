import type { Finding } from '../../domain/finding.ts';
import type { RulePack } from '../../domain/rule-pack.ts';

/**
 * Makes one matter of findings that tell the same from several sides: a rule that folds into another has no finding of
 * its own where that one holds too; its sentence stands with the other's. What a folded rule finds graver makes the
 * whole graver.
 * @param findings - of one account, the most severe first
 */
export function foldFindings(findings: readonly Finding[], packs: readonly RulePack[]): Finding[] {
  const into = new Map(
    packs.flatMap(({ rules }) => rules.flatMap(({ id, foldsInto }) => (foldsInto ? [[id, foldsInto]] : []))),
  );
  const held = new Map(findings.map((finding) => [finding.rule, finding]));
  const folded = new Map<string, Finding[]>();
  const rest = findings.filter((finding) => {
    const target = into.get(finding.rule);
    if (target === undefined || !held.has(target)) return true;
    folded.set(target, [...(folded.get(target) ?? []), finding]);
    return false;
  });
  return rest.map((finding) => {
    const parts = folded.get(finding.rule) ?? [];
    // The list is ordered by severity: the first of all is the gravest.
    const gravest = findings.find((one) => one === finding || parts.includes(one)) ?? finding;
    return { ...finding, severity: gravest.severity, also: parts.map(({ text }) => text) };
  });
}
