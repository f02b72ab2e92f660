import { eventLimits } from '../../domain/event-types.ts';
import { isBlank, jsonRecord, type RawRecord } from '../../domain/raw-record.ts';

const newline = 0x0a;
/** How much of an overlong line is kept: enough to be refused for its length, and to be looked at. */
const keptOfLongLine = eventLimits.eventBytes + 1;

/**
 * Cuts a byte stream into NDJSON records. Memory stays bounded however long a line is; blank lines are counted and
 * passed over; a byte order mark at the start is dropped.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRecord> {
  let line = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let start = 0;
    let end = chunk.indexOf(newline);
    while (end !== -1) {
      const piece = chunk.subarray(start, end);
      const body = rest.length > 0 ? join(rest, piece) : piece;
      rest = Buffer.alloc(0);
      const record = toRecord(++line, body);
      if (record) yield record;
      start = end + 1;
      end = chunk.indexOf(newline, start);
    }
    if (start < chunk.length) rest = join(rest, chunk.subarray(start));
  }
  const last = rest.length > 0 ? toRecord(++line, rest) : null;
  if (last) yield last;
}

function join(rest: Buffer, piece: Uint8Array): Buffer {
  if (rest.length >= keptOfLongLine) return rest;
  return Buffer.concat([rest, piece.subarray(0, keptOfLongLine - rest.length)]);
}

function toRecord(line: number, body: Uint8Array): RawRecord | null {
  const text =
    line === 1 && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
  return isBlank(text) ? null : jsonRecord(line, text);
}
