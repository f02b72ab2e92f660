import type { Account } from '../../domain/account.ts';
import type { StoredEvent } from '../../domain/event.ts';
import type { SlaNotice, SlaPack } from '../../domain/sla.ts';
import { type ClockReading, readClocks } from '../../rules/sla/read-clock.ts';
import { foldTickets, type TicketHistory } from '../../rules/sla/ticket-history.ts';
import type { RequestContext } from '../context.ts';

/** Open tickets that are older are left to people. Ours: a quarter. */
const watchedDays = 92;

/** One ticket with its account, its clocks and what was told of them. */
export interface TicketClocks {
  ticket: TicketHistory;
  account: Account;
  clocks: ClockReading[];
  told: SlaNotice[];
}

/** Every ticket of the last quarter that is open at an instant, with its clocks as they stand then. */
export async function readOpenTickets(ctx: RequestContext, asOf: Date): Promise<TicketClocks[]> {
  const { store, content } = ctx;
  const since = new Date(asOf.getTime() - watchedDays * 86_400_000);
  const moment = { asOf, knownAt: await store.lastSequence() };
  const events = await store.readOpenTicketEvents(since, moment);
  const notices = await store.listSlaNotices(since);
  const tickets = await clocksOf(ctx, events, notices, asOf);
  const { unprioritised } = content.sla;
  return tickets
    .filter(({ ticket }) => ticket.resolvedAt === null)
    .sort((one, other) => byUrgency(one, other, unprioritised));
}

/** Every ticket that was opened from an instant on, open or not, with its clocks. */
export async function readTicketsSince(
  ctx: RequestContext,
  since: Date,
  asOf: Date,
): Promise<TicketClocks[]> {
  const events = await ctx.store.readTicketEvents(since, { asOf, knownAt: await ctx.store.lastSequence() });
  return await clocksOf(ctx, events, [], asOf);
}

/** One ticket by the record that opened it, open or not; null = its account has left our records */
export async function readTicketOf(
  ctx: RequestContext,
  { event }: StoredEvent,
  asOf: Date,
): Promise<TicketClocks | null> {
  const moment = { asOf, knownAt: await ctx.store.lastSequence() };
  const records = await ctx.store.readEvents(event.account, moment, ticketTypes);
  const own = records.filter(({ event: one }) => one.payload.ticketId === event.payload.ticketId);
  return (await clocksOf(ctx, own, [], asOf))[0] ?? null;
}

const ticketTypes = ['ticket.created', 'ticket.updated', 'ticket.resolved'];

async function clocksOf(
  { store, content }: RequestContext,
  events: readonly StoredEvent[],
  notices: readonly SlaNotice[],
  now: Date,
): Promise<TicketClocks[]> {
  const tickets = foldTickets(events, content.sla);
  const ids = [...new Set(tickets.map(({ account }) => account))];
  const accounts = new Map((await store.findAccounts(ids)).map((account) => [account.id, account]));
  const toldOf = Map.groupBy(notices, keyOf);
  return tickets.flatMap((ticket) => {
    const account = accounts.get(ticket.account);
    if (!account) return [];
    const told = toldOf.get(keyOf(ticket)) ?? [];
    const toldAt = told.at(-1)?.at ?? null;
    return [{ ticket, account, clocks: readClocks(ticket, account, content.sla, { now, toldAt }), told }];
  });
}

function keyOf({ account, ticketId }: { account: string; ticketId: string }): string {
  return JSON.stringify([account, ticketId]);
}

const ranks: Readonly<Record<ClockReading['state'], number>> = {
  breached: 0,
  warning: 1,
  running: 2,
  paused: 3,
  missed: 4,
  met: 5,
};

/** The clock that has to be looked at first; undefined = nothing is promised */
function mostUrgent(clocks: readonly ClockReading[]): ClockReading | undefined {
  return [...clocks].sort((one, other) => ranks[one.state] - ranks[other.state] || byEnd(one, other))[0];
}

function byUrgency(one: TicketClocks, other: TicketClocks, unprioritised: SlaPack['unprioritised']): number {
  const [first, second] = [mostUrgent(one.clocks), mostUrgent(other.clocks)];
  const rankOf = (clock: ClockReading | undefined): number => (clock ? ranks[clock.state] : 9);
  const priorityOf = ({ ticket }: TicketClocks): string => ticket.latestPriority ?? unprioritised;
  return (
    rankOf(first) - rankOf(second) ||
    (priorityOf(one) < priorityOf(other) ? -1 : Number(priorityOf(one) > priorityOf(other))) ||
    (first && second ? byEnd(first, second) : 0) ||
    one.ticket.seq - other.ticket.seq
  );
}

function byEnd(one: ClockReading, other: ClockReading): number {
  const endOf = ({ dueAt }: ClockReading): number => dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return endOf(one) - endOf(other);
}
