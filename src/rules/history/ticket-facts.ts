import type { CustomerEvent } from '../../domain/event.ts';

/** Which tickets are open: created and not resolved, by what was taken in so far. */
export function createTicketFacts(): { add(event: CustomerEvent): void; open(): number } {
  const created = new Set<string>();
  const resolved = new Set<string>();
  let open = 0;
  return {
    add({ type, payload }) {
      const id = 'ticketId' in payload && typeof payload.ticketId === 'string' ? payload.ticketId : null;
      if (id === null) return;
      if (type === 'ticket.created' && !created.has(id)) {
        created.add(id);
        if (!resolved.has(id)) open++;
      }
      if (type === 'ticket.resolved' && !resolved.has(id)) {
        resolved.add(id);
        if (created.has(id)) open--;
      }
    },
    open: () => open,
  };
}
