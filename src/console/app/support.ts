import type { Attainment, ReportedClock } from '../../domain/sla-report.ts';
import { memberNames } from '../../services/member-names.ts';
import { findRootCauses } from '../../services/sla/find-root-causes.ts';
import { getSla } from '../../services/sla/get-sla.ts';
import { formatInstant, formatMonth, formatPercent } from '../../views/format.ts';
import { rootCausesView } from '../../views/root-causes-view.ts';
import { clockState, clockWords, dueWords } from '../../views/sla-words.ts';
import { html, type Piece } from '../escape.ts';
import { accountPath } from './account-path.ts';
import { drawView } from './draw-view.ts';
import { chip, empty, table, tile, tiles } from './parts.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

/** Promises about tickets: every clock that runs, what was kept month by month, and what tickets come from. */
export const supportArea: ConsoleArea = {
  pages: [
    { path: '/console/support', nav: 'support', needs: 'account', draw },
    { path: '/console/support/causes', nav: 'support', needs: 'account', draw: drawCauses },
  ],
};

const listedAtMost = 100;

async function draw({ ctx, linkTo, remember }: Asked): Promise<Drawn> {
  const report = await remember('support', () => getSla(ctx));
  const rows = report.open.flatMap((ticket) =>
    ticket.clocks.filter(isRunning).map((clock) => ({ ticket, clock })),
  );
  const count = (state: ReportedClock['state']): number =>
    rows.filter(({ clock }) => clock.state === state).length;
  return {
    title: 'Support',
    kicker: `As of ${formatInstant(report.asOf)}`,
    lead: 'How soon a ticket gets our first word, and its end. The tighter of two promises counts.',
    actions: html`<a class="button" href="/console/support/causes">Where tickets come from</a>`,
    body: html`${tiles([
      tile('Open tickets', report.open.length),
      tile(
        'Promises broken',
        count('breached'),
        count('breached') > 0 ? chip('needs somebody now', 'bad') : '',
      ),
      tile('Close to it', count('warning'), '75 % of the time is used'),
      tile('On time', count('running')),
    ])}
<h2>Clocks that run</h2>${
      rows.length === 0
        ? empty('No clock runs.', 'Every open ticket has its answer, or waits for the customer.')
        : table(
            'Clocks that run',
            [
              { label: 'Ticket' },
              { label: 'Customer' },
              { label: 'Priority' },
              { label: 'Promise' },
              { label: 'State' },
              { label: 'Due', kind: 'date', minor: true },
              { label: '', minor: true },
            ],
            rows
              .slice(0, listedAtMost)
              .map(({ ticket, clock }) => [
                html`<a href="${linkTo(ticket.url)}" dir="auto">${ticket.subject || ticket.ticketId}</a><br><small>${ticket.ticketId}</small>`,
                html`<a href="${accountPath(ticket.account.id)}" dir="auto">${ticket.account.name}</a>`,
                html`${ticket.priority}${ticket.hypercareDay !== null && html` <small>hypercare day ${ticket.hypercareDay}</small>`}`,
                clockWords[clock.clock],
                chip(
                  clockState(clock, report.asOf),
                  clock.state === 'breached' ? 'bad' : clock.state === 'warning' ? 'warning' : 'neutral',
                ),
                dueWords(clock),
                html`<a href="${linkTo(ticket.handOffUrl)}">Hand-off</a>`,
              ]),
          )
    }${rows.length > listedAtMost && html`<p class="quiet">The ${listedAtMost} most urgent of ${rows.length} are listed.</p>`}
<h2>Promises kept</h2>${attainmentTable(report.attainment)}`,
  };
}

function isRunning({ state }: ReportedClock): boolean {
  return state === 'running' || state === 'warning' || state === 'breached';
}

function attainmentTable(attainment: readonly Attainment[]): Piece {
  if (attainment.length === 0) return empty('No ticket came in these months.');
  return table(
    'Promises kept by month and tier',
    [
      { label: 'Month' },
      { label: 'Tier' },
      { label: 'Promise' },
      { label: 'Kept', kind: 'number' },
      { label: 'Of', kind: 'number' },
      { label: 'Share', kind: 'number' },
      { label: 'Running', kind: 'number', minor: true },
    ],
    attainment.map(({ month, tier, clock, met, missed, running, attainment: share }) => [
      formatMonth(month),
      tier ?? 'not said',
      clockWords[clock],
      met,
      met + missed,
      share === null ? '–' : formatPercent(share),
      running,
    ]),
  );
}

async function drawCauses({ ctx, linkTo, remember }: Asked): Promise<Drawn> {
  const [report, names] = await Promise.all([
    remember('causes', () => findRootCauses(ctx)),
    memberNames(ctx),
  ]);
  return {
    title: 'Where tickets come from',
    kicker: html`<a href="/console/support">Support</a>`,
    body: drawView(rootCausesView(report, names), linkTo),
  };
}
