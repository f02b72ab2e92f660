import { compareText } from '../../domain/compare-text.ts';
import type { RootCause } from '../../domain/sla-report.ts';

/** What one ticket may have in common with others. */
export interface CausedTicket {
  seq: number;
  account: string;
  ticketId: string;
  openedAt: Date;
  /** Known issues that it counts for. */
  issues: readonly string[];
  /** Of the errors that it quotes. */
  fingerprints: readonly string[];
  /** What its source calls it; null = nothing */
  category: string | null;
  tags: readonly string[];
}

/** Tickets with one cause. */
export interface CauseGroup {
  kind: RootCause['kind'];
  id: string;
  /** The newest first. */
  tickets: CausedTicket[];
}

/** Source: the feature contract. */
const causesAtMost = 10;

/**
 * Brings tickets together by what they came from. A known issue says more than an error, and an error more than a
 * category: each ticket stands under one cause alone. What only one ticket has is no cause of repeats.
 * @returns those with the most tickets first, then with the most accounts; at most ten
 */
export function groupByCause(tickets: readonly CausedTicket[]): CauseGroup[] {
  const groups = new Map<string, CauseGroup>();
  for (const ticket of tickets) {
    const cause = causeOf(ticket);
    if (!cause) continue;
    const key = `${cause.kind} ${cause.id}`;
    const group = groups.get(key) ?? { ...cause, tickets: [] };
    group.tickets.push(ticket);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ tickets: of }) => of.length > 1)
    .map((group) => ({ ...group, tickets: group.tickets.toSorted(newestFirst) }))
    .sort(
      (one, other) =>
        other.tickets.length - one.tickets.length ||
        accountsOf(other) - accountsOf(one) ||
        compareText(`${one.kind} ${one.id}`, `${other.kind} ${other.id}`),
    )
    .slice(0, causesAtMost);
}

/** What one ticket came from, as far as is known; null = nothing tells */
export function causeOf(ticket: CausedTicket): Pick<CauseGroup, 'kind' | 'id'> | null {
  const [issue] = ticket.issues;
  if (issue !== undefined) return { kind: 'known-issue', id: issue };
  const [fingerprint] = ticket.fingerprints;
  if (fingerprint !== undefined) return { kind: 'fingerprint', id: fingerprint };
  const category = ticket.category ?? ticket.tags.find((tag) => !isOurs(tag));
  return category === undefined ? null : { kind: 'category', id: category.toLowerCase() };
}

/** Tags that say how urgent a ticket is, not what it is about. */
function isOurs(tag: string): boolean {
  return /^priority-p[0-3]$|^churn-risk$|^revenue-impact$|^vip$/i.test(tag);
}

function accountsOf({ tickets }: CauseGroup): number {
  return new Set(tickets.map(({ account }) => account)).size;
}

function newestFirst(one: CausedTicket, other: CausedTicket): number {
  return other.openedAt.getTime() - one.openedAt.getTime() || other.seq - one.seq;
}
