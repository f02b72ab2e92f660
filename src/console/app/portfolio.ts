import { formatArr } from '../../domain/money.ts';
import type { PortfolioGroup, PortfolioSelection } from '../../rules/portfolio/select-accounts.ts';
import type { PortfolioPage } from '../../services/list-portfolio.ts';
import { memberNames } from '../../services/member-names.ts';
import { capitalize, formatDay, formatInstant } from '../../views/format.ts';
import { html, type Piece } from '../escape.ts';
import { isolate } from '../layout.ts';
import { accountPath } from './account-path.ts';
import { amounts } from './amounts.ts';
import { bandChip, chip, empty, filterInput, filterSelect, pager, tile, tiles } from './parts.ts';
import {
  addressOf,
  bandChoices,
  groupChoices,
  type PortfolioAddress,
  queryOf,
  readPortfolioAddress,
  sortChoices,
  stageChoices,
} from './portfolio-address.ts';
import type { Asked, ConsoleArea, Drawn } from './route.ts';
import { savedViewForm, viewForms, viewTabs } from './saved-views.ts';

const pageSize = 50;

/** Every customer: filtered, ordered, grouped, page by page, and as views that a member keeps. */
export const portfolioArea: ConsoleArea = {
  pages: [{ path: '/console/accounts', nav: 'portfolio', needs: 'account', draw }],
  forms: [savedViewForm],
};

async function draw(asked: Asked): Promise<Drawn> {
  const { ctx, query, csrf, portfolio } = asked;
  const address = readPortfolioAddress(query);
  const [page, names, saved] = await Promise.all([
    portfolio(ctx, {
      query: queryOf(address, ctx.clock.now()),
      page: address.page,
      pageSize,
    }),
    memberNames(ctx),
    ctx.store.listSavedViews(ctx.member.id),
  ]);
  const { selection } = page;
  return {
    title: 'Portfolio',
    kicker: `As of ${formatInstant(page.asOf.toISOString())}, record ${page.knownAt}`,
    body: html`${viewTabs(saved, addressOf(address))}
${filtersOf(address, names)}
${summaryOf(selection)}
${selection.count === 0 ? empty('No customer fits.', html`Loosen a filter, or <a href="/console/accounts">show all ${selection.considered}</a>.`) : html`${rowsOf(page, address, names)}${pagesOf(selection, address)}`}
${leftOutOf(selection)}
${viewForms(saved, addressOf(address), csrf)}`,
  };
}

function filtersOf(address: PortfolioAddress, names: ReadonlyMap<string, string>): Piece {
  const owners = [...names].map(([value, label]) => ({ value, label }));
  return html`<form class="filters" method="get" action="/console/accounts">
${filterInput('Name contains', 'q', address.q, html`maxlength="100" type="search"`)}
${filterSelect('Band', 'band', address.band, bandChoices)}
${filterInput('Segment', 'segment', address.segment, html`maxlength="100"`)}
${filterSelect('Stage', 'stage', address.stage, stageChoices)}
${filterSelect('Owner', 'owner', address.owner, owners)}
${filterInput('Renews in days', 'renews', address.renews, html`inputmode="numeric" maxlength="4"`)}
${filterSelect('Order', 'sort', address.sort, sortChoices, null)}
${filterSelect('Group by', 'group', address.group, groupChoices, 'Nothing')}
<button type="submit">Show</button></form>`;
}

function summaryOf({ count, considered, arr, withoutArr }: PortfolioSelection): Piece {
  return tiles([
    tile('Customers', count, `of ${considered}`),
    tile('Paid a year', amounts(arr), withoutArr > 0 ? `${withoutArr} do not say` : ''),
  ]);
}

function leftOutOf({ leftOut }: PortfolioSelection): Piece {
  return leftOut.map(
    ({ unknown, count, first }) =>
      html`<p class="quiet">${count} might fit, but their ${unknown} is unknown: ${first.map(({ id, name }, index) => html`${index > 0 && ', '}<a href="${accountPath(id)}" dir="auto">${name}</a>`)}${count > first.length && ' …'}</p>`,
  );
}

const columns: readonly { label: string; sort: string | null; className: string }[] = [
  { label: 'Customer', sort: 'name', className: '' },
  { label: 'Score', sort: 'score', className: '' },
  { label: 'Renews', sort: 'renewsOn', className: 'date' },
  { label: 'Paid a year', sort: 'arr', className: 'number' },
  { label: 'Alerts', sort: null, className: 'number' },
  { label: 'Stage', sort: null, className: 'minor' },
  { label: 'Segment', sort: null, className: 'minor' },
  { label: 'Owner', sort: null, className: 'minor' },
];

function rowsOf(
  { selection }: PortfolioPage,
  address: PortfolioAddress,
  names: ReadonlyMap<string, string>,
): Piece {
  const head = columns.map(({ label, sort, className }) => {
    const isHere = sort !== null && address.sort.replace(/^-/, '') === sort;
    const next = isHere && !address.sort.startsWith('-') ? `-${sort}` : sort;
    const word = isHere ? html`${label} ${address.sort.startsWith('-') ? '↓' : '↑'}` : label;
    return html`<th scope="col" class="${className}"${isHere && html` aria-sort="${address.sort.startsWith('-') ? 'descending' : 'ascending'}"`}>${sort === null ? word : html`<a href="/console/accounts?${addressOf({ ...address, sort: next ?? 'score', page: 1 })}">${word}</a>`}</th>`;
  });
  let group: number | null = null;
  const body = selection.rows.map((row) => {
    const heading =
      row.group !== null && row.group !== group && groupRow(selection.groups?.[row.group], address, names);
    group = row.group;
    return html`${heading}${rowOf(row, names)}`;
  });
  return html`<div class="scroll" role="region" aria-label="Customers" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function groupRow(
  group: PortfolioGroup | undefined,
  address: PortfolioAddress,
  names: ReadonlyMap<string, string>,
): Piece {
  if (!group) return null;
  const value =
    group.value === null
      ? 'not said'
      : address.group === 'owner'
        ? (names.get(group.value) ?? group.value)
        : group.value;
  return html`<tr class="head"><th scope="rowgroup" colspan="${columns.length}">${isolate(capitalize(value))} <span class="quiet">${group.count} · ${group.arr.map(formatArr).join(' + ') || 'no revenue said'}</span></th></tr>`;
}

function rowOf({ line }: PortfolioSelection['rows'][number], names: ReadonlyMap<string, string>): Piece {
  const { account, score, stage, alerts } = line;
  const points = score?.hundredths == null ? null : score.hundredths / 100;
  return html`<tr><th scope="row"><a href="${accountPath(account.id)}" dir="auto">${account.name}</a></th>
<td>${bandChip(points, score?.band ?? null)}</td>
<td class="date">${account.renewsOn === null ? '–' : formatDay(account.renewsOn)}</td>
<td class="number">${account.arr === null ? '–' : formatArr(account.arr)}</td>
<td class="number">${alerts === 0 ? html`<span class="zero">0</span>` : chip(alerts, 'warning')}</td>
<td class="minor">${account.status === 'ended' ? 'ended' : stage}</td>
<td class="minor">${isolate(account.segment ?? '–')}</td>
<td class="minor">${account.owner === null ? '–' : isolate(names.get(account.owner) ?? account.owner)}</td></tr>`;
}

function pagesOf({ page, pages }: PortfolioSelection, address: PortfolioAddress): Piece {
  return pager(page, pages, (target) => `/console/accounts?${addressOf({ ...address, page: target })}`);
}
