import { formatMoney } from '../domain/money.ts';
import type { BugAccount } from '../services/issues/get-bug.ts';
import type { IssuePage } from '../services/issues/get-issue-page.ts';
import { precisionWords, statusWords } from '../views/bug-view.ts';
import { formatDay } from '../views/format.ts';
import { type Html, html, type Piece } from './escape.ts';
import { factList, instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { type Column, stackingTable } from './stacking-table.ts';

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
    ({ name, status, arr, tier, renewsOn, openTickets, hits, firstHit, lastHit, trend, evidence }) => [
      html`${isolate(name)}${status === 'ended' && html` <span class="quiet">left</span>`}`,
      arr ? link(formatMoney(arr), evidence.arr) : unknown,
      tier ? link(isolate(tier), evidence.tier) : unknown,
      renewsOn ? link(formatDay(renewsOn), evidence.renewsOn) : unknown,
      openTickets.length === 0
        ? 0
        : openTickets.map(({ ticketId, url }) => html`${link(isolate(ticketId), url)} `),
      html`<span class="strong">${link(hits, evidence.hits)}</span>`,
      link(formatDay(firstHit.at), firstHit.url),
      link(formatDay(lastHit.at), lastHit.url),
      trend.join(' · '),
    ],
  );
  return stackingTable('Customers hit', accountColumns, rows);
}

const accountColumns: readonly Column[] = [
  { label: 'Account' },
  { label: 'ARR', kind: 'number' },
  { label: 'Tier' },
  { label: 'Renews', kind: 'date' },
  { label: 'Open tickets', kind: 'number' },
  { label: 'Hits', kind: 'number' },
  { label: 'First hit', kind: 'date' },
  { label: 'Last hit', kind: 'date' },
  { label: 'Last 4 weeks', kind: 'number' },
];

function hitTable({ hits, found, account }: IssuePage, linkTo: LinkTo): Piece {
  if (hits.length === 0) return html`<p class="quiet">None.</p>`;
  const columns: readonly Column[] = [
    { label: 'When', kind: 'date' },
    ...(account ? [] : [{ label: 'Account' }]),
    { label: 'Record' },
    { label: 'Why' },
  ];
  const rows = hits.map((hit) => [
    instant(hit.at, exactInstant(hit.at)),
    ...(account ? [] : [isolate(hit.accountName)]),
    html`<a href="${linkTo(hit.url)}">${isolate(hit.title)}</a>`,
    html`${isolate(hit.reason)}${hit.confirmedBy && html`; confirmed by ${isolate(hit.confirmedBy)}`}`,
  ]);
  return [
    found > hits.length && html`<p class="quiet">The latest ${hits.length} of ${found}.</p>`,
    stackingTable('Hits', columns, rows),
  ];
}
