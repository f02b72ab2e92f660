import type { FormInput, Span, View, ViewBlock } from '../../views/view.ts';
import { type Html, html, type Piece } from '../escape.ts';
import { factList, type LinkTo } from '../layout.ts';
import { table } from './parts.ts';

/**
 * A view as markup: the same words as in chat. Buttons are left out: a page has forms of its own, which carry its token.
 */
export function drawView({ blocks }: Pick<View, 'blocks'>, linkTo: LinkTo): Piece {
  return blocks.map((block) => drawBlock(block, linkTo));
}

function drawBlock(block: ViewBlock, linkTo: LinkTo): Piece {
  switch (block.kind) {
    case 'heading':
      return html`<h3 class="tone ${block.tone ?? ''}" dir="auto">${block.text}</h3>`;
    case 'text':
      return html`<p class="wrap" dir="auto">${drawSpans(block.spans, linkTo)}</p>`;
    case 'facts':
      return factList(block.facts.map(({ label, value }) => ({ label, value: drawSpans(value, linkTo) })));
    case 'list':
      return html`<ul class="lines">${block.items.map((item) => html`<li class="wrap" dir="auto">${drawSpans(item, linkTo)}</li>`)}</ul>`;
    case 'quote':
      return html`<blockquote class="wrap" dir="auto">${drawSpans(block.spans, linkTo)}</blockquote>`;
    case 'note':
      return html`<p class="quiet wrap" dir="auto">${drawSpans(block.spans, linkTo)}</p>`;
    case 'table':
      return table(
        block.columns.map(({ label }) => label).join(', '),
        block.columns.map(({ label, align }, index) => ({
          label,
          ...(align === 'right' && { kind: kindOf(block.rows.map((cells) => cells[index] ?? [])) }),
        })),
        block.rows.map((cells) => cells.map((spans) => drawCell(spans, linkTo))),
      );
    case 'picture':
      return html`<img class="chart" src="${linkTo(block.path)}" alt="${block.alt}">`;
    case 'divider':
      return html`<hr>`;
    case 'buttons':
    case 'picker':
      return null;
  }
}

/** Amounts of several currencies stand on lines of their own where there is no room beside each other. */
function kindOf(cells: readonly (readonly Span[])[]): 'number' | 'figure' {
  return cells.some((spans) => spans.some(({ text }) => text.includes(', '))) ? 'figure' : 'number';
}

function drawCell(spans: readonly Span[], linkTo: LinkTo): Piece {
  const drawn = drawSpans(spans, linkTo);
  return spans.some(({ text }) => text.includes('\n')) ? html`<span class="wrap">${drawn}</span>` : drawn;
}

/** Spans as markup; text in them is escaped like any other. */
function drawSpans(spans: readonly Span[], linkTo: LinkTo): Piece {
  return spans.map((span) => {
    let drawn: Piece = span.text;
    if (span.code) drawn = html`<code>${drawn}</code>`;
    if (span.strong) drawn = html`<b>${drawn}</b>`;
    if (span.quiet) drawn = html`<span class="quiet">${drawn}</span>`;
    return span.link === undefined ? drawn : html`<a href="${linkTo(span.link)}">${drawn}</a>`;
  });
}

/** What stands before the name of an input, so that none can pass for a field of the page's own. */
const inputPrefix = 'in.';

/** Inputs of a form as fields. */
export function drawInputs(inputs: readonly FormInput[]): Html {
  return html`<div class="fields">${inputs.map((input, index) => drawInput(input, `field-${index}`))}</div>`;
}

function drawInput(input: FormInput, id: string): Piece {
  const name = inputPrefix + input.name;
  const hint = input.hint !== undefined && html`<p class="hint" id="${id}-hint">${input.hint}</p>`;
  const about = html`id="${id}" name="${name}"${input.hint !== undefined && html` aria-describedby="${id}-hint"`}${!input.optional && html` required`}`;
  const label = html`<label for="${id}">${input.label}</label>`;
  const { initial = '', maxLength } = input;
  const limit = maxLength !== undefined && html` maxlength="${maxLength}"`;
  switch (input.kind) {
    case 'long-text':
      return html`<div>${label}<textarea ${about}${limit} dir="auto">
${initial}</textarea>${hint}</div>`;
    case 'choice':
      return html`<div>${label}<select ${about}>${(input.options ?? []).map(
        (option) =>
          html`<option value="${option.value}"${option.value === initial && html` selected`}>${option.label}</option>`,
      )}</select>${hint}</div>`;
    case 'checkbox':
      return html`<div><input type="hidden" name="${name}" value="false"><label><input type="checkbox" id="${id}" name="${name}" value="true"${initial === 'true' && html` checked`}> ${input.label}</label>${hint}</div>`;
    case 'date':
    case 'number':
    case 'text':
      return html`<div>${label}<input type="${input.kind === 'number' ? 'text' : input.kind}" ${about}${limit} value="${initial}" dir="auto">${hint}</div>`;
  }
}

/** What came back of `drawInputs`, by the names of the inputs. */
export function readInputs(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => name.startsWith(inputPrefix))
      .map(([name, value]) => [name.slice(inputPrefix.length), value]),
  );
}
