import { formatMoney } from '../domain/money.ts';
import type { HandOff, ReportedTicket } from '../domain/sla-report.ts';
import type { HandOffPage } from '../services/sla/get-hand-off-page.ts';
import { formatDay, formatInstant } from '../views/format.ts';
import { clockState, clockWords, dueWords, formatTarget, priorityWords } from '../views/sla-words.ts';
import { type Html, html } from './escape.ts';
import { factList, instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { stackingTable } from './stacking-table.ts';

/** The page of one ticket for whoever takes it over: whose it is, its targets, what happened, what it may be about. */
export function renderHandOffPage({ asOf, ticket, handOff }: HandOffPage, linkTo: LinkTo): string {
  const { ticketId, subject, account, openedAt, status, url } = ticket;
  return renderPage(
    {
      title: `Hand-off of ticket ${ticketId}`,
      kicker: html`Hand-off · ticket ${ticketId}`,
      heading: subject === '' ? `Ticket ${ticketId}` : subject,
      beside: [{ label: 'Record', url }],
      body: [
        factList([
          { label: 'Account', value: isolate(account.name) },
          { label: 'Priority', value: priorityWords(ticket) },
          { label: 'Opened', value: instant(openedAt, exactInstant(openedAt)) },
          { label: 'Status', value: isolate(status ?? 'not said') },
          { label: 'ARR', value: handOff.arr ? formatMoney(handOff.arr) : 'not known' },
          { label: 'Tier', value: isolate(handOff.tier ?? 'not known') },
          { label: 'Renews', value: handOff.renewsOn ? formatDay(handOff.renewsOn) : 'not known' },
          { label: 'Owner', value: isolate(handOff.owner ?? 'nobody') },
        ]),
        section('clocks', 'SLA targets', clockTable(ticket, asOf)),
        section('happened', 'What happened so far', happenedList(handOff, linkTo)),
        handOff.issues.length > 0 && section('issues', 'What it may be about', issueList(handOff, linkTo)),
        html`<p class="note">As of ${formatInstant(asOf)}.</p>`,
      ],
    },
    linkTo,
  );
}

function clockTable({ clocks }: ReportedTicket, asOf: string): Html {
  if (clocks.length === 0) return html`<p>Nothing.</p>`;
  return stackingTable(
    'Clocks of the ticket',
    [{ label: 'Clock' }, { label: 'State' }, { label: 'Due' }],
    clocks.map((clock) => [
      `${clockWords[clock.clock]} in ${formatTarget(clock)}${clock.promise === 'hypercare' ? ', hypercare' : ''}`,
      clockState(clock, asOf),
      dueWords(clock),
    ]),
  );
}

function happenedList({ happened, earlier }: HandOff, linkTo: LinkTo): Html {
  return html`<ul>${earlier > 0 && html`<li class="quiet">${String(earlier)} earlier</li>`}${happened.map(
    ({ at, title, url }) =>
      html`<li>${instant(at, formatInstant(at))} <a href="${linkTo(url)}">${isolate(title)}</a></li>`,
  )}</ul>`;
}

function issueList({ issues }: HandOff, linkTo: LinkTo): Html {
  return html`<ul>${issues.map(
    ({ id, title, status }) =>
      html`<li><a href="${linkTo(`/evidence/knowledge/${encodeURIComponent(id)}`)}">${isolate(title)}</a> (${status})</li>`,
  )}</ul>`;
}
