import type { ShownField } from './fit-fields.ts';
import { formatDay } from './format.ts';

/** A word that nothing can hide in and no comma can stand in: what joins such words can be taken apart again. */
const plainWord = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u;
const itemPath = /^(.*)\[\d+\]$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

/**
 * The lines of an action as its card has them: a list of plain words is one line, an instant is said in words. Nothing
 * is lost by either; Full text has every character.
 */
export function cardFields(fields: readonly ShownField[]): ShownField[] {
  const lists = Map.groupBy(fields, ({ path }) => itemPath.exec(path ?? '')?.[1] ?? null);
  return fields.flatMap((field): ShownField[] => {
    const list = itemPath.exec(field.path ?? '')?.[1];
    const items = list === undefined ? [] : (lists.get(list) ?? []);
    if (list === undefined || !items.every(isPlain)) return [inWords(field)];
    if (items[0] !== field) return [];
    const value = items.map((item) => item.value).join(', ');
    return [{ path: list, label: field.label.replace(/ 1$/, ''), value }];
  });
}

function isPlain({ value, before, ours }: ShownField): boolean {
  return ours !== true && before === undefined && plainWord.test(value);
}

function inWords(field: ShownField): ShownField {
  const { value, before } = field;
  return {
    ...field,
    value: momentWords(value),
    ...(before !== undefined && { before: momentWords(before) }),
  };
}

/** `27 Nov 2026, 12:00 UTC`, with what is below the minute where there is any. */
function momentWords(text: string): string {
  if (!instant.test(text) || Number.isNaN(Date.parse(text))) return text;
  const below = text.slice(16, -1).replace(/\.000$/, '');
  return `${formatDay(text)}, ${text.slice(11, 16)}${below === ':00' ? '' : below} UTC`;
}
