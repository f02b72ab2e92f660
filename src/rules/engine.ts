import type { Finding, FindingReason } from '../domain/finding.ts';
import { oneLine } from '../domain/one-line.ts';
import type { Severity } from '../domain/rule-pack.ts';
import type { RuleSubject } from '../domain/rule-subject.ts';
import { evidenceOf } from './evidence-of.ts';
import { factWords } from './facts/fact-words.ts';
import { findFact } from './facts/index.ts';
import type { ReadFact } from './packs/compile-condition.ts';
import type { CompiledRule } from './packs/compile-pack.ts';
import { factsOfText, placeholder } from './packs/rule-text.ts';

/** What a rule says of an account: it holds, it does not, or too little is known. */
export interface RuleVerdict {
  rule: string;
  /** `apart`: the rule is not meant for such an account. */
  state: 'holds' | 'clear' | 'unknown' | 'apart';
  severity: Severity;
  /** Every test with its figures. */
  reasons: FindingReason[];
}

/** Asks one rule. Facts and the moment in, a verdict out: the same subject always gives the same. */
export function judgeRule(compiled: CompiledRule, subject: RuleSubject, read?: ReadFact): RuleVerdict {
  const { rule, baseline, when } = compiled;
  const known = read ?? factReader(subject);
  const verdict = (state: RuleVerdict['state']): RuleVerdict => ({
    rule: rule.id,
    state,
    severity: severityOf(compiled, known),
    reasons: state === 'apart' ? [] : [...(baseline ? baseline.reasons(known) : []), ...when.reasons(known)],
  });
  if (!appliesTo(compiled, subject)) return verdict('apart');
  return verdict(stateOf(compiled, known));
}

/** Whether a rule holds, without its reasons: what a replay of many days asks. */
export function ruleHolds(compiled: CompiledRule, subject: RuleSubject, read: ReadFact): boolean {
  const { baseline, when } = compiled;
  return appliesTo(compiled, subject) && (baseline === null || baseline.isTrue(read)) && when.isTrue(read);
}

/** Whether a rule of these could hold, or say more, were these facts known, which were not read yet. */
export function waitsForFacts(
  rules: readonly CompiledRule[],
  subject: RuleSubject,
  read: ReadFact,
  unread: ReadonlySet<string>,
): boolean {
  return rules.some(
    (compiled) =>
      compiled.rule.enabled &&
      compiled.everyFact.some((fact) => unread.has(fact) && read(fact) === null) &&
      appliesTo(compiled, subject) &&
      compiled.when.holds(read) !== false,
  );
}

/** Everything that the rules in force see in one account, the most severe first. */
export function findingsOf(rules: readonly CompiledRule[], subject: RuleSubject): Finding[] {
  if (subject.account.status === 'ended') return [];
  const read = factReader(subject);
  return rules
    .filter(({ rule }) => rule.enabled)
    .filter((compiled) => ruleHolds(compiled, subject, read))
    .map((compiled) => toFinding(compiled, subject, read))
    .sort(bySeverity);
}

/** A reader that computes each fact of a subject once. */
export function factReader(subject: RuleSubject): ReadFact {
  const known = new Map<string, number | null>();
  return (id) => {
    let value = known.get(id);
    if (value === undefined) {
      value = findFact(id)?.read(subject) ?? null;
      known.set(id, value);
    }
    return value;
  };
}

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** The most severe first; equals by the rule's name, so that the order never depends on chance. */
export function bySeverity(
  a: { severity: Severity; rule: string },
  b: { severity: Severity; rule: string },
): number {
  return (
    order.indexOf(a.severity) - order.indexOf(b.severity) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}

function stateOf({ baseline, when }: CompiledRule, read: ReadFact): 'holds' | 'clear' | 'unknown' {
  if (baseline && baseline.holds(read) !== true) return 'unknown';
  const holds = when.holds(read);
  if (holds === null) return 'unknown';
  return holds ? 'holds' : 'clear';
}

function appliesTo({ rule }: CompiledRule, { account, stage }: RuleSubject): boolean {
  const { segments, tiers, stages } = rule.appliesTo;
  return (
    account.status !== 'ended' &&
    isAmong(segments, account.segment) &&
    isAmong(tiers, account.tier) &&
    (stages === 'any' || stages.includes(stage))
  );
}

/** Who has no segment or tier is in none that a rule names. */
function isAmong(names: 'any' | readonly string[], name: string | null): boolean {
  return names === 'any' || (name !== null && names.includes(name));
}

function severityOf({ rule, raises }: CompiledRule, read: ReadFact): Severity {
  return raiseOf(raises, read)?.to ?? rule.severity;
}

function raiseOf(raises: CompiledRule['raises'], read: ReadFact): CompiledRule['raises'][number] | undefined {
  return raises.find(({ when }) => when.holds(read) === true);
}

/** What a finding stands on: what its rule tests, what it says, and what made it graver. */
export function factsShown({ rule, facts, raises }: CompiledRule, read: ReadFact): string[] {
  return [...new Set([...facts, ...factsOfText(rule.text), ...(raiseOf(raises, read)?.when.facts ?? [])])];
}

function toFinding(compiled: CompiledRule, subject: RuleSubject, read: ReadFact): Finding {
  const { rule, pack } = compiled;
  const { severity, reasons } = judgeRule(compiled, subject, read);
  const figures = factsOfText(rule.text).flatMap((fact) => {
    const value = read(fact);
    return value === null ? [] : [{ fact, value, words: wordsOf(fact, value) }];
  });
  return {
    rule: rule.id,
    pack: pack.id,
    packVersion: pack.version,
    kind: pack.kind,
    account: subject.account.id,
    severity,
    title: rule.title,
    figures,
    reasons,
    text: rule.text.replace(placeholder, (_, fact: string, name?: string) => {
      if (name !== undefined) return nameOf(fact, subject);
      const value = read(fact);
      return value === null ? 'an unknown number of' : wordsOf(fact, value);
    }),
    also: [],
    evidence: evidenceOf(factsShown(compiled, read), rule.windowDays, subject),
    playbook: rule.playbook,
  };
}

/** A source may name things at any length. */
const nameLength = 60;

function nameOf(id: string, subject: RuleSubject): string {
  return oneLine(findFact(id)?.named?.(subject) ?? 'without a name', nameLength);
}

function wordsOf(id: string, value: number): string {
  const fact = findFact(id);
  return fact ? factWords(fact.unit, value) : String(value);
}
