import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { type EventType, eventLimits, eventPayloads } from '../../domain/event-types.ts';
import { jsonRecord, type RawRecord } from '../../domain/raw-record.ts';
import { parseStrictJson } from '../../domain/strict-json.ts';
import { HoldfastError } from '../../errors.ts';
import { countLines, linesIn } from './count-lines.ts';

const requiredColumns = ['id', 'type', 'ts'];
const payloadPrefix = 'payload.';
/** A longer row ends the import, as it may be the rest of a file behind a quote that never closes; shorter ones are refused alone. */
const longestRowBytes = 16 * eventLimits.eventBytes;

interface CsvRow {
  record: string[];
  raw: string;
  info: { bytes: number };
}

/**
 * Reads CSV rows as event records. The header names the envelope's fields (`id,type,account,ts,user,…`); the payload
 * is one column of JSON, or columns `payload.KEY` with text, whole numbers, true and false. Empty cells are absent.
 * @throws {HoldfastError} HF_BODY_INVALID when the header lacks a required column
 */
export async function* readCsvRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRecord> {
  const lines = countLines(chunks);
  const parser = Readable.from(lines.chunks).pipe(
    parse({
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: longestRowBytes,
    }),
  );
  let header: string[] | null = null;
  try {
    for await (const { record, raw, info } of parser as AsyncIterable<CsvRow>) {
      const line = lines.lineAt(info.bytes) - linesIn(raw.trim());
      if (!header) {
        header = checkHeader(record);
        continue;
      }
      const text = toEventText(header, record);
      // A refused row is kept in the form that a replay reads; one that has no such form, as it came.
      yield text.ok
        ? jsonRecord(line, Buffer.from(text.value))
        : { line, body: Buffer.from(raw), read: () => text };
    }
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw new HoldfastError('HF_BODY_INVALID', `The CSV cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function checkHeader(header: string[]): string[] {
  const missing = requiredColumns.filter((column) => !header.includes(column));
  if (!header.includes('account') && !header.includes('tenant')) missing.push('account');
  if (missing.length > 0) {
    throw new HoldfastError(
      'HF_BODY_INVALID',
      `The CSV header lacks ${missing.join(', ')}; it has ${header.join(', ')}`,
      {
        next: 'The first line names the columns: id,type,account,ts and optionally user,source,environment,region,payload.',
      },
    );
  }
  const twice = header.find((column, index) => column !== '' && header.indexOf(column) !== index);
  if (twice !== undefined) {
    throw new HoldfastError('HF_BODY_INVALID', `The CSV header names the column ${twice} twice`, {
      next: 'Give each column a name of its own.',
    });
  }
  return header;
}

type EventText = { ok: true; value: string } | { ok: false; reason: string };

function toEventText(header: readonly string[], cells: readonly string[]): EventText {
  // A cell too many is a comma without its quotes: the rest of a text would be lost unseen.
  if (cells.length > header.length) {
    return { ok: false, reason: `the row has ${cells.length} cells, the header ${header.length}` };
  }
  const type = cells[header.indexOf('type')] ?? '';
  const event: Record<string, unknown> = {};
  const payload: Record<string, unknown> = {};
  for (const [index, cell] of cells.entries()) {
    const column = header[index] ?? '';
    if (cell === '') continue;
    if (cell.includes('\uFFFD')) return { ok: false, reason: `${column}: not valid UTF-8` };
    if (column === 'payload') {
      const parsed = parseStrictJson(cell);
      if (!parsed.ok) return { ok: false, reason: `payload: ${parsed.reason}` };
      if (parsed.value === null || typeof parsed.value !== 'object' || Array.isArray(parsed.value)) {
        return { ok: false, reason: 'payload: must be a JSON object' };
      }
      Object.assign(payload, parsed.value);
    } else if (column.startsWith(payloadPrefix)) {
      const key = column.slice(payloadPrefix.length);
      payload[key] = toValue(type, key, cell);
    } else event[column] = cell;
  }
  return { ok: true, value: JSON.stringify({ ...event, payload }) };
}

/** Numbers and truth values, unless the key takes nothing but text: a ticket named 1001 is no number. */
function toValue(type: string, key: string, cell: string): unknown {
  const value = readScalar(cell);
  if (typeof value === 'string' || !Object.hasOwn(eventPayloads, type)) return value;
  const { shape } = eventPayloads[type as EventType];
  const schema = Object.hasOwn(shape, key) ? shape[key as keyof typeof shape] : undefined;
  return schema === undefined || (schema as Schema).safeParse(value).success ? value : cell;
}

interface Schema {
  safeParse(value: unknown): { success: boolean };
}

function readScalar(cell: string): unknown {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  return /^-?(0|[1-9]\d{0,14})$/.test(cell) ? Number(cell) : cell;
}
