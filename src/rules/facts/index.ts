import { activityFacts } from './activity-facts.ts';
import { contractFacts } from './contract-facts.ts';
import { peopleFacts } from './people-facts.ts';
import { recordFacts } from './record-facts.ts';
import type { RuleFact } from './rule-fact.ts';
import { scoreFacts } from './score-facts.ts';
import { troubleFacts } from './trouble-facts.ts';

/** Every fact that a rule can test, in the order of the reference page. */
export const ruleFacts: readonly RuleFact[] = [
  ...scoreFacts,
  ...activityFacts,
  ...peopleFacts,
  ...troubleFacts,
  ...recordFacts,
  ...contractFacts,
];

const byId: ReadonlyMap<string, RuleFact> = new Map(ruleFacts.map((fact) => [fact.id, fact]));

/** The fact of a name; null = there is none. */
export function findFact(id: string): RuleFact | null {
  return byId.get(id) ?? null;
}
