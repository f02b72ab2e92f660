import { compareText } from '../../domain/compare-text.ts';
import type { Priority } from '../../domain/triage.ts';
import { addCounted } from '../business-time/counted-time.ts';
import { csvCell } from '../csv-cell.ts';
import type { TicketHistory } from './ticket-history.ts';

/** What became of the tickets that one account opened in one month, in UTC. */
export interface MonthOfTickets {
  account: string;
  /** `YYYY-MM`, of the opening. */
  month: string;
  opened: number;
  /** Those whose first update came within the base promise for their priority. */
  firstUpdatesInTime: number;
  resolved: number;
  breached: number;
  /** Whole seconds from opening to end, rounded half to even; null = none was resolved */
  meanSeconds: number | null;
  /** Of two middle ones the lower; null as `meanSeconds` */
  lowerMedianSeconds: number | null;
}

/** How to count: minutes for each priority, and what a ticket without one counts as. */
export interface MonthRules {
  firstResponse: Readonly<Record<Priority, number>>;
  unprioritised: Priority;
  /** Whether a ticket's promise was broken, where its source kept that itself; undefined = it did not say */
  breachOf?(ticket: TicketHistory): boolean | undefined;
}

/** Source: seeds, "Ticket Prioritization"; minutes. */
export const seedFirstResponse: Readonly<Record<Priority, number>> = {
  P0: 60,
  P1: 240,
  P2: 1_440,
  P3: 2_880,
};

/**
 * Counts tickets by account and month, in calendar time, by code units of the account's id.
 * A ticket whose source says nothing of it is broken when its first update came too late, or never.
 */
export function monthsOfTickets(tickets: readonly TicketHistory[], rules: MonthRules): MonthOfTickets[] {
  const groups = new Map<string, TicketHistory[]>();
  for (const ticket of tickets) {
    const key = `${ticket.openedAt.toISOString().slice(0, 7)} ${ticket.account}`;
    const group = groups.get(key);
    if (group) group.push(ticket);
    else groups.set(key, [ticket]);
  }
  return [...groups]
    .map(([key, group]) => countMonth(key.slice(8), key.slice(0, 7), group, rules))
    .sort((one, other) => compareText(one.account, other.account) || compareText(one.month, other.month));
}

function countMonth(
  account: string,
  month: string,
  tickets: readonly TicketHistory[],
  rules: MonthRules,
): MonthOfTickets {
  const seconds = tickets
    .flatMap(({ openedAt, resolvedAt }) =>
      resolvedAt ? [(resolvedAt.getTime() - openedAt.getTime()) / 1_000] : [],
    )
    .map(Math.floor)
    .sort((one, other) => one - other);
  const inTime = tickets.map((ticket) => isUpdatedInTime(ticket, rules));
  const breached = tickets.filter((ticket, index) => rules.breachOf?.(ticket) ?? !inTime[index]);
  return {
    account,
    month,
    opened: tickets.length,
    resolved: seconds.length,
    breached: breached.length,
    firstUpdatesInTime: inTime.filter(Boolean).length,
    meanSeconds: seconds.length === 0 ? null : roundedMean(seconds),
    lowerMedianSeconds: seconds[Math.floor((seconds.length - 1) / 2)] ?? null,
  };
}

function isUpdatedInTime({ priority, openedAt, firstUpdatedAt }: TicketHistory, rules: MonthRules): boolean {
  if (firstUpdatedAt === null) return false;
  const minutes = rules.firstResponse[priority ?? rules.unprioritised];
  return firstUpdatedAt <= addCounted({ kind: 'calendar' }, openedAt, minutes * 60_000);
}

/** Half to even, in whole numbers: a quotient of floats could land on the wrong side. */
function roundedMean(seconds: readonly number[]): number {
  const sum = seconds.reduce((total, one) => total + one, 0);
  const count = seconds.length;
  const floor = Math.floor(sum / count);
  const twice = 2 * (sum - floor * count);
  if (twice === count) return floor % 2 === 0 ? floor : floor + 1;
  return twice > count ? floor + 1 : floor;
}

const columns =
  'tenant,month,opened,first_update_within_seed_sla,resolved,sla_breached,mttr_s_mean_round,mttr_s_lower_median';

/** The months as CSV with a header; what is not known is empty. */
export function monthsAsCsv(months: readonly MonthOfTickets[]): string {
  const lines = months.map((of) =>
    [
      ...[accountCell(of.account), of.month, of.opened, of.firstUpdatesInTime, of.resolved, of.breached],
      ...[of.meanSeconds ?? '', of.lowerMedianSeconds ?? ''],
    ].join(','),
  );
  return `${[columns, ...lines].join('\n')}\n`;
}

/** Ids are written as they are, but for those that would be another cell or a formula. */
function accountCell(id: string): string {
  return /^[\p{L}\p{N}_][^",\r\n]*$/u.test(id) ? id : csvCell(id);
}
