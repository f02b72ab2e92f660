import type { Rule, RulePack, Severity } from '../../domain/rule-pack.ts';
import { type CompiledCondition, compileCondition } from './compile-condition.ts';
import { factsOfText } from './rule-text.ts';

/** A rule ready to be asked. */
export interface CompiledRule {
  rule: Rule;
  pack: RulePack;
  baseline: CompiledCondition | null; // null = it needs none
  when: CompiledCondition;
  raises: readonly { to: Severity; when: CompiledCondition }[];
  /** Every fact that the verdict stands on. */
  facts: readonly string[];
  /** Those, and what its severity and its sentence stand on. */
  everyFact: readonly string[];
}

/** Which of a rule's two forms is asked. */
export type RuleForm = Rule['form'];

/**
 * Makes the rules of packs ready to be asked.
 * @param form - default: the one that each rule has in force
 */
export function compilePacks(packs: readonly RulePack[], form?: RuleForm): CompiledRule[] {
  return packs.flatMap((pack) => pack.rules.map((rule) => compileRule(pack, rule, form ?? rule.form)));
}

/** The literal form knows no baseline but its own words; a rule without one has a single form. */
function compileRule(pack: RulePack, rule: Rule, form: RuleForm): CompiledRule {
  const isLiteral = form === 'literal' && rule.literal !== undefined;
  const when = compileCondition(isLiteral ? (rule.literal?.when ?? rule.when) : rule.when);
  const baseline = isLiteral || rule.baseline.length === 0 ? null : compileCondition({ all: rule.baseline });
  const raises = rule.raises.map((raise) => ({ to: raise.to, when: compileCondition(raise.when) }));
  const facts = [...new Set([...when.facts, ...(baseline?.facts ?? [])])];
  const others = [...factsOfText(rule.text), ...raises.flatMap((raise) => raise.when.facts)];
  return {
    rule,
    pack,
    baseline,
    when,
    raises,
    facts,
    everyFact: [...new Set([...facts, ...others])],
  };
}
