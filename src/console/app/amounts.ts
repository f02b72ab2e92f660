import { formatArr, type Money } from '../../domain/money.ts';
import { html, type Piece } from '../escape.ts';

/** Amounts of several currencies, one below the other: they are never added. */
export function amounts(all: readonly Money[], none: Piece = '–'): Piece {
  if (all.length === 0) return none;
  return html`<span class="amounts">${all.map((money) => html`<span>${formatArr(money)}</span>`)}</span>`;
}
