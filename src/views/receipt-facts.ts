import { shorten } from './fit-fields.ts';
import { formatInstant } from './format.ts';
import type { Span } from './view.ts';

type Fact = { label: string; value: Span[] };

const mostLines = 8;
const keyLength = 40;
const valueLength = 160;

/** What a yes means; a no of these says nothing. */
const remarks: ReadonlyMap<string, string> = new Map([
  ['again', 'it had been done before'],
  ['lookedUp', 'no answer had come; it was looked up'],
]);

/** What the outside answered, each entry on a line: ids as they are, everything else in words. */
export function receiptFacts(receipt: Readonly<Record<string, unknown>> | null): Fact[] {
  return Object.entries(receipt ?? {})
    .flatMap(([key, value]) => factOf(key, value))
    .slice(0, mostLines);
}

function factOf(key: string, value: unknown): Fact[] {
  const remark = typeof value === 'boolean' ? remarks.get(key) : undefined;
  if (remark !== undefined) return value ? [{ label: 'Receipt', value: [{ text: remark }] }] : [];
  return [{ label: `Receipt: ${shorten(wordsOf(key), keyLength)}`, value: [spanOf(value)] }];
}

/** `messageId` → `message id`. */
function wordsOf(key: string): string {
  return key
    .replace(/(?<=[a-z])[A-Z](?=[a-z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/\s+/g, ' ');
}

const instant = /^\d{4}-(?:0[1-9]|1[0-2])-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function spanOf(value: unknown): Span {
  if (typeof value === 'boolean') return { text: value ? 'yes' : 'no' };
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return { text: 'none' };
  if (typeof value === 'string' && instant.test(value)) return { text: formatInstant(value) };
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  const text =
    typeof value === 'string' ? value : isList ? value.join(', ') : (JSON.stringify(value) ?? 'none');
  return { text: shorten(text.replace(/\s+/g, ' '), valueLength), code: true };
}
