import { eventLimits } from './event-types.ts';

/** A JSON value, or one sentence that says why it cannot be read. */
export type StrictJson = { ok: true; value: unknown } | { ok: false; reason: string };

/**
 * Parses JSON from outside and refuses what JSON.parse would let through: nesting deeper than the limit
 * (checked on the text, before any recursion), duplicate keys, NUL characters, lone surrogates, numbers that
 * overflow to infinity.
 */
export function parseStrictJson(text: string, maxDepth: number = eventLimits.depth): StrictJson {
  const shape = scan(text, maxDepth);
  if (shape.tooDeep) return { ok: false, reason: `nested deeper than ${maxDepth} levels` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, reason: `not JSON: ${describe(error)}` };
  }
  const census = { keys: 0, problem: '' };
  takeCensus(value, census);
  if (census.problem) return { ok: false, reason: census.problem };
  // Every key in the text is followed by exactly one colon outside strings; a repeated key leaves one over.
  if (census.keys !== shape.colons) return { ok: false, reason: 'the same key appears twice in one object' };
  return { ok: true, value };
}

/** The parser's words quote the text: what a database cannot store must not come back in through them. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unreadable';
  return error.message.slice(0, 160).replaceAll('\u0000', '\ufffd').toWellFormed();
}

const quote = 34;
const backslash = 92;
const colon = 58;

function scan(text: string, maxDepth: number): { tooDeep: boolean; colons: number } {
  let depth = 0;
  let colons = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === backslash) index++;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === colon) colons++;
    else if (code === 123 || code === 91) {
      depth++;
      if (depth > maxDepth) return { tooDeep: true, colons };
    } else if (code === 125 || code === 93) depth--;
  }
  return { tooDeep: false, colons };
}

function takeCensus(value: unknown, census: { keys: number; problem: string }): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) census.problem = 'contains a NUL character';
    else if (!value.isWellFormed()) census.problem = 'contains half of a surrogate pair (broken Unicode)';
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) census.problem = 'contains a number that is too large';
  } else if (Array.isArray(value)) {
    for (const item of value) takeCensus(item, census);
  } else if (value !== null && typeof value === 'object') {
    for (const key of Object.keys(value)) {
      census.keys++;
      takeCensus(key, census);
      takeCensus((value as Record<string, unknown>)[key], census);
    }
  }
}
