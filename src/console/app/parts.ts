import { formatPoints } from '../../domain/points.ts';
import type { Tone } from '../../views/view.ts';
import { type Html, html, type Piece } from '../escape.ts';

/** What stands where nothing is: that nothing is, and what to do about it. */
export function empty(what: Piece, next?: Piece): Html {
  return html`<div class="empty"><p>${what}</p>${next !== undefined && html`<p class="quiet">${next}</p>`}</div>`;
}

/** A word with a colour; the word alone says everything. */
export function chip(word: Piece, tone: Tone): Html {
  return html`<span class="chip is-${tone}">${word}</span>`;
}

/** A score with its band. */
export function bandChip(score: number | null, band: string | null): Html {
  if (score === null || band === null) return html`<span class="chip is-neutral">unknown</span>`;
  return html`<span class="chip band-${band}"><b>${formatPoints(score)}</b> ${band}</span>`;
}

const severityTones: Readonly<Record<string, Tone>> = { critical: 'bad', high: 'bad', medium: 'warning' };

/** How grave an alert is. */
export function severityChip(severity: string): Html {
  return chip(severity, severityTones[severity] ?? 'neutral');
}

/** A figure with its name, and the page behind it. */
export function tile(label: Piece, value: Piece, more: Piece = '', href: string | null = null): Html {
  const figure = href === null ? value : html`<a href="${href}">${value}</a>`;
  return html`<div class="tile"><dt>${label}</dt><dd><b>${figure}</b>${more !== '' && html` <small>${more}</small>`}</dd></div>`;
}

/** Figures beside each other. */
export function tiles(items: readonly Piece[]): Html {
  return html`<dl class="tiles">${items}</dl>`;
}

export interface Column {
  label: Piece;
  /** `figure` = a number that may need more than one line, such as several currencies. */
  kind?: 'number' | 'date' | 'figure';
  /** Hidden on a phone: the row says enough without it. */
  minor?: true;
}

/** A table that scrolls by itself where it is wider than the page. The first cell of a row names it. */
export function table(label: string, columns: readonly Column[], rows: readonly (readonly Piece[])[]): Html {
  const classOf = ({ kind, minor }: Column) => `${kind ?? ''}${minor ? ' minor' : ''}`;
  const head = columns.map((column) => html`<th scope="col" class="${classOf(column)}">${column.label}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>${cells.map((cell, index) => {
        const column = columns[index] ?? { label: '' };
        return index === 0
          ? html`<th scope="row" class="${classOf(column)}">${cell}</th>`
          : html`<td class="${classOf(column)}">${cell}</td>`;
      })}</tr>`,
  );
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** A form of one button. */
export function pressForm(
  action: string,
  csrf: Piece,
  label: Piece,
  { tone = '', fields = {} }: { tone?: string; fields?: Readonly<Record<string, string>> } = {},
): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form class="press" method="post" action="${action}">${csrf}${hidden}<button type="submit" class="${tone}">${label}</button></form>`;
}

/** Ways to look at the same list; the one that is shown is marked. */
export function tabs(label: string, items: readonly { label: Piece; href: string; isHere: boolean }[]): Html {
  return html`<nav aria-label="${label}"><ul class="tabs">${items.map(
    ({ label: word, href, isHere }) =>
      html`<li><a href="${href}"${isHere && html` aria-current="true"`}>${word}</a></li>`,
  )}</ul></nav>`;
}

/**
 * The way through a list that is longer than a page.
 * @param hrefOf - the address of another page of it
 * @param isCounted - false = there is at least this page more, and nobody counted the rest
 */
export function pager(
  page: number,
  pages: number,
  hrefOf: (page: number) => string,
  isCounted = true,
): Piece {
  if (pages <= 1) return null;
  const to = (target: number, word: string): Piece =>
    html`<a class="button" href="${hrefOf(target)}">${word}</a>`;
  return html`<nav class="pages" aria-label="Pages"><span>Page ${page}${isCounted && ` of ${pages}`}</span><span>${page > 1 && to(page - 1, 'Before')} ${page < pages && to(page + 1, 'Next')}</span></nav>`;
}

/** An input of a filter, with its label above it. */
export function filterInput(label: string, name: string, value: string | undefined, more: Piece = ''): Html {
  return html`<div><label for="f-${name}">${label}</label><input id="f-${name}" name="${name}" value="${value ?? ''}" ${more}></div>`;
}

/** A choice of a filter; the first says that it asks for nothing. */
export function filterSelect(
  label: string,
  name: string,
  value: string | undefined,
  options: readonly { value: string; label: string }[],
  any: string | null = 'Any',
): Html {
  const one = (option: { value: string; label: string }) =>
    html`<option value="${option.value}"${option.value === value && html` selected`}>${option.label}</option>`;
  return html`<div><label for="f-${name}">${label}</label><select id="f-${name}" name="${name}">${any !== null && html`<option value="">${any}</option>`}${options.map(one)}</select></div>`;
}
