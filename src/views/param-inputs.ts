import type { ActionValue } from '../domain/action.ts';
import { hiddenCharacters, spellHidden } from '../domain/hidden-characters.ts';
import { isUtcDay } from '../domain/utc-day.ts';
import { type FormInput, inputTextLength } from './view.ts';

type Params = Readonly<Record<string, ActionValue>>;

/** One editable leaf of parameters, and how it stands in a form. */
export interface ParamInput {
  path: readonly string[];
  input: FormInput;
  /** Reads what was filled in; a sentence instead says what is wrong with it. */
  read(text: string): { ok: true; value: ActionValue } | { ok: false; problem: string };
}

/** What a form can hold beside its text. */
const mostInputs = 60;
const nameLength = 200;

/** Every leaf that a form can hold as an input, in order, and the names of those that it cannot: they stay as they are. */
export function paramInputs(params: Params): { inputs: ParamInput[]; kept: string[] } {
  const inputs: ParamInput[] = [];
  const kept: string[] = [];
  const walk = (value: ActionValue, path: readonly string[]): void => {
    const found = inputOf(value, path);
    if (found && inputs.length < mostInputs && found.input.name.length <= nameLength) {
      inputs.push(found);
    } else if (!found && value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
    } else {
      kept.push(labelOf(path));
    }
  };
  for (const [key, value] of Object.entries(params)) walk(value, [key]);
  return { inputs, kept };
}

/**
 * The parameters with what was filled in, the inverse of the form: what was left alone comes back to the character,
 * and what the form does not hold stays as it is.
 */
export function paramsFromFields(
  params: Params,
  fields: Readonly<Record<string, string>>,
): { ok: true; params: Params } | { ok: false; fieldErrors: Record<string, string> } {
  const fieldErrors: Record<string, string> = Object.create(null); // an input may have any name
  let edited: ActionValue = params;
  for (const { path, input, read } of paramInputs(params).inputs) {
    const text = Object.hasOwn(fields, input.name) ? fields[input.name] : undefined;
    if (text === undefined || sameText(text, input.initial ?? '')) continue;
    const result = read(text);
    if (result.ok) edited = replaced(edited, path, result.value);
    else fieldErrors[input.name] = result.problem;
  }
  if (Object.keys(fieldErrors).length > 0) return { ok: false, fieldErrors };
  return { ok: true, params: edited as Params };
}

/** Platforms write line ends their own way. */
function sameText(given: string, initial: string): boolean {
  return given.replaceAll('\r\n', '\n') === initial.replaceAll('\r\n', '\n');
}

function inputOf(value: ActionValue, path: readonly string[]): ParamInput | null {
  const at = { name: nameOf(path), label: labelOf(path) };
  const asText = (text: string) => ({ ok: true, value: text.replaceAll('\r\n', '\n') }) as const;
  switch (typeof value) {
    case 'boolean':
      return {
        path,
        input: { ...at, kind: 'checkbox', initial: String(value), optional: true },
        read: (text) => ({ ok: true, value: text === 'true' }),
      };
    case 'number':
      return { path, input: { ...at, kind: 'number', initial: String(value) }, read: readNumber };
    case 'string': {
      if (isUtcDay(value)) return { path, input: { ...at, kind: 'date', initial: value }, read: asText };
      const initial = spelled(value);
      if (initial.length > inputTextLength) return null;
      const kind = initial.length > 120 || initial.includes('\n') ? 'long-text' : 'text';
      return { path, input: { ...at, kind, initial, optional: initial === '' }, read: asText };
    }
    default:
      return isLineList(value) ? listInput(value, path) : null;
  }
}

function listInput(items: readonly string[], path: readonly string[]): ParamInput | null {
  const initial = items.map(spelled).join('\n');
  if (initial.length > inputTextLength) return null;
  const input: FormInput = {
    name: nameOf(path),
    label: labelOf(path),
    hint: 'One per line.',
    kind: 'long-text',
    initial,
    optional: initial === '',
  };
  return {
    path,
    input,
    read: (text) => ({
      ok: true,
      value: text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    }),
  };
}

/** Texts that survive being written one per line. */
function isLineList(value: ActionValue): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item) => typeof item === 'string' && item !== '' && item === item.trim() && !/[\r\n]/.test(item),
    )
  );
}

function readNumber(text: string): ReturnType<ParamInput['read']> {
  const number = Number(text);
  if (/^\s*-?\d+\s*$/.test(text) && Number.isSafeInteger(number)) return { ok: true, value: number + 0 };
  return { ok: false, problem: 'Write a whole number, such as 10.' };
}

/** An input shows text as it is, so what cannot be seen is spelled out there too. */
function spelled(text: string): string {
  return text.replace(hiddenCharacters, (character) =>
    character === '\r' ? character : spellHidden(character),
  );
}

function replaced(value: ActionValue, [key, ...rest]: readonly string[], to: ActionValue): ActionValue {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === key ? replaced(item, rest, to) : item));
  }
  const whole = value as Params;
  return Object.fromEntries(
    Object.entries(whole).map(([name, item]) => [name, name === key ? replaced(item, rest, to) : item]),
  );
}

/** A JSON pointer without its first slash: `to`, `view/blocks/0/text`. */
function nameOf(path: readonly string[]): string {
  return path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
}

/** `expiresOn` is `Expires on`, `to/0` is `To 1`. */
function labelOf(path: readonly string[]): string {
  const words = path
    .map((key) =>
      /^\d+$/.test(key)
        ? String(Number(key) + 1)
        : key.replace(
            /([a-z0-9])([A-Z])/g,
            (_, end: string, start: string) => `${end} ${start.toLowerCase()}`,
          ),
    )
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
