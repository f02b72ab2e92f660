import type { FittedField } from './fit-fields.ts';
import type { Span, ViewBlock } from './view.ts';

/**
 * Fields as blocks, in their order: short ones as `name  value` or `name  old → new`, long ones and those with line
 * breaks as quotes, so that no line inside a text can pass for a field of the card.
 */
export function fieldBlocks(fields: readonly FittedField[]): ViewBlock[] {
  const blocks: ViewBlock[] = [];
  for (const field of fields) {
    if (field.long) {
      blocks.push(...longBlocks(field));
      continue;
    }
    const last = blocks.at(-1);
    const fact = { label: field.label, value: shortSpans(field) };
    if (last?.kind === 'facts') last.facts.push(fact);
    else blocks.push({ kind: 'facts', facts: [fact] });
  }
  return blocks;
}

function shortSpans({ value, before, cutFrom, beforeCutFrom }: FittedField): Span[] {
  if (before === undefined) return [shownOf(value), ...cutNote(value, cutFrom)];
  return [
    ...[shownOf(before), ...cutNote(before, beforeCutFrom)],
    { text: '  →  ', quiet: true },
    ...[{ ...shownOf(value), strong: true }, ...cutNote(value, cutFrom)],
  ];
}

function cutNote(shown: string, from: number | undefined): Span[] {
  return from === undefined
    ? []
    : [{ text: `  … the first ${grouped(shown.length)} of ${grouped(from)} characters`, quiet: true }];
}

function longBlocks({ label, value, before, cutFrom, beforeCutFrom }: FittedField): ViewBlock[] {
  const name = (word: string, from: number | undefined, shown: string): ViewBlock => ({
    kind: 'text',
    spans: [{ text: word, strong: true }, ...cutNote(shown, from)],
  });
  const quote = (text: string): ViewBlock => ({ kind: 'quote', spans: [shownOf(text)] });
  if (before === undefined) return [name(label, cutFrom, value), quote(value)];
  return [
    name(`${label}, before`, beforeCutFrom, before),
    quote(before),
    name(`${label}, after`, cutFrom, value),
    quote(value),
  ];
}

/** What would show as nothing is said in words. */
function shownOf(text: string): Span {
  if (text === '') return { text: '(empty)', quiet: true };
  return text.trim() === '' ? { text: `(${text.length} blank characters)`, quiet: true } : { text };
}

/** `12,345`. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
