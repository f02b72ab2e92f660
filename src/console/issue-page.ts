import { formatMoney } from '../domain/money.ts';
import type { BugAccount } from '../services/issues/get-bug.ts';
import type { IssuePage } from '../services/issues/get-issue-page.ts';
import { precisionWords, statusWords } from '../views/bug-view.ts';
import { formatDay } from '../views/format.ts';
import { type Html, html, type Piece } from './escape.ts';
import { factList, instant, isolate, type LinkTo, renderPage, scrolling, section } from './layout.ts';
import { exactInstant } from './numbers.ts';

/** The page of a known issue: whom it hits, what they are worth, and every record that says so. */
export function renderIssuePage(page: IssuePage, linkTo: LinkTo): string {
  const { bug, account } = page;
  const { issue } = bug;
  return renderPage(
    {
      title: account ? `${issue.title}: hits at ${account.name}` : `${issue.title}: customers hit`,
      kicker: html`Known issue <code>${issue.id}</code> · ${statusWords(issue)} · records up to ${bug.knownAt}`,
      heading: issue.title,
      beside: account ? [{ label: 'All customers', url: bug.url }] : [],
      body: [
        !account && section('sum', 'How it adds up', [totals(page), accountTable(bug.accounts, linkTo)]),
        section(
          'hits',
          account ? html`Hits at ${isolate(account.name)}` : 'Every hit',
          hitTable(page, linkTo),
        ),
        html`<p class="note">A hit is a record that a person confirmed, or an error whose code leaves this issue alone for the version that the account ran. ${precisionWords(bug.precision)} What people confirm or reject later changes this page.</p>`,
      ],
    },
    linkTo,
  );
}

function totals({ bug: { total } }: IssuePage): Html {
  const arr = total.arr.map(formatMoney).join(' + ') || 'unknown';
  return factList([
    { label: 'Accounts', value: total.accounts },
    {
      label: 'ARR at risk',
      value: html`${arr} <span class="quiet">of accounts that are customers still</span>`,
    },
    ...(total.accountsWithoutArr > 0
      ? [{ label: 'ARR unknown', value: html`${total.accountsWithoutArr} accounts` }]
      : []),
    { label: 'Open tickets', value: total.openTickets },
    { label: 'Hits', value: total.hits },
  ]);
}

function accountTable(accounts: readonly BugAccount[], linkTo: LinkTo): Html {
  if (accounts.length === 0) return html`<p class="quiet">No account is known to be hit.</p>`;
  const link = (text: Piece, url: string | null): Html =>
    url === null ? html`${text}` : html`<a href="${linkTo(url)}">${text}</a>`;
  const unknown = html`<span class="quiet">–</span>`;
  const rows = accounts.map(
    ({ name, status, arr, tier, renewsOn, openTickets, hits, firstHit, lastHit, trend, evidence }) =>
      html`<tr><th scope="row">${isolate(name)}${status === 'ended' && html` <span class="quiet">left</span>`}</th>
<td class="number">${arr ? link(formatMoney(arr), evidence.arr) : unknown}</td>
<td>${tier ? link(isolate(tier), evidence.tier) : unknown}</td>
<td>${renewsOn ? link(formatDay(renewsOn), evidence.renewsOn) : unknown}</td>
<td class="number">${openTickets.length === 0 ? 0 : openTickets.map(({ ticketId, url }) => html`${link(isolate(ticketId), url)} `)}</td>
<td class="number strong">${link(hits, evidence.hits)}</td>
<td>${link(formatDay(firstHit.at), firstHit.url)}</td><td>${link(formatDay(lastHit.at), lastHit.url)}</td>
<td class="number">${trend.join(' · ')}</td></tr>`,
  );
  return scrolling(
    'Customers hit',
    html`<table><thead><tr><th scope="col">Account</th><th scope="col" class="number">ARR</th><th scope="col">Tier</th><th scope="col">Renews</th><th scope="col" class="number">Open tickets</th><th scope="col" class="number">Hits</th><th scope="col">First hit</th><th scope="col">Last hit</th><th scope="col" class="number">Last 4 weeks</th></tr></thead>
<tbody>${rows}</tbody></table>`,
  );
}

function hitTable({ hits, found, account }: IssuePage, linkTo: LinkTo): Piece {
  if (hits.length === 0) return html`<p class="quiet">None.</p>`;
  const rows = hits.map(
    (
      hit,
    ) => html`<tr><td>${instant(hit.at, exactInstant(hit.at))}</td>${!account && html`<td>${isolate(hit.accountName)}</td>`}
<td><a href="${linkTo(hit.url)}">${isolate(hit.title)}</a></td><td>${isolate(hit.reason)}${hit.confirmedBy && html`; confirmed by ${isolate(hit.confirmedBy)}`}</td></tr>`,
  );
  return [
    found > hits.length && html`<p class="quiet">The latest ${hits.length} of ${found}.</p>`,
    scrolling(
      'Hits',
      html`<table><thead><tr><th scope="col">When</th>${!account && html`<th scope="col">Account</th>`}<th scope="col">Record</th><th scope="col">Why</th></tr></thead>
<tbody>${rows}</tbody></table>`,
    ),
  ];
}
