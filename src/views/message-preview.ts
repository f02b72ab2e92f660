import type { Action, ActionValue } from '../domain/action.ts';
import { costOf, shorten } from './fit-fields.ts';
import { type Span, textOf, type ViewBlock } from './view.ts';

/** A message to one of our channels as it will look, with nothing alive in it. */
export interface MessagePreview {
  /** What notifications say of it. */
  summary: string;
  /** Whether the message says the same, marks of its sources apart. */
  saysSummary: boolean;
  blocks: ViewBlock[];
  /** Whether every text of it is there. */
  complete: boolean;
}

/** What one span weighs beside its text. */
const frame = 45;

/**
 * Draws the message that an action would post as one quote: its texts in their order, links and buttons as words.
 * @param room - characters that its texts and their frames may take; what is beyond is cut
 * @returns null when it posts none, or has something in it that is not drawn here: then its leaves are shown one by one
 */
export function previewMessage({ kind, params }: Action, room: number): MessagePreview | null {
  const view =
    kind === 'message.post' || kind === 'message.member'
      ? fieldsOf(params.view, ['summary', 'blocks'])
      : null;
  if (view === null || typeof view.summary !== 'string') return null;
  const lines = linesOf(view.blocks);
  if (lines === null) return null;
  const spans = merged(lines.flatMap((line, index) => (index === 0 ? line : [{ text: '\n' }, ...line])));
  const shown = within(spans, room);
  const live = /"(?:link|buttons|picker|picture)"/.test(JSON.stringify(view.blocks));
  return {
    summary: view.summary,
    saysSummary: textOf(shown)
      .replace(/\[\d+\] /g, '')
      .includes(view.summary),
    complete: shown.length === spans.length && shown.at(-1)?.text === spans.at(-1)?.text,
    blocks: [
      {
        kind: 'text',
        spans: [
          { text: 'The message', strong: true },
          ...(live ? [{ text: '  where its links and buttons lead is in Full text', quiet: true }] : []),
        ],
      },
      { kind: 'quote', spans: shown.length === 0 ? [{ text: '(empty)', quiet: true }] : shown },
    ],
  };
}

type Values = Readonly<Record<string, ActionValue>>;

/** An object with no other keys than these: what has more would not be drawn whole. */
function fieldsOf(value: ActionValue | undefined, keys: readonly string[]): Values | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.keys(value).every((key) => keys.includes(key)) ? (value as Values) : null;
}

/** Every one of them, or null. */
function all<T>(
  values: ActionValue | undefined,
  read: (value: ActionValue) => T | null,
): Exclude<T, null>[] | null {
  if (!Array.isArray(values)) return null;
  const found = values.map((value: ActionValue) => read(value)).filter((one) => one !== null);
  return found.length === values.length ? (found as Exclude<T, null>[]) : null;
}

function linesOf(blocks: ActionValue | undefined): Span[][] | null {
  return all(blocks, blockLines)?.flat() ?? null;
}

const blockKeys: Readonly<Record<string, readonly string[]>> = {
  heading: ['text', 'tone'],
  text: ['spans'],
  note: ['spans'],
  quote: ['spans'],
  picture: ['path', 'alt'],
  facts: ['facts'],
  list: ['items'],
  table: ['columns', 'rows'],
  divider: [],
  buttons: ['buttons'],
  picker: ['action', 'placeholder', 'options'],
};

/** The lines of one block; null = it is none that is drawn here. */
function blockLines(value: ActionValue): Span[][] | null {
  const { kind } = fieldsOf(value, ['kind', ...Object.values(blockKeys).flat()]) ?? {};
  const known = typeof kind === 'string' && Object.hasOwn(blockKeys, kind) ? blockKeys[kind] : null;
  const block = known ? fieldsOf(value, ['kind', ...known]) : null;
  if (!block) return null;
  switch (kind) {
    case 'heading':
      return typeof block.text === 'string' ? [[{ text: block.text, strong: true }]] : null;
    case 'text':
    case 'quote':
    case 'note': {
      const spans = spansOf(block.spans ?? null);
      return spans && [spans];
    }
    case 'facts':
      return all(block.facts, factLine);
    case 'list':
      return all(block.items, (item) => prefixed('• ', spansOf(item)));
    case 'table':
      return tableLines(block);
    case 'picture':
      return typeof block.alt === 'string' ? [[{ text: `[picture] ${block.alt}` }]] : null;
    case 'divider':
      return [[{ text: '─────' }]];
    case 'buttons': {
      const labels = all(block.buttons, (button) => labelOf(button, ['action', 'tone']));
      return labels && [labels];
    }
    default: {
      const { placeholder } = block;
      const labels = all(block.options, (option) => labelOf(option, []));
      return labels && typeof placeholder === 'string' ? [[{ text: `${placeholder}: ` }, ...labels]] : null;
    }
  }
}

function factLine(value: ActionValue): Span[] | null {
  const fact = fieldsOf(value, ['label', 'value']);
  const spans = spansOf(fact?.value ?? null);
  if (typeof fact?.label !== 'string' || !spans) return null;
  return [{ text: `${fact.label}  `, strong: true }, ...spans];
}

function tableLines({ columns, rows }: Values): Span[][] | null {
  const head = all(columns, (column) => {
    const label = fieldsOf(column, ['label', 'align'])?.label;
    return typeof label === 'string' ? [{ text: label, strong: true }] : null;
  });
  const body = all(rows, (row) => all(row, spansOf));
  return (
    head &&
    body &&
    [head, ...body].map((cells) =>
      cells.flatMap((cell, at) => (at === 0 ? cell : [{ text: ' | ' }, ...cell])),
    )
  );
}

/** A button or an option, which does nothing here. */
function labelOf(value: ActionValue, more: readonly string[]): Span | null {
  const label = fieldsOf(value, ['label', 'value', ...more])?.label;
  return typeof label === 'string' ? { text: `[${label}] ` } : null;
}

function prefixed(text: string, spans: Span[] | null): Span[] | null {
  return spans && [{ text }, ...spans];
}

function spansOf(value: ActionValue): Span[] | null {
  return all(value, (one) => {
    const span = fieldsOf(one, ['text', 'strong', 'quiet', 'code', 'link']);
    if (typeof span?.text !== 'string') return null;
    return {
      text: span.text,
      ...(span.strong === true && { strong: true }),
      ...(span.code === true && { code: true }),
    };
  });
}

/** Neighbours of one style are one span. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && last.strong === span.strong && last.code === span.code) last.text += span.text;
    else result.push({ ...span });
  }
  return result.filter(({ text }) => text !== '');
}

function within(spans: readonly Span[], room: number): Span[] {
  const shown: Span[] = [];
  let left = room;
  for (const span of spans) {
    left -= frame;
    if (left < frame) break;
    shown.push({ ...span, text: shorten(span.text, left) });
    left -= costOf(span.text);
  }
  return shown;
}
