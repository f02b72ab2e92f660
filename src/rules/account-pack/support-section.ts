import type { PackBlock, PackFact } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import {
  cell,
  changeWords,
  formatSpan,
  isBefore,
  isWithin,
  median,
  nothing,
  type PackFacts,
  type PackTicket,
  type Section,
} from './pack-facts.ts';

const weekMs = 7 * 86_400_000;
const ticketsShown = 8;

/** The account's tickets: how many, how fast, and what it said of them. */
export const supportSection: Section = (facts) => {
  const { period, tickets } = facts;
  const now = tickets.filter(({ ticket }) => isWithin(facts, ticket.openedAt));
  const before = tickets.filter(({ ticket }) => isBefore(facts, ticket.openedAt));
  if (now.length === 0) {
    const last = tickets.at(-1);
    if (!last) return nothing('No ticket is recorded');
    return nothing(
      `No ticket was opened in ${period.words}; the last one was on ${dayWords(last.ticket.openedAt.toISOString())}`,
    );
  }
  const open = tickets.filter(({ ticket }) => ticket.resolvedAt === null);
  const change = period.before === null ? null : changeWords(now.length, before.length);
  const trend =
    change === null
      ? ''
      : ` (${change === 'none before' ? 'none before' : `${change} against ${period.beforeWords}`})`;
  return {
    takeaway: `${counted(now.length, 'ticket')} in ${period.words}${trend}; ${open.length === 0 ? 'none is open' : `${counted(open.length, 'is', 'are')} open now`}.`,
    blocks: [
      { kind: 'facts', facts: figures(facts, now, before, open.length) },
      weekly(facts, now),
      table(facts, now),
    ],
    missing: null,
  };
};

function figures(
  { period, paths }: PackFacts,
  now: readonly PackTicket[],
  before: readonly PackTicket[],
  open: number,
): PackFact[] {
  const newest = now.at(-1);
  const path = newest ? paths.record(newest.ticket.seq) : null;
  const held = period.before !== null;
  const first = median(now.flatMap(responseMs));
  const resolved = median(now.flatMap(resolutionMs));
  const ratings = now.flatMap(({ csat }) => csat ?? []);
  const csat = ratings.length === 0 ? null : ratings.reduce((sum, each) => sum + each, 0) / ratings.length;
  const urgent = now.filter(
    ({ ticket: { latestPriority } }) => latestPriority === 'P0' || latestPriority === 'P1',
  ).length;
  return [
    {
      label: 'Tickets opened',
      value: String(now.length),
      path,
      detail: held ? `${before.length} before` : null,
      tone: held && now.length > before.length ? 'warning' : 'neutral',
    },
    {
      label: 'Urgent (P0, P1)',
      value: String(urgent),
      detail: null,
      path,
      tone: urgent > 0 ? 'warning' : 'good',
    },
    { label: 'Still open', value: String(open), detail: null, tone: open > 0 ? 'warning' : 'good', path },
    {
      label: 'First response',
      value: first === null ? 'none yet' : formatSpan(first),
      path,
      detail: 'median',
      tone: 'neutral',
    },
    {
      label: 'Resolution',
      value: resolved === null ? 'none yet' : formatSpan(resolved),
      path,
      detail: 'median',
      tone: 'neutral',
    },
    {
      label: 'Ratings of tickets',
      value: csat === null ? 'not rated' : `${csat.toFixed(1)} of 5`,
      path,
      detail: ratings.length === 0 ? null : counted(ratings.length, 'rating'),
      tone: csat === null ? 'neutral' : csat >= 4 ? 'good' : csat >= 3 ? 'warning' : 'bad',
    },
  ];
}

function responseMs({ ticket }: PackTicket): number[] {
  return ticket.respondedAt ? [ticket.respondedAt.getTime() - ticket.openedAt.getTime()] : [];
}

function resolutionMs({ ticket }: PackTicket): number[] {
  return ticket.resolvedAt ? [ticket.resolvedAt.getTime() - ticket.openedAt.getTime()] : [];
}

function weekly({ period, paths }: PackFacts, now: readonly PackTicket[]): PackBlock {
  const weeks = Math.max(1, Math.ceil((period.until.getTime() - period.from.getTime()) / weekMs));
  const counts = Array.from({ length: weeks }, () => 0);
  for (const { ticket } of now) {
    const back = Math.floor((period.until.getTime() - ticket.openedAt.getTime()) / weekMs);
    const at = weeks - 1 - back;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const today = utcDayOf(period.until);
  const points = counts.map((value, at) => ({ on: addDays(today, -7 * (weeks - 1 - at)), value }));
  const chart = {
    kind: 'trend' as const,
    title: 'Tickets opened per week',
    unit: 'tickets',
    most: null,
    points,
  };
  return { kind: 'chart', chart: { ...chart, events: [] }, path: paths.figures };
}

function table({ paths }: PackFacts, now: readonly PackTicket[]): PackBlock {
  const rank = ({ ticket }: PackTicket): string =>
    `${ticket.resolvedAt === null ? 0 : 1}${ticket.latestPriority ?? 'P9'}`;
  const shown = [...now]
    .sort(
      (one, other) =>
        (rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0) ||
        other.ticket.openedAt.getTime() - one.ticket.openedAt.getTime(),
    )
    .slice(0, ticketsShown);
  return {
    kind: 'table',
    title:
      now.length > shown.length
        ? `Tickets, ${shown.length} of ${now.length}: the open and the urgent first`
        : 'Tickets',
    columns: [{ label: 'Opened' }, { label: 'Ticket' }, { label: 'Priority' }, { label: 'State' }],
    rows: shown.map(({ ticket }) => [
      cell(dayWords(ticket.openedAt.toISOString()), paths.record(ticket.seq)),
      cell(ticket.subject || ticket.ticketId),
      cell(ticket.latestPriority ?? 'none'),
      cell(
        ticket.resolvedAt
          ? `solved in ${formatSpan(ticket.resolvedAt.getTime() - ticket.openedAt.getTime())}`
          : 'open',
      ),
    ]),
  };
}
