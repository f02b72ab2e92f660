import type { PackBlock } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import type { SlaClockKind } from '../../domain/sla.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import { attainmentOf } from '../sla/attainment.ts';
import {
  cell,
  changeWords,
  formatCount,
  isWithin,
  nothing,
  type PackFacts,
  type Section,
} from './pack-facts.ts';

const weekMs = 7 * 86_400_000;
const codesShown = 8;

/** Errors by week and by code. */
export const errorSection: Section = (facts) => {
  const { errors, period, paths } = facts;
  const total = errors.codes.reduce((sum, code) => sum + code.errors, 0);
  const before = errors.codes.reduce((sum, code) => sum + code.errorsBefore, 0);
  if (total === 0 && before === 0) return nothing(`No error was received in ${period.words}`);
  const change = period.before === null ? null : changeWords(total, before);
  const [worst] = errors.codes;
  const against =
    change === null
      ? ''
      : ` (${change === 'none before' ? change : `${change} against ${period.beforeWords}`})`;
  const lead = worst && worst.errors > 0 ? `; most of them ${worst.code}` : '';
  return {
    takeaway: `${formatCount(total)} errors in ${period.words}${against}${lead}.`,
    blocks: [errorTrend(facts), codeTable(facts, paths.record)],
    missing: null,
  };
};

function errorTrend({ errors, period, paths }: PackFacts): PackBlock {
  const from = period.before ?? period.from;
  const weeks = Math.max(1, Math.min(53, Math.floor((period.until.getTime() - from.getTime()) / weekMs)));
  const byBack = new Map(errors.weeks.map((week) => [week.back, week.errors]));
  const today = utcDayOf(period.until);
  const points = Array.from({ length: weeks }, (_, at) => {
    const back = weeks - 1 - at;
    return { on: addDays(today, -7 * back), value: byBack.get(back) ?? 0 };
  });
  const chart = {
    kind: 'trend' as const,
    title: 'Errors per week',
    unit: 'errors',
    most: null,
    points,
    events: [],
  };
  return { kind: 'chart', chart, path: paths.figures };
}

function codeTable({ errors, period }: PackFacts, record: (seq: number) => string): PackBlock {
  const shown = errors.codes.slice(0, codesShown);
  const held = period.before !== null;
  return {
    kind: 'table',
    title:
      errors.codes.length > shown.length
        ? `Errors, ${shown.length} of ${errors.codes.length} codes`
        : 'Errors',
    columns: [
      { label: 'Code' },
      { label: 'Count', align: 'right' },
      ...(held ? [{ label: 'Before', align: 'right' as const }] : []),
      { label: 'Last' },
    ],
    rows: shown.map(({ code, errors: count, errorsBefore, lastAt, lastSeq }) => [
      cell(code, record(lastSeq)),
      cell(formatCount(count)),
      ...(held ? [cell(formatCount(errorsBefore))] : []),
      cell(dayWords(lastAt.toISOString())),
    ]),
  };
}

const clockWords: Readonly<Record<SlaClockKind, string>> = {
  first_response: 'First response',
  resolution: 'Resolution',
};

/** How many of our promises about tickets were kept. */
export const slaSection: Section = (facts) => {
  const { period, paths } = facts;
  const tickets = facts.tickets.filter(({ ticket }) => isWithin(facts, ticket.openedAt));
  const promised = tickets.filter(({ clocks }) => clocks.length > 0);
  if (promised.length === 0)
    return nothing(
      tickets.length === 0
        ? `No ticket was opened in ${period.words}, so no promise was due`
        : 'Nothing is promised for the tickets of this account',
    );
  const rows = attainmentOf(
    promised.map(({ ticket, clocks }) => ({ openedAt: ticket.openedAt, tier: null, clocks })),
  );
  const met = rows.reduce((sum, row) => sum + row.met, 0);
  const decided = met + rows.reduce((sum, row) => sum + row.missed, 0);
  const broken = promised.flatMap(({ ticket, clocks }) =>
    clocks
      .filter(({ state }) => state === 'missed' || state === 'breached')
      .map((clock) => ({ ticket, clock })),
  );
  const share = decided === 0 ? null : Math.round((100 * met) / decided);
  const blocks: PackBlock[] = [
    {
      kind: 'table',
      title: 'Promises by month',
      columns: [
        { label: 'Month' },
        { label: 'Promise' },
        { label: 'Kept', align: 'right' },
        { label: 'Broken', align: 'right' },
        { label: 'Running', align: 'right' },
        { label: 'Attainment', align: 'right' },
      ],
      rows: rows.map((row) => [
        cell(dayWords(`${row.month}-01`).slice(2)),
        cell(clockWords[row.clock]),
        cell(String(row.met)),
        cell(String(row.missed)),
        cell(String(row.running)),
        cell(row.attainment === null ? 'none due yet' : `${Math.round(100 * row.attainment)} %`),
      ]),
    },
  ];
  if (broken.length > 0)
    blocks.push({
      kind: 'list',
      title: 'Broken promises',
      items: broken
        .slice(-6)
        .reverse()
        .map(({ ticket, clock }) => [
          { text: ticket.subject || ticket.ticketId, path: paths.record(ticket.seq) },
          { text: `: ${clockWords[clock.clock].toLowerCase()}, ${clock.usedPercent} % of the time promised` },
        ]),
    });
  return {
    takeaway:
      share === null
        ? 'Every promise is still running.'
        : `${share} % of ${counted(decided, 'promise')} kept in ${period.words}.`,
    blocks,
    missing: null,
  };
};

/** What repeat tickets came from. */
export const causeSection: Section = ({ causes, tickets, issues, period, paths }) => {
  if (tickets.length === 0) return nothing('No ticket is recorded, so there is no cause to find');
  if (causes.length === 0) return nothing(`No two tickets of ${period.words} have a cause in common`);
  const titles = new Map(issues.map(({ id, title }) => [id, title]));
  const places = new Map(issues.map(({ id, path }) => [id, path]));
  const kinds = { 'known-issue': 'known issue', fingerprint: 'error', category: 'category' } as const;
  const [first] = causes;
  return {
    takeaway: `${counted(causes.length, 'cause')} of repeat tickets${first ? `; the most frequent: ${titles.get(first.id) ?? first.id}` : ''}.`,
    blocks: [
      {
        kind: 'table',
        title: 'Root causes',
        columns: [{ label: 'Cause' }, { label: 'Kind' }, { label: 'Tickets', align: 'right' }],
        rows: causes.map(({ kind, id, tickets: of }) => [
          cell(titles.get(id) ?? id, places.get(id) ?? (of[0] ? paths.record(of[0].seq) : undefined)),
          cell(kinds[kind]),
          cell(String(of.length)),
        ]),
      },
    ],
    missing: null,
  };
};
