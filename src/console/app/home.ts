import type { Alert } from '../../domain/alert.ts';
import { listAlerts } from '../../services/alerts/list-alerts.ts';
import { mayDecide } from '../../services/approvals-waiting.ts';
import { getBook } from '../../services/book/get-book.ts';
import { type CohortHealth, getCohortHealth } from '../../services/get-cohort-health.ts';
import { listWaiting, type Waiting, type WaitingPage } from '../../services/list-waiting.ts';
import { formatDay } from '../../views/format.ts';
import { distance, nameOf } from '../../views/proposal-words.ts';
import { html, type Piece } from '../escape.ts';
import { section } from '../layout.ts';
import { empty, severityChip, tile, tiles } from './parts.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';

const shownAtMost = 8;

/** The first page: what waits for whoever is signed in, and what changed. */
export const homeArea: ConsoleArea = {
  pages: [{ path: '/console', nav: 'home', needs: 'account', draw: drawHome }],
};

async function drawHome(asked: Asked): Promise<Drawn> {
  const { ctx, linkTo, portfolio, remember } = asked;
  const { member } = ctx;
  const concerns = (one: Waiting): boolean => mayDecide(member, one);
  const [book, waiting, mine, base] = await Promise.all([
    remember(`book ${ctx.member.id}`, () => getBook(ctx)),
    listWaiting(ctx, { concerns, pageSize: shownAtMost }),
    listAlerts(ctx, { scope: 'mine', limit: shownAtMost }),
    getCohortHealth(ctx, 'segment', portfolio),
  ]);
  return {
    title: 'Today',
    kicker: book ? formatDay(book.day) : '',
    heading: `Good to see you, ${member.name.split(' ')[0]}`,
    body: html`${baseTiles(base.cohorts, waiting.considered)}<div class="columns"><div>
${section('waiting', `Waits for you (${waiting.total})`, waitingList(waiting, ctx.clock.now()))}
${section('due', 'Due soon', bookList(book?.book.due ?? [], linkTo, 'Nothing of yours is due in the next days.'))}
</div><div>
${section('alerts', `Your alerts (${mine.alerts.length}${mine.more ? '+' : ''})`, alertList(mine.alerts))}
${section('changed', 'Changed since yesterday', bookList(book?.book.changed ?? [], linkTo, 'Nothing changed at your customers since yesterday.'))}
</div></div>`,
  };
}

/** All customers in four figures, each with the page behind it. */
function baseTiles(cohorts: readonly CohortHealth[], waiting: number): Piece {
  const sum = (count: (cohort: CohortHealth) => number): number =>
    cohorts.reduce((total, cohort) => total + count(cohort), 0);
  const customers = sum((cohort) => cohort.customers);
  const red = sum(({ bands }) => bands.red);
  return tiles([
    tile('Customers', customers, `${sum(({ bands }) => bands.green)} of them green`, '/console/accounts'),
    tile(
      'Red',
      red,
      red === 0 ? 'nobody is at risk by score' : 'the lowest score first',
      '/console/accounts?band=red',
    ),
    tile(
      'Alerts about risk',
      sum(({ alerts }) => alerts),
      'of all customers',
      '/console/alerts?show=all',
    ),
    tile('Approvals', waiting, 'wait for somebody', '/console/approvals?show=waiting'),
  ]);
}

function waitingList({ pictures, total }: WaitingPage, now: Date): Piece {
  if (total === 0)
    return empty('Nothing waits for your decision.', 'What others wait for stands under Approvals.');
  const lines = pictures.map(
    (
      picture,
    ) => html`<li><a href="/console/approvals/${picture.proposal.id}" dir="auto">${picture.proposal.summary}</a>
<small>asked by ${nameOf(picture, picture.proposal.requester)} · expires ${distance(picture.proposal.expiresAt, now)}</small></li>`,
  );
  return html`<ul class="lines">${lines}</ul>${total > pictures.length && html`<p><a href="/console/approvals">All ${total}</a></p>`}`;
}

function alertList(alerts: readonly Alert[]): Piece {
  if (alerts.length === 0)
    return empty(
      'No alert of your customers is open.',
      'Holdfast looks every few minutes and tells you here.',
    );
  const lines = alerts.map(
    (
      alert,
    ) => html`<li>${severityChip(alert.finding.severity)} <a href="/console/accounts/${encodeURIComponent(alert.account)}" dir="auto">${alert.picture.accountName}</a>
<small dir="auto">${alert.finding.title}: ${alert.finding.text}</small></li>`,
  );
  return html`<ul class="lines">${lines}</ul><p><a href="/console/alerts">All alerts</a></p>`;
}

function bookList(
  lines: readonly { text: string; link: string | null; detail: string }[],
  linkTo: Asked['linkTo'],
  none: string,
): Piece {
  if (lines.length === 0) return empty(none);
  return html`<ul class="lines">${lines
    .slice(0, shownAtMost)
    .map(
      ({ text, link, detail }) =>
        html`<li>${link === null ? html`<span dir="auto">${text}</span>` : html`<a href="${linkTo(link)}" dir="auto">${text}</a>`} <small dir="auto">${detail}</small></li>`,
    )}</ul>`;
}
