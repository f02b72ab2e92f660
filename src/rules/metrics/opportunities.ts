import { type BuiltInEvent, isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import type { Opportunity } from './metric-facts.ts';

interface DatedOpportunity {
  at: Date;
  opportunity: Opportunity;
  /** What its source says of why; absent = nothing. */
  reason?: string;
}

/** An opportunity from its opening to its decision. */
export interface OpportunityLife {
  /** Its first opening; null = none is on record */
  opened: DatedOpportunity | null;
  /** The first time that it was won or lost; null = it is open */
  decision: (DatedOpportunity & { isWon: boolean }) | null;
}

/**
 * Puts the records of each opportunity together: account and opportunityId name it. What is told twice counts once, by
 * the first record; what a source says after the decision changes nothing.
 * @param events - in the order in which they happened; other types are passed over
 */
export function seekOpportunities(events: readonly StoredEvent[]): OpportunityLife[] {
  const lives = new Map<string, OpportunityLife>();
  for (const { seq, event } of events) {
    if (!isBuiltIn(event) || !isExpansion(event)) continue;
    const { account, at, payload } = event;
    const { opportunityId, arr = null, reason } = payload;
    const key = JSON.stringify([account, opportunityId]);
    const life = lives.get(key) ?? { opened: null, decision: null };
    lives.set(key, life);
    if (life.decision !== null) continue;
    const dated = { at, opportunity: { account, opportunityId, arr, seq }, ...(reason && { reason }) };
    if (event.type === 'expansion.opened') life.opened ??= dated;
    else {
      // What it was opened for is what it was worth, where the decision does not say.
      const worth = arr ?? life.opened?.opportunity.arr ?? null;
      life.decision = {
        ...dated,
        opportunity: { ...dated.opportunity, arr: worth },
        isWon: event.type === 'expansion.won',
      };
    }
  }
  return [...lives.values()];
}

type ExpansionEvent = Extract<BuiltInEvent, { type: `expansion.${string}` }>;

function isExpansion(event: BuiltInEvent): event is ExpansionEvent {
  return event.type.startsWith('expansion.');
}
