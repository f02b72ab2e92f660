import { type BuiltInEvent, isBuiltIn, type StoredEvent } from '../../domain/event.ts';
import type { SlaPack } from '../../domain/sla.ts';
import type { Priority } from '../../domain/triage.ts';

/** A time in which a ticket's clock stood: we waited for the customer, or it was closed. Null = it still does */
export interface Standstill {
  from: Date;
  to: Date | null;
}

/** What became of one ticket, as far as its events say. */
export interface TicketHistory {
  account: string;
  ticketId: string;
  /** The record that opened it. */
  seq: number;
  subject: string;
  openedAt: Date;
  /** When we heard of it. */
  receivedAt: Date;
  /** As it was opened with, else the first that it was given later; null = none so far */
  priority: Priority | null;
  /** The one that it was given last. */
  latestPriority: Priority | null;
  /** The first update; one that its source dates before the opening came with it. Null = none */
  firstUpdatedAt: Date | null;
  /** Our first word on it: an update that is not the customer's own, or its end; null = none */
  respondedAt: Date | null;
  /** Null = it is open, also where it was opened again */
  resolvedAt: Date | null;
  /** In the order of time; they do not overlap. */
  standstills: Standstill[];
  /** The last thing that was said of it. */
  status: string | null;
}

type Statuses = Pick<SlaPack, 'waitingStatuses' | 'reopenedStatuses'>;

/** Folds the events of many tickets; those of each may come in any order. One that nothing opened is left out. */
export function foldTickets(events: readonly StoredEvent[], statuses: Statuses): TicketHistory[] {
  const tickets = new Map<string, StoredEvent[]>();
  for (const stored of events) {
    const ticketId = ticketIdOf(stored);
    if (ticketId === null) continue;
    const key = JSON.stringify([stored.event.account, ticketId]);
    const known = tickets.get(key);
    if (known) known.push(stored);
    else tickets.set(key, [stored]);
  }
  return [...tickets.values()].flatMap((of) => foldTicket(of, statuses) ?? []);
}

/** The history of one ticket; null = nothing opened it. Of two openings the earlier counts. */
export function foldTicket(events: readonly StoredEvent[], statuses: Statuses): TicketHistory | null {
  const ordered = [...events].sort(
    (one, other) => one.event.at.getTime() - other.event.at.getTime() || one.seq - other.seq,
  );
  const opening = ordered.find(({ event }) => event.type === 'ticket.created');
  if (!opening) return null;
  const history = begin(opening);
  for (const stored of ordered) take(history, stored, stored === opening, lowered(statuses));
  return history;
}

function begin({ seq, receivedAt, event }: StoredEvent): TicketHistory {
  const { subject } = event.payload;
  return {
    account: event.account,
    ticketId: String(event.payload.ticketId),
    seq,
    receivedAt,
    subject: typeof subject === 'string' ? subject : '',
    openedAt: event.at,
    priority: null,
    latestPriority: null,
    firstUpdatedAt: null,
    respondedAt: null,
    resolvedAt: null,
    standstills: [],
    status: null,
  };
}

function take(history: TicketHistory, { event }: StoredEvent, isOpening: boolean, statuses: Lowered): void {
  if (!isBuiltIn(event) || !isAboutTicket(event)) return;
  const said = saidIn(event.payload);
  const isEarly = event.at < history.openedAt;
  if (event.type === 'ticket.updated') {
    history.firstUpdatedAt ??= isEarly ? history.openedAt : event.at;
    if (!said.isCustomers) history.respondedAt ??= isEarly ? history.openedAt : event.at;
  }
  if (event.type === 'ticket.resolved' && isEarly && isClockSkew(event.at, history.openedAt)) {
    history.respondedAt ??= history.openedAt;
    history.resolvedAt = history.openedAt;
    return;
  }
  if (isEarly || (event.type === 'ticket.created' && !isOpening)) return;
  history.priority ??= said.priority;
  history.latestPriority = said.priority ?? history.latestPriority;
  if (event.type === 'ticket.resolved') {
    history.respondedAt ??= event.at;
    history.resolvedAt = event.at;
  }
  follow(history, event.at, said, statuses);
}

/** Clocks of two systems differ by minutes, and by hours where one forgets its zone. */
const skewAtMostMs = 24 * 3_600_000;

/** Whether an end before the beginning is that of this ticket, dated by another clock, and not that of an older one of its name. */
function isClockSkew(end: Date, openedAt: Date): boolean {
  return openedAt.getTime() - end.getTime() <= skewAtMostMs;
}

type TicketEvent = Extract<BuiltInEvent, { type: `ticket.${string}` }>;

function isAboutTicket(event: BuiltInEvent): event is TicketEvent {
  return event.type.startsWith('ticket.');
}

/** Whether the clock stands or goes after this event. */
function follow(history: TicketHistory, at: Date, said: Said, statuses: Lowered): void {
  history.status = said.status ?? history.status;
  const status = said.status?.toLowerCase();
  const last = history.standstills.at(-1);
  const stands = last !== undefined && last.to === null;
  if (history.resolvedAt !== null && at > history.resolvedAt && status && statuses.reopened.has(status)) {
    history.standstills.push({ from: history.resolvedAt, to: at });
    history.resolvedAt = null;
  } else if (history.resolvedAt !== null) {
    if (stands) last.to = at;
  } else if (status && statuses.waiting.has(status)) {
    if (!stands) history.standstills.push({ from: at, to: null });
  } else if (stands && (status !== undefined || said.isCustomers)) {
    last.to = at;
  }
}

interface Said {
  priority: Priority | null;
  status: string | undefined;
  isCustomers: boolean;
}

/** Sources that know who wrote say so in `by`; where nothing is said, an update is ours. */
function saidIn(payload: TicketEvent['payload']): Said {
  const by = typeof payload.by === 'string' ? payload.by.toLowerCase() : '';
  const isCustomers = by === 'customer' || by === 'user' || by === 'requester';
  return { priority: payload.priority ?? null, status: payload.status, isCustomers };
}

interface Lowered {
  waiting: ReadonlySet<string>;
  reopened: ReadonlySet<string>;
}

const known = new WeakMap<Statuses, Lowered>();

function lowered(statuses: Statuses): Lowered {
  const found = known.get(statuses);
  if (found) return found;
  const setOf = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
  const made = { waiting: setOf(statuses.waitingStatuses), reopened: setOf(statuses.reopenedStatuses) };
  known.set(statuses, made);
  return made;
}

function ticketIdOf({ event }: StoredEvent): string | null {
  const { ticketId } = event.payload;
  return event.type.startsWith('ticket.') && typeof ticketId === 'string' ? ticketId : null;
}
