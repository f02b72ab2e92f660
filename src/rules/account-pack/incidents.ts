import type { PackFacts } from './pack-facts.ts';
import { recordsOf } from './pack-facts.ts';

/** One incident, from its opening to its end. */
export interface PackIncident {
  id: string;
  title: string;
  severity: string | null; // null = nobody said
  openedAt: Date;
  openedSeq: number;
  resolvedAt: Date | null; // null = it is not over
}

/**
 * The account's incidents, the latest first. Of two openings of one id the earlier counts until it ended; an end
 * without a beginning is none.
 */
export function incidentsOf(facts: Pick<PackFacts, 'records'>): PackIncident[] {
  const found: PackIncident[] = [];
  const open = new Map<string, PackIncident>();
  const told = [...recordsOf(facts, 'incident.opened'), ...recordsOf(facts, 'incident.resolved')].sort(
    (one, other) => one.event.at.getTime() - other.event.at.getTime() || one.seq - other.seq,
  );
  for (const { seq, event } of told) {
    const { incidentId: id, title, severity } = event.payload;
    const current = open.get(id);
    if (event.type === 'incident.resolved') {
      if (current) current.resolvedAt = event.at;
      open.delete(id);
    } else if (!current) {
      const incident: PackIncident = {
        id,
        title: title?.trim() || id,
        severity: severity ?? null,
        openedAt: event.at,
        openedSeq: seq,
        resolvedAt: null,
      };
      found.push(incident);
      open.set(id, incident);
    }
  }
  return found.reverse();
}

/** Mean time to resolve, of those that were resolved, in milliseconds; null = none was */
export function meanTimeToResolve(incidents: readonly PackIncident[]): number | null {
  const spans = incidents.flatMap(({ openedAt, resolvedAt }) =>
    resolvedAt ? [resolvedAt.getTime() - openedAt.getTime()] : [],
  );
  return spans.length === 0 ? null : spans.reduce((sum, each) => sum + each, 0) / spans.length;
}
