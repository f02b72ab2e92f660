import type { WeekIncident } from '../../domain/account-week.ts';
import { isBuiltIn, type StoredEvent } from '../../domain/event.ts';

/**
 * Incidents that are open, or that began or ended after an instant; open ones first, then the latest.
 * @param events - every record of incidents of one account up to the moment
 */
export function foldIncidents(events: readonly StoredEvent[], after: Date): WeekIncident[] {
  const incidents = new Map<string, WeekIncident>();
  const ordered = [...events].sort(
    (one, other) => one.event.at.getTime() - other.event.at.getTime() || one.seq - other.seq,
  );
  for (const { seq, event } of ordered) {
    if (!isBuiltIn(event) || (event.type !== 'incident.opened' && event.type !== 'incident.resolved'))
      continue;
    const { incidentId, severity, title } = event.payload;
    const known = incidents.get(incidentId);
    const at = event.at.toISOString();
    const isOpening = event.type === 'incident.opened';
    incidents.set(incidentId, {
      incidentId,
      severity: severity ?? known?.severity ?? null,
      title: title ?? known?.title ?? null,
      openedAt:
        isOpening && (known === undefined || known.resolvedAt !== null) ? at : (known?.openedAt ?? null),
      resolvedAt: isOpening ? null : at,
      seq,
    });
  }
  const since = after.toISOString();
  return [...incidents.values()]
    .filter(
      ({ openedAt, resolvedAt }) => resolvedAt === null || resolvedAt > since || (openedAt ?? '') > since,
    )
    .sort(
      (one, other) =>
        Number(one.resolvedAt !== null) - Number(other.resolvedAt !== null) || other.seq - one.seq,
    );
}
