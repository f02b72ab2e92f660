import { hiddenCharacters } from '../domain/hidden-characters.ts';

/** One line of the exact picture of an action, as `describeAction` gives it. */
export interface ShownField {
  /** Where the value stands in the bytes. */
  path?: string;
  label: string;
  value: string;
  /** What stands there now. */
  before?: string;
  /** The value is our word, not a text of the action. */
  ours?: true;
}

/** A field as far as a card has room for it. */
export interface FittedField extends ShownField {
  /** Stands behind a bar below its name. */
  long: boolean;
  /** How long the whole value is, where only its start is here. */
  cutFrom?: number;
  beforeCutFrom?: number;
}

/** The fields of one card, and whether anything is missing: then the card must say where all of it is. */
export interface FittedFields {
  fitted: FittedField[];
  /** How many fields are not there at all. */
  missing: number;
  complete: boolean;
}

/** Longer values, and those with line breaks, stand behind a bar. */
const shortLength = 120;
/** What the frame of a field weighs at most, and into how many blocks of a message it goes. */
const frames = {
  short: { weight: 120, blocks: 1 },
  long: { weight: 300, blocks: 2 },
};
/** Blocks of one message that are left for fields. */
const mostBlocks = 30;
/** What a hidden character costs when it is spelled out: `[U+E0041]`. */
const spelledOut = 9;

/**
 * Gives every field the room it needs where all of it fits, and else cuts the longest to the same length, so that no
 * long text can push a recipient off the card.
 * @param room - characters that all fields with their frames may take
 */
export function fitFields(fields: readonly ShownField[], room: number): FittedFields {
  const { shown, frameWeight } = framed(fields, room / 2);
  const texts = shown.flatMap(({ label, value, before }) => [label, value, before ?? '']);
  const length = commonLength(texts.map(costOf), room - frameWeight);
  let complete = shown.length === fields.length;
  const cut = (text: string): string => {
    const start = startOf(text, length);
    if (start.length < text.length) complete = false;
    return start;
  };
  const fitted = shown.map((field): FittedField => {
    const value = cut(field.value);
    const before = field.before === undefined ? undefined : cut(field.before);
    return {
      ...field,
      long: isLong(field),
      label: cut(field.label),
      value,
      ...(before !== undefined && { before }),
      ...(value.length < field.value.length && { cutFrom: field.value.length }),
      ...(before !== undefined &&
        before.length < (field.before ?? '').length && { beforeCutFrom: (field.before ?? '').length }),
    };
  });
  return { fitted, missing: fields.length - shown.length, complete };
}

/** Whether a field stands behind a bar below its name. */
export function isLong({ value, before }: ShownField): boolean {
  return [value, before ?? ''].some((text) => text.length > shortLength || text.includes('\n'));
}

/** The first fields, as many as a message has room for their frames. */
function framed(
  fields: readonly ShownField[],
  room: number,
): { shown: readonly ShownField[]; frameWeight: number } {
  let frameWeight = 0;
  let blocks = 0;
  for (const [index, field] of fields.entries()) {
    const frame = isLong(field) ? frames.long : frames.short;
    const times = field.before === undefined ? 1 : 2;
    if (frameWeight + frame.weight * times > room || blocks + frame.blocks * times > mostBlocks) {
      return { shown: fields.slice(0, index), frameWeight };
    }
    frameWeight += frame.weight * times;
    blocks += frame.blocks * (frame === frames.long ? times : 1);
  }
  return { shown: fields, frameWeight };
}

/** The start of a text with a sign that there is more, within so many characters as they will be shown. */
export function shorten(text: string, length: number): string {
  const start = startOf(text, length - 1);
  return costOf(text) <= length ? text : `${start}…`;
}

/** How many characters a text takes when it is shown. */
export function costOf(text: string): number {
  return text.length + spelledOut * (text.match(hiddenCharacters)?.length ?? 0);
}

/** The longest length to which all may be cut so that together they fit. */
function commonLength(costs: readonly number[], room: number): number {
  let left = room;
  const ascending = [...costs].sort((a, b) => a - b);
  for (const [index, cost] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (cost > share) return Math.max(share, 1);
    left -= cost;
  }
  return Number.POSITIVE_INFINITY;
}

/** Never cuts inside a character. */
function startOf(text: string, length: number): string {
  if (costOf(text) <= length) return text;
  let used = 0;
  let at = 0;
  for (const character of text) {
    used += costOf(character);
    if (used > length) break;
    at += character.length;
  }
  return text.slice(0, at);
}
