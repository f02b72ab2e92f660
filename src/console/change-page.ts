import type { ChangeExplanation, ComponentChange } from '../services/explain-change.ts';
import { formatChange, formatDay, formatInstant, formatPoints } from '../views/format.ts';
import { type Html, html } from './escape.ts';
import { instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { componentLabels } from './signal-words.ts';
import { type Column, stackingTable } from './stacking-table.ts';

/** The page of a change between two days: each component's part in it, and what happened in between. */
export function renderChangePage(change: ChangeExplanation, linkTo: LinkTo): string {
  const { account, since, asOf } = change;
  return renderPage(
    {
      title: `Change of the health score of ${account.name}`,
      kicker: html`Change of the health score · ${formatDay(since)} to ${instant(asOf, exactInstant(asOf))}`,
      heading: account.name,
      beside: [{ label: 'Score', url: change.scoreUrl }],
      body: [
        section('sum', 'How it adds up', [
          html`<p>From <b>${pointsText(change.before)}</b> at the end of ${formatDay(since)} to <b>${pointsText(change.after)}</b>: ${change.change === null ? 'the change is unknown' : html`<b>${formatChange(change.change)}</b>`}. The changes of the components’ points add up to the change of the score exactly.</p>`,
          changeTable(change.components),
          change.profileChanged &&
            html`<p class="quiet">The account changed its lifecycle stage in between, so part of the change is another set of thresholds.</p>`,
        ]),
        section('events', 'What happened in between', eventList(change, linkTo)),
      ],
    },
    linkTo,
  );
}

function changeTable(components: readonly ComponentChange[]): Html {
  const rows = components.map((component) => [
    componentLabels[component.id],
    html`<span class="strong">${formatChange(component.contributionChange)}</span>`,
    pointsText(component.before),
    component.reasonBefore,
    pointsText(component.after),
    component.reasonAfter,
  ]);
  const columns: readonly Column[] = [
    { label: 'Component' },
    { label: 'Points', kind: 'number' },
    { label: 'Value then', kind: 'number' },
    { label: 'Because' },
    { label: 'Value now', kind: 'number' },
    { label: 'Because' },
  ];
  return stackingTable('Components of the change', columns, rows);
}

function eventList({ events }: ChangeExplanation, linkTo: LinkTo): Html {
  if (events.length === 0) return html`<p class="quiet">Nothing but everyday use.</p>`;
  return html`<ul class="records">${events.map(
    ({ url, title, at }) =>
      html`<li><a href="${linkTo(url)}">${isolate(title)}</a> ${instant(at, formatInstant(at))}</li>`,
  )}</ul>`;
}

function pointsText(points: number | null): string {
  return points === null ? 'unknown' : formatPoints(points);
}
