import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { eventLimits } from '../../domain/event-types.ts';
import { jsonRecord, type RawRecord } from '../../domain/raw-record.ts';
import { parseStrictJson } from '../../domain/strict-json.ts';
import { HoldfastError } from '../../errors.ts';

const requiredColumns = ['id', 'type', 'ts'];
const payloadPrefix = 'payload.';

interface CsvRow {
  record: Record<string, string>;
  raw: string;
  info: { lines: number };
}

/**
 * Reads CSV rows as event records. The header names the envelope's fields (`id,type,account,ts,user,…`); the payload
 * is one column of JSON, or columns `payload.KEY` with text, whole numbers, true and false. Empty cells are absent.
 * @throws {HoldfastError} HF_BODY_INVALID when the header lacks a required column
 */
export async function* readCsvRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRecord> {
  const parser = Readable.from(chunks).pipe(
    parse({
      bom: true,
      columns: checkHeader,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: eventLimits.eventBytes,
    }),
  );
  try {
    for await (const row of parser as AsyncIterable<CsvRow>) {
      const text = toEventText(row.record);
      // A refused row is kept in the form that a replay reads; one that has no such form, as it came.
      yield text.ok
        ? jsonRecord(row.info.lines, Buffer.from(text.value))
        : { line: row.info.lines, body: Buffer.from(row.raw), read: () => text };
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
  return header;
}

type EventText = { ok: true; value: string } | { ok: false; reason: string };

function toEventText(record: Record<string, string>): EventText {
  const event: Record<string, unknown> = {};
  const payload: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(record)) {
    if (cell === '' || cell === undefined) continue;
    if (cell.includes('\uFFFD')) return { ok: false, reason: `${column}: not valid UTF-8` };
    if (column === 'payload') {
      const parsed = parseStrictJson(cell);
      if (!parsed.ok) return { ok: false, reason: `payload: ${parsed.reason}` };
      if (parsed.value === null || typeof parsed.value !== 'object' || Array.isArray(parsed.value)) {
        return { ok: false, reason: 'payload: must be a JSON object' };
      }
      Object.assign(payload, parsed.value);
    } else if (column.startsWith(payloadPrefix)) payload[column.slice(payloadPrefix.length)] = toValue(cell);
    else event[column] = cell;
  }
  return { ok: true, value: JSON.stringify({ ...event, payload }) };
}

function toValue(cell: string): unknown {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  return /^-?(0|[1-9]\d{0,14})$/.test(cell) ? Number(cell) : cell;
}
