import type { EvidencePart, EvidenceWindow } from '../domain/finding.ts';
import type { RuleSubject } from '../domain/rule-subject.ts';
import { addDays } from '../domain/utc-day.ts';
import { findFact } from './facts/index.ts';
import type { RuleFact } from './facts/rule-fact.ts';

/**
 * What some facts stand on: the very records where a fact names them, the contract where it says so, else the latest of
 * what they are counted from. A fact that names its records has no others: they would not say its figure.
 * @param facts - their names, the most telling first
 */
export function evidenceOf(
  facts: readonly string[],
  windowDays: number,
  subject: RuleSubject,
): EvidenceWindow {
  const parts = facts.flatMap((id) => {
    const fact = findFact(id);
    return fact ? [partOf(fact, subject)] : [];
  });
  const distinct = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return { since: addDays(subject.day, 1 - windowDays), parts: [...distinct.values()] };
}

function partOf({ records, contract, needs, feeds = [] }: RuleFact, subject: RuleSubject): EvidencePart {
  const exact = records?.(subject) ?? [];
  if (exact.length > 0 || (records && !contract)) return { records: exact };
  return contract ? { contract } : { types: needs, feeds };
}
