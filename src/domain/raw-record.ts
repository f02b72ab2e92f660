import { eventLimits } from './event-types.ts';
import { parseStrictJson, type StrictJson } from './strict-json.ts';

/** One record as it came: a line of NDJSON, a row of CSV, an element of an array. */
export interface RawRecord {
  /** 1-based line of the file or position in the batch. */
  line: number;
  body: Uint8Array;
  /** Reads it as a JSON value, or says why it cannot be read. */
  read(): StrictJson;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A record whose bytes are one JSON value. */
export function jsonRecord(line: number, body: Uint8Array): RawRecord {
  return { line, body, read: () => readJson(body) };
}

function readJson(body: Uint8Array): StrictJson {
  if (body.length > eventLimits.eventBytes) {
    return { ok: false, reason: `longer than ${eventLimits.eventBytes} bytes` };
  }
  let text: string;
  try {
    text = decoder.decode(body);
  } catch {
    return { ok: false, reason: 'not valid UTF-8' };
  }
  return parseStrictJson(text);
}

/** Whether a line holds nothing but white space: such lines are passed over. */
export function isBlank(body: Uint8Array): boolean {
  return body.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
