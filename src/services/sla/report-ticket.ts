import type { Account } from '../../domain/account.ts';
import type { SlaPack } from '../../domain/sla.ts';
import type { ReportedClock, ReportedTicket } from '../../domain/sla-report.ts';
import { accountDay, type ClockReading, isInHypercare } from '../../rules/sla/read-clock.ts';
import { eventUrl, handOffUrl } from '../evidence.ts';
import type { TicketClocks } from './read-ticket-clocks.ts';

/** A ticket's clocks as they are reported. */
export function reportTicket({ ticket, account, clocks, told }: TicketClocks, pack: SlaPack): ReportedTicket {
  const { ticketId, seq, subject, openedAt, status } = ticket;
  return {
    ticketId,
    seq,
    subject,
    status,
    url: eventUrl(seq),
    handOffUrl: handOffUrl(seq),
    openedAt: openedAt.toISOString(),
    account: reportAccount(account),
    priority: ticket.latestPriority ?? pack.unprioritised,
    isDefaultPriority: ticket.latestPriority === null,
    hypercareDay: isInHypercare(account, openedAt, pack) ? accountDay(account, openedAt) : null,
    clocks: clocks.map(reportClock),
    told: told.map(({ clock, stage, at }) => ({ clock, stage, at: at.toISOString() })),
  };
}

/** What a report says of an account. */
export function reportAccount({ id, name, tier, owner, arr }: Account): ReportedTicket['account'] {
  return { id, name, tier, owner, arr };
}

function reportClock(reading: ClockReading): ReportedClock {
  const { clock, promise, targetMinutes, time, state, usedMs, usedPercent } = reading;
  return {
    clock,
    promise,
    targetMinutes,
    time,
    state,
    usedPercent,
    usedMinutes: Math.floor(usedMs / 60_000),
    warnsAt: reading.warnsAt?.toISOString() ?? null,
    dueAt: reading.dueAt?.toISOString() ?? null,
    stoppedAt: reading.stoppedAt?.toISOString() ?? null,
  };
}
