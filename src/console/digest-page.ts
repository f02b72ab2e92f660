import type { DigestAccount, DigestSection } from '../domain/digest.ts';
import { formatArr } from '../domain/money.ts';
import { opportunityWords } from '../domain/opportunity-words.ts';
import { pathSegment } from '../domain/path-segment.ts';
import type { DigestPage } from '../services/digest/get-digest-page.ts';
import { digestLine, sectionTitles } from '../views/digest-lines.ts';
import { titleOf } from '../views/digest-view.ts';
import { formatDay, formatInstant, formatPoints } from '../views/format.ts';
import { chartPicture } from './chart-picture.ts';
import { type Html, html, type Piece } from './escape.ts';
import { instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { type Column, stackingTable } from './stacking-table.ts';

/** The page of one digest: each of its lines, how it is counted, and everybody behind it. */
export function renderDigestPage(page: DigestPage, linkTo: LinkTo): string {
  const { id, snapshot } = page;
  return renderPage(
    {
      title: titleOf(snapshot),
      kicker: html`Digest <code>${id}</code> · as of ${instant(snapshot.asOf, exactInstant(snapshot.asOf))}`,
      heading: titleOf(snapshot),
      body: [
        html`<p class="lead">${snapshot.lead.text}</p>`,
        snapshot.weeks.length > 1 && basePicture(page, linkTo),
        part(
          page,
          'health',
          'Customers whose contract has not ended, by the band of their score on the UTC day of each moment. Green is a share of those that have a score.',
          accountTable(page, byScore(page.snapshot.accounts), linkTo),
        ),
        part(
          page,
          'risks',
          `Customers with an alert that was not closed at the moment; what may grow is no risk. The share is of their ARR, where there is one currency, or a table of rates. What is forecast to be lost is the metric arr-at-risk-forecast of the scorecard, by what became of those at risk 90 days before each moment; before alerts are so old, or of fewer than ten, it is not known.${watchedWords(snapshot)}`,
          moveTable(page, linkTo),
        ),
        part(
          page,
          'renewals',
          `Contracts that renew within ${snapshot.renewalDays} days from the day of the moment.`,
          accountTable(page, page.figures.renewals.now.accounts, linkTo),
        ),
        part(
          page,
          'support',
          'Tickets that were last said to be P0 or P1 and had not ended.',
          ticketTable(page, linkTo),
        ),
        part(
          page,
          'issues',
          'Known issues that are open, and customers with a record that is counted or confirmed as a hit.',
          issueTable(page, linkTo),
        ),
        part(
          page,
          'expansion',
          'Opportunities by the first record that won or lost them. The share is what was won within twelve months, of the ARR at their beginning, where there is one currency, or a table of rates.',
          expansionTable(page, linkTo),
        ),
        part(
          page,
          'wins',
          'First values that were reached, contracts whose renewal moved to a later day, and customers that no longer have an open alert.',
          winTable(page, linkTo),
        ),
        section('counted', 'How it was counted', [
          html`<p class="note">Counted from the records up to this moment, as far as they were received up to number ${snapshot.knownAt}; what stands beside each figure is of ${formatInstant(snapshot.before)}, by the same records. <code>holdfast digest rebuild ${id}</code> draws it again.</p>`,
        ]),
      ],
    },
    linkTo,
  );
}

/** Where no alert was raised yet, whose word it is. */
function watchedWords({ risksNow, risksBefore }: DigestPage['snapshot']): string {
  if (risksNow === 'rules')
    return ' No alert was raised yet: the rules were asked, now and as of a week before.';
  return risksBefore === 'rules' ? ' A week before nobody watched: its rules were asked anew.' : '';
}

/** In the reader's own light. */
function basePicture({ id, snapshot }: DigestPage, linkTo: LinkTo): Html {
  const last = snapshot.weeks.at(-1);
  const alt = `Customers by band, week by week; last: ${last?.green} green, ${last?.amber} amber, ${last?.red} red.`;
  return chartPicture(`/pictures/digests/${id}?picture=bands`, alt, linkTo);
}

function part(page: DigestPage, name: DigestSection, counted: string, table: Piece): Html {
  const spans = digestLine(name, page).slice(1);
  return section(name, sectionTitles[name], [
    html`<p><strong>${spans.map(({ text }) => text).join('')}</strong></p>`,
    html`<p class="note">${counted}</p>`,
    table,
  ]);
}

/** A page that a phone can hold. */
const rowsAtMost = 500;

const nobody = html`<p class="quiet">Nobody.</p>`;

function accountTable({ snapshot }: DigestPage, accounts: readonly DigestAccount[], linkTo: LinkTo): Html {
  const columns: Column[] = [
    { label: 'Customer' },
    { label: 'Score', kind: 'number' },
    { label: 'Week before', kind: 'number' },
    { label: 'ARR', kind: 'number' },
    { label: 'Renews', kind: 'date' },
    { label: 'At risk by' },
  ];
  if (accounts.length === 0) return nobody;
  const left = accounts.length - rowsAtMost;
  const rows = accounts
    .slice(0, rowsAtMost)
    .map((account) => [
      nameLink(account, snapshot, linkTo),
      scoreOf(account.now),
      scoreOf(account.before),
      arrOf(account),
      account.now?.renewsOn ? formatDay(account.now.renewsOn) : '–',
      risksOf(account),
    ]);
  return html`${stackingTable('Customers', columns, rows)}${left > 0 && html`<p class="note">and ${String(left)} more: <code>holdfast digest rebuild ID --json</code> has all of them.</p>`}`;
}

/** The lowest score first; whoever has none stands last. */
function byScore(accounts: readonly DigestAccount[]): DigestAccount[] {
  const scoreOfOne = ({ now }: DigestAccount): number => now?.hundredths ?? 100_000;
  return [...accounts].sort(
    (one, other) => scoreOfOne(one) - scoreOfOne(other) || (one.id < other.id ? -1 : 1),
  );
}

function moveTable({ snapshot, figures: { risks } }: DigestPage, linkTo: LinkTo): Html {
  const entered = new Set(risks.entered.map(({ account }) => account.id));
  const rows = [
    ...risks.now.accounts.map((account) => ({
      account,
      what: entered.has(account.id) ? 'came in' : 'still',
    })),
    ...risks.left.map(({ account, risk }) => ({ account, what: risk === null ? 'left us' : 'went out' })),
  ];
  if (rows.length === 0) return nobody;
  return stackingTable(
    'Customers at risk',
    [{ label: 'Customer' }, { label: 'At risk' }, { label: 'By' }, { label: 'ARR', kind: 'number' }],
    rows.map(({ account, what }) => [
      nameLink(account, snapshot, linkTo),
      what,
      risksOf(account),
      arrOf(account),
    ]),
  );
}

function ticketTable({ snapshot, figures }: DigestPage, linkTo: LinkTo): Html {
  if (figures.support.now.length === 0) return html`<p class="quiet">None.</p>`;
  const names = namesOf(snapshot.accounts);
  return stackingTable(
    'Open urgent tickets',
    [
      { label: 'Ticket' },
      { label: 'Priority' },
      { label: 'Customer' },
      { label: 'Open since', kind: 'date' },
    ],
    figures.support.now.map(({ ticketId, seq, priority, account, openedAt }) => [
      html`<a href="${linkTo(`/evidence/hand-offs/${seq}`)}">${isolate(ticketId)}</a>`,
      priority,
      isolate(names.get(account) ?? account),
      instant(openedAt, formatInstant(openedAt)),
    ]),
  );
}

function issueTable({ snapshot }: DigestPage, linkTo: LinkTo): Html {
  if (snapshot.issues.length === 0) return html`<p class="quiet">None.</p>`;
  return stackingTable(
    'Known issues',
    [
      { label: 'Known issue' },
      { label: 'Customers', kind: 'number' },
      { label: 'Week before', kind: 'number' },
      { label: 'Planned fix' },
      { label: 'Owner' },
    ],
    snapshot.issues.map(({ id, title, accounts, before, shipsOn, fixedIn, owner }) => [
      html`<a href="${linkTo(`/evidence/issues/${id}?knownAt=${snapshot.knownAt}`)}">${isolate(title)}</a>`,
      String(accounts.length),
      String(before.length),
      shipsOn ? formatDay(shipsOn) : (fixedIn ?? 'no date'),
      isolate(owner ?? 'nobody'),
    ]),
  );
}

function expansionTable({ snapshot }: DigestPage, linkTo: LinkTo): Html {
  if (snapshot.expansions.length === 0) return html`<p class="quiet">None.</p>`;
  const names = namesOf(snapshot.accounts);
  return stackingTable(
    'Expansions of the year',
    [
      { label: 'Opportunity' },
      { label: 'Customer' },
      { label: 'State' },
      { label: 'ARR', kind: 'number' },
      { label: 'Since', kind: 'date' },
    ],
    snapshot.expansions.map(({ opportunityId, reason, account, state, arr, at, seq }) => [
      html`<a href="${linkTo(`/evidence/events/${seq}`)}">${isolate(opportunityWords(opportunityId, reason))}</a>`,
      isolate(names.get(account) ?? account),
      state === 'opened' ? 'open' : state,
      arr ? formatArr(arr) : 'not said',
      instant(at, formatInstant(at)),
    ]),
  );
}

function winTable({ snapshot, figures }: DigestPage, linkTo: LinkTo): Html {
  const names = namesOf(snapshot.accounts);
  const rows: Piece[][] = [
    ...snapshot.wins.map(({ account, kind, at, seq }) => [
      isolate(names.get(account) ?? account),
      html`<a href="${linkTo(`/evidence/events/${seq}`)}">${kind === 'renewed' ? 'renewed' : 'first value'}</a>`,
      instant(at, formatInstant(at)),
    ]),
    ...figures.recovered.map((account) => [nameLink(account, snapshot, linkTo), 'no longer at risk', '']),
  ];
  if (rows.length === 0) return html`<p class="quiet">None on record.</p>`;
  return stackingTable(
    'Wins',
    [{ label: 'Customer' }, { label: 'What' }, { label: 'When', kind: 'date' }],
    rows,
  );
}

function nameLink({ id, name }: DigestAccount, snapshot: DigestPage['snapshot'], linkTo: LinkTo): Html {
  const known = `asOf=${snapshot.asOf}&knownAt=${snapshot.knownAt}&profile=${snapshot.configuration}`;
  return html`<a href="${linkTo(`/evidence/scores/${pathSegment(id)}?${known}`)}">${isolate(name)}</a>`;
}

function namesOf(accounts: readonly DigestAccount[]): Map<string, string> {
  return new Map(accounts.map(({ id, name }) => [id, name]));
}

function scoreOf(state: DigestAccount['now']): string {
  if (state === null) return 'no customer';
  return state.hundredths === null ? '–' : `${formatPoints(state.hundredths / 100)} ${state.band}`;
}

function arrOf({ now, before }: DigestAccount): string {
  const arr = (now ?? before)?.arr;
  return arr ? formatArr(arr) : '–';
}

function risksOf({ now, before }: DigestAccount): string {
  const risks = now && now.risks.length > 0 ? now.risks : (before?.risks ?? []);
  if (now && now.risks.length === 0 && risks.length > 0)
    return `before: ${risks.map(({ title }) => title).join(', ')}`;
  return risks.length === 0 ? '–' : risks.map(({ title, severity }) => `${title} (${severity})`).join(', ');
}
