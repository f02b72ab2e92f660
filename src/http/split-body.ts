import { isBlank, jsonRecord, type RawRecord } from '../domain/raw-record.ts';
import { HoldfastError } from '../errors.ts';

const newline = 0x0a;
const comma = 0x2c;
const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Cuts NDJSON into its lines. Whatever a line holds, the others are not touched by it. */
export function* splitNdjson(body: Buffer): Generator<RawRecord> {
  const text = withoutByteOrderMark(body);
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf(newline, start);
    const end = found === -1 ? text.length : found;
    const bytes = text.subarray(start, end);
    line++;
    if (!isBlank(bytes)) yield jsonRecord(line, bytes);
    start = end + 1;
  }
}

/**
 * Cuts a JSON array into its elements, or gives the one object; each element is read on its own, so that a bad one
 * costs no other. No recursion: nesting of any depth is walked over.
 * @throws {HoldfastError} HF_BODY_INVALID when the body is neither an array nor an object in UTF-8
 */
export function splitJson(body: Buffer): RawRecord[] {
  const text = withoutByteOrderMark(body);
  if (text.includes(0)) throw invalid('it holds NUL bytes; is it UTF-16?');
  const first = skipSpace(text, 0);
  if (first === text.length) return [];
  if (text[first] === openBrace) return [jsonRecord(1, text.subarray(first))];
  if (text[first] !== openBracket) throw invalid('it is neither a JSON array nor a JSON object');
  return splitElements(text, first + 1);
}

function splitElements(text: Buffer, from: number): RawRecord[] {
  const records: RawRecord[] = [];
  const take = (start: number, end: number): void => {
    const element = trim(text.subarray(start, end));
    if (element.length === 0) throw invalid(`element ${records.length + 1} is missing (a comma too many?)`);
    records.push(jsonRecord(records.length + 1, element));
  };
  let depth = 0;
  let start = from;
  for (let index = from; index < text.length; index++) {
    const byte = text[index];
    if (byte === quote) index = endOfString(text, index);
    else if (byte === openBracket || byte === openBrace) depth++;
    else if (byte === comma && depth === 0) {
      take(start, index);
      start = index + 1;
    } else if (depth > 0 && (byte === closeBracket || byte === closeBrace)) depth--;
    else if (byte === closeBracket) {
      if (skipSpace(text, index + 1) !== text.length) throw invalid('something follows the end of the array');
      // `[]` is an empty batch; `[1,]` is not JSON.
      if (records.length > 0 || trim(text.subarray(start, index)).length > 0) take(start, index);
      return records;
    } else if (byte === closeBrace) throw invalid('a brace closes that was never opened');
  }
  throw invalid('the array is not closed');
}

/** The place of the quote that ends a string; the end of the text when none does. */
function endOfString(text: Buffer, from: number): number {
  for (let index = from + 1; index < text.length; index++) {
    if (text[index] === backslash) index++;
    else if (text[index] === quote) return index;
  }
  return text.length;
}

function skipSpace(text: Buffer, from: number): number {
  let index = from;
  while (index < text.length && isSpace(text[index])) index++;
  return index;
}

function trim(text: Buffer): Buffer {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end--;
  return text.subarray(skipSpace(text, 0), end);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function withoutByteOrderMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

function invalid(reason: string): HoldfastError {
  return new HoldfastError('HF_BODY_INVALID', `The body cannot be read as JSON: ${reason}`);
}
