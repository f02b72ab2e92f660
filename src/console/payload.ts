import { formatMoney, moneySchema } from '../domain/money.ts';
import { type Html, html, type Piece } from './escape.ts';
import { grouped } from './numbers.ts';

const readableDepth = 4;
const longText = 400;

/** A record's payload as keys and values; the exact JSON stands elsewhere on the page. */
export function payloadList(payload: Readonly<Record<string, unknown>>, depth = 0): Html {
  const entries = Object.entries(payload);
  if (entries.length === 0) return html`<p class="quiet">Nothing: the type and the time say it all.</p>`;
  const rows = entries.map(
    ([key, value]) =>
      html`<div><dt><code dir="ltr">${key}</code></dt><dd>${readable(value, depth)}</dd></div>`,
  );
  return html`<dl class="facts payload">${rows}</dl>`;
}

function readable(value: unknown, depth: number): Piece {
  if (value === null || value === undefined) return html`<span class="quiet">null</span>`;
  if (typeof value === 'string') return textValue(value);
  if (typeof value === 'number') return numberValue(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (depth >= readableDepth) return html`<code class="wrap">${JSON.stringify(value)}</code>`;
  if (Array.isArray(value)) return listValue(value, depth);
  const money = moneySchema.safeParse(value);
  if (money.success && Object.keys(value).length === 2) {
    return html`${formatMoney(money.data)} <span class="quiet">(${String(money.data.amount)} in minor units)</span>`;
  }
  return payloadList(value as Record<string, unknown>, depth + 1);
}

function textValue(text: string): Piece {
  if (text === '') return html`<span class="quiet">empty</span>`;
  return html`<div class="${text.length > longText ? 'text long' : 'text'}" dir="auto"${text.length > longText && html` tabindex="0" role="group" aria-label="Long text"`}>${text}</div>`;
}

/** Commas help from five digits on; the exact digits stand in the JSON. */
function numberValue(value: number): string {
  return Number.isSafeInteger(value) && Math.abs(value) >= 10_000 ? grouped(value) : String(value);
}

function listValue(values: readonly unknown[], depth: number): Piece {
  if (values.length === 0) return html`<span class="quiet">none</span>`;
  return html`<ul>${values.map((value) => html`<li>${readable(value, depth + 1)}</li>`)}</ul>`;
}
