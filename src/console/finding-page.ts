import type { FactAsked, FindingFact, FindingPage, FindingSide } from '../services/risks/get-finding-page.ts';
import { capitalize, formatDay } from '../views/format.ts';
import { type Html, html, type Piece } from './escape.ts';
import { instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { type Column, stackingTable } from './stacking-table.ts';

/** The page of what a rule saw: each figure with its meaning, what was asked of it, and the records behind it. */
export function renderFindingPage(page: FindingPage, linkTo: LinkTo): string {
  const { account, asOf, knownAt, sides, pack, packThen } = page;
  const [own] = sides;
  const title = own?.title ?? 'A rule';
  return renderPage(
    {
      title: `${title}: ${account.name}`,
      kicker: html`Rule <code>${own?.rule ?? ''}</code> · up to ${instant(asOf, exactInstant(asOf))}`,
      heading: account.name,
      beside: [
        { label: 'Score', url: page.scoreUrl },
        { label: 'Daily figures', url: page.figuresUrl },
      ],
      body: [
        html`<p class="lead">What the rule saw in <code>${account.id}</code> at this moment, from the records that were received up to number ${knownAt}. It is worked out again each time this page is opened.</p>`,
        packThen !== null &&
          html`<p class="note">The link was made under <code>${packThen}</code>. The rules have changed since: below stands what <code>${pack}</code> makes of the same records.</p>`,
        sides.length > 1 &&
          html`<p>The rules below the first see the same matter from another side, and ask what the first asks, too.</p>`,
        sides.map((side) => section(side.rule, side.title, sideBody(side, linkTo))),
        html`<p class="note">Rules of <code>${pack}</code>. Of what is counted from many records the latest of its days are listed; the daily figures have all of them.</p>`,
      ],
    },
    linkTo,
  );
}

const stateWords: Readonly<Record<FindingSide['state'], string>> = {
  holds: 'It holds',
  clear: 'It does not hold',
  unknown: 'Too little is known to say',
  apart: 'It is not meant for such an account',
};

function sideBody({ state, severity, facts, rule }: FindingSide, linkTo: LinkTo): Html {
  const grave = state === 'holds' ? html`: <b>${severity}</b>` : '';
  if (facts.length === 0) return html`<p>${stateWords[state]}${grave}.</p>`;
  return html`<p>${stateWords[state]}${grave}. <span class="quiet">Rule <code>${rule}</code></span></p>${factTable(facts, linkTo)}`;
}

const columns: readonly Column[] = [
  { label: 'Figure' },
  { label: 'Value', kind: 'number' },
  { label: 'Asked for' },
  { label: 'Records' },
];

function factTable(facts: readonly FindingFact[], linkTo: LinkTo): Html {
  const rows = facts.map((fact): Piece[] => [
    html`<span id="${fact.id}">${capitalize(fact.words)}</span>`,
    fact.value === null ? html`<span class="quiet">unknown</span>` : html`<b>${fact.value}</b>`,
    askedText(fact),
    recordList(fact, linkTo),
  ]);
  return stackingTable('Figures of the rule', columns, rows);
}

function askedText({ asked }: FindingFact): Piece {
  if (asked.length === 0) return html`<span class="quiet">nothing: it is told</span>`;
  return html`<ul class="records">${asked.map((one) => html`<li>${oneAsked(one)}</li>`)}</ul>`;
}

function oneAsked({ asked, holds, makes }: FactAsked): Html {
  const so = holds === null ? 'unknown' : holds ? 'so it is' : 'not so';
  return html`${asked}${makes && html` <span class="quiet">for</span> ${makes}`} <span class="quiet">(${so})</span>`;
}

function recordList({ records, more }: FindingFact, linkTo: LinkTo): Piece {
  const rest = more && html`<a href="${linkTo(more.url)}">${more.label}</a>`;
  if (records.length === 0) return rest || html`<span class="quiet">none received</span>`;
  return html`<ul class="records">${records.map(
    ({ url, title, at }) =>
      html`<li><a href="${linkTo(url)}">${isolate(title)}</a> ${instant(at, formatDay(at))}</li>`,
  )}${rest && html`<li>${rest}</li>`}</ul>`;
}
