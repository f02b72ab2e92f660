import { counted } from '../domain/counted.ts';
import type { Attainment, ReportedClock, ReportedTicket, SlaReport } from '../domain/sla-report.ts';
import { formatInstant, formatMonth, formatPercent } from './format.ts';
import { clockState, clockWords, dueWords, formatTarget, priorityWords, ticketSpans } from './sla-words.ts';
import type { Span, Tone, View, ViewBlock } from './view.ts';

const ticketsAtMost = 20;
const rowsAtMost = 30;

/** Every clock that runs, the most urgent first, and how many promises were kept. */
export function slaView(report: SlaReport): View {
  const { asOf, open, attainment, pack } = report;
  const waiting = open.filter(({ clocks }) => clocks.some(isOpen));
  const summary = headline(waiting, open.length);
  const shown = waiting.slice(0, ticketsAtMost);
  const rest = waiting.length - shown.length;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary, tone: toneOf(waiting) },
      ...(shown.length > 0 ? [clockTable(shown, asOf)] : []),
      ...attainmentBlocks(attainment),
      {
        kind: 'note',
        spans: [
          {
            text: `${rest > 0 ? `${counted(rest, 'more ticket')} not shown. ` : ''}As of ${formatInstant(asOf)} · SLA version ${pack.version} · attainment = met out of met and missed`,
          },
        ],
      },
    ],
  };
}

/** Whether somebody can still do something about a clock. */
export function isOpen({ state }: ReportedClock): boolean {
  return state !== 'met' && state !== 'missed';
}

/** One row for each clock that is open. @param withHandOff - each leads to what whoever takes it over has to know */
export function clockTable(
  tickets: readonly ReportedTicket[],
  asOf: string,
  { withHandOff = false }: { withHandOff?: boolean } = {},
): ViewBlock {
  const rows = tickets.flatMap((ticket) =>
    ticket.clocks
      .filter(isOpen)
      .map((clock): Span[][] => [
        ticketSpans(ticket),
        [{ text: ticket.account.name }],
        [{ text: priorityWords(ticket) }],
        [{ text: `${clockWords[clock.clock]} in ${formatTarget(clock)}` }],
        [{ text: clockState(clock, asOf), ...(clock.state === 'breached' ? { strong: true } : {}) }],
        [{ text: dueWords(clock), quiet: true }],
        ...(withHandOff ? [[{ text: 'Hand-off', link: ticket.handOffUrl }]] : []),
      ]),
  );
  const labels = ['Ticket', 'Account', 'Priority', 'Target', 'State', 'Due'];
  const columns = [...labels, ...(withHandOff ? ['To take over'] : [])].map((label) => ({ label }));
  return { kind: 'table', columns, rows };
}

/** The tone of the most urgent clock. */
export function toneOf(tickets: readonly ReportedTicket[]): Tone {
  const states = new Set(tickets.flatMap(({ clocks }) => clocks.map(({ state }) => state)));
  if (states.has('breached')) return 'bad';
  return states.has('warning') ? 'warning' : 'good';
}

function headline(waiting: readonly ReportedTicket[], open: number): string {
  const count = (state: ReportedClock['state']): number =>
    waiting.filter(({ clocks }) => clocks.some((clock) => clock.state === state)).length;
  const [breached, warning] = [count('breached'), count('warning')];
  if (waiting.length === 0)
    return open === 0 ? 'No ticket is open' : `${counted(open, 'open ticket')}, no SLA clock running`;
  return [
    `${counted(open, 'open ticket')}, ${waiting.length} with a running SLA clock`,
    ...(breached > 0 ? [`${breached} breached`] : []),
    ...(warning > 0 ? [`${warning} about to breach`] : []),
  ].join(', ');
}

function attainmentBlocks(rows: readonly Attainment[]): ViewBlock[] {
  if (rows.length === 0) return [];
  const numbers = ['Tickets', 'Met', 'Missed', 'Running', 'Attainment'];
  return [
    { kind: 'text', spans: [{ text: 'SLA attainment', strong: true }] },
    {
      kind: 'table',
      columns: [
        ...['Month', 'Tier', 'Clock'].map((label) => ({ label })),
        ...numbers.map((label) => ({ label, align: 'right' as const })),
      ],
      rows: rows
        .slice(0, rowsAtMost)
        .map((row): Span[][] =>
          [
            ...[formatMonth(row.month), row.tier ?? 'not said', clockWords[row.clock]],
            ...[row.tickets, row.met, row.missed, row.running].map(String),
            row.attainment === null ? '–' : formatPercent(row.attainment),
          ].map((text) => [{ text }]),
        ),
    },
  ];
}
