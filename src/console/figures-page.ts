import type { FiguresPage, FiguresWeek } from '../services/get-figures-page.ts';
import { formatDay } from '../views/format.ts';
import { type Html, html } from './escape.ts';
import { factLines } from './fact-words.ts';
import { type FigureColumn, figureColumns, figureText } from './figure-columns.ts';
import { factList, instant, type LinkTo, renderPage, scrolling, section } from './layout.ts';
import { exactInstant, grouped, weekdayText, weekText } from './numbers.ts';
import { type Bar, barChart } from './spark.ts';

/** The page of an account's daily figures. */
export function renderFiguresPage(page: FiguresPage, linkTo: LinkTo): string {
  const { account, asOf, knownAt, weeks, windows } = page;
  return renderPage(
    {
      title: `Daily figures of ${account.name}`,
      kicker: html`Daily figures · up to ${instant(asOf, exactInstant(asOf))}`,
      heading: account.name,
      beside: [{ label: 'Score', url: page.scoreUrl }],
      body: [
        html`<p class="lead">What the health score of <code>${account.id}</code> is counted from: the records up to this moment, as far as they were received up to number ${knownAt}. Days are UTC days; the last one ends with the moment.</p>`,
        section('chart', 'Twelve weeks', charts(weeks)),
        section('windows', 'Totals', windowTable(windows)),
        section('days', 'Day by day', dayTable(page)),
        section('facts', 'What the score reads', [
          html`<p>The same records, counted as the <a href="${linkTo(page.scoreUrl)}">score</a> uses them.</p>`,
          factList(factLines(page.facts), 'facts columns'),
        ]),
        definitions(),
      ],
    },
    linkTo,
  );
}

function charts(weeks: readonly FiguresWeek[]): Html {
  const days = weeks.flatMap((week) => week.days).reverse();
  const uses = days.map(({ day, counts }) => ({ label: weekdayText(day), value: counts.actions }));
  const errors = days.map(({ day, counts }) => ({ label: weekdayText(day), value: counts.errors }));
  return html`<div class="panel">${chart('uses', 'Uses', uses, 'use')}${chart('errors', 'Errors', errors, 'bad')}</div>`;
}

function chart(id: string, label: string, bars: readonly Bar[], tone: 'use' | 'bad'): Html {
  const most = bars.reduce((best, bar) => (bar.value > best.value ? bar : best), { label: '', value: 0 });
  const sum = bars.reduce((total, bar) => total + bar.value, 0);
  const first = bars[0]?.label ?? '';
  const last = bars.at(-1)?.label ?? '';
  const peak =
    sum === 0
      ? 'none in these 84 days'
      : `${grouped(sum)} in 84 days, at most ${grouped(most.value)} (${most.label})`;
  const text = {
    id,
    title: `${label} per day`,
    description: `${first} to ${last}: ${peak}. The table below has every day.`,
  };
  return html`<figure><figcaption><b>${label} per day</b> <span class="peak">${peak}</span></figcaption>${barChart(text, bars, tone)}<p class="axis"><span>${first}</span><span>${last}</span></p></figure>`;
}

function windowTable(windows: FiguresPage['windows']): Html {
  const rows = figureColumns.filter((column) => windows.some((window) => column.of(window) > 0));
  if (rows.length === 0) return html`<p class="quiet">Nothing was counted in these days.</p>`;
  return scrolling(
    'Totals per window',
    html`<table><thead><tr><th scope="col">Figure</th>${windows.map(({ days }) => html`<th scope="col" class="number">${days} days</th>`)}</tr></thead>
<tbody>${rows.map((column) => html`<tr><th scope="row">${column.label}</th>${windows.map((window) => cell(column, window))}</tr>`)}</tbody></table>`,
  );
}

function dayTable({ weeks, account }: FiguresPage): Html {
  const columns = figureColumns.filter((column) => weeks.some((week) => column.of(week) > 0));
  const since = `The account’s first record is of ${formatDay(account.firstSeenOn)}.`;
  if (columns.length === 0) return html`<p class="quiet">No figure in the last 84 days. ${since}</p>`;
  const head = html`<thead><tr><th scope="col">Day</th>${columns.map((column) => html`<th scope="col" class="number">${column.label}</th>`)}</tr></thead>`;
  const bodies = weeks.map(
    (
      week,
    ) => html`<tbody><tr class="week"><th scope="rowgroup">${weekText(week.from, week.to)}</th>${columns.map((column) => cell(column, week))}</tr>
${week.days.map((day) => html`<tr><th scope="row"><time datetime="${day.day}">${weekdayText(day.day).slice(0, -5)}</time></th>${columns.map((column) => cell(column, day))}</tr>`)}</tbody>`,
  );
  return html`<p>Weeks are blocks of seven days, counted back from the last day. Figures that are zero on all 84 days are left out. ${since}</p>
${scrolling('Figures of each day', html`<table class="days">${head}${bodies}</table>`, 'tall')}`;
}

function cell(column: FigureColumn, figures: Parameters<typeof figureText>[1]): Html {
  const zero = column.of(figures) === 0;
  return html`<td class="${zero ? 'number zero' : 'number'}">${figureText(column, figures)}</td>`;
}

function definitions(): Html {
  return html`<p class="note">A use is a session, a use of a feature or a completed recipe. A day is active when it has a use, a new ticket or contact with the sponsor. Users and features of a week or window are counted once, so they do not add up from the days.</p>`;
}
