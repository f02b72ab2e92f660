import { type Mapping, textOf } from './mapping.ts';

const priorities = ['P0', 'P1', 'P2', 'P3'];

/** Ticket logs: `id` is the ticket, `p` its priority. */
export const tickets: Mapping = {
  family: 'tickets',
  customTypes: [],
  map({ type, payload, line }) {
    const ticketId = textOf(payload.id) ?? `line-${line}`;
    const priority = priorities.find((name) => name === payload.p);
    return { type, payload: { ...payload, ticketId, ...(priority ? { priority } : {}) } };
  },
};
