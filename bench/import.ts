import { sql } from 'kysely';
import type { StoredEvent } from '../src/domain/event.ts';
import { jsonRecord, type RawRecord } from '../src/domain/raw-record.ts';
import { checkRecords } from '../src/services/check-records.ts';
import { importEvents } from '../src/services/import-events.ts';
import { copyRows } from '../src/store/copy.ts';
import { eventColumns, eventFields } from '../src/store/event-rows.ts';
import type { Schema } from '../src/store/schema.ts';
import { generateEvents } from './generate-events.ts';
import { type Finding, median, timeMs } from './measure.ts';
import type { Bench } from './stores.ts';

/** Two hundred customers over a quarter: about eleven events per account and day. */
export const importLoad = { events: 200_000, accounts: 200, days: 90 };
const rounds = 3;
const rowByRowEvents = 2_000;

/**
 * Import (checked, deduplicated, rolled up) against raw COPY of the same rows into a table with the same columns and
 * primary key, and against inserting them row by row. Rounds alternate, so that both meet the same machine.
 */
export async function benchImport(
  open: () => Promise<Bench>,
  limits: { copy: number; rowByRow?: number },
): Promise<Finding[]> {
  const copyRates: number[] = [];
  const importRates: number[] = [];
  let rowRate = 0;
  let engine = '';
  for (let round = 0; round < rounds; round++) {
    const bench = await open();
    engine = bench.engine;
    try {
      copyRates.push(await copyRate(bench));
      importRates.push(await importRate(bench));
      if (round === 0 && limits.rowByRow !== undefined) rowRate = await rowByRowRate(bench);
    } finally {
      await bench.close();
    }
  }
  const ratios = importRates.map((rate, index) => rate / (copyRates[index] ?? 1));
  const detail = {
    importEventsPerSecond: Math.round(median(importRates)),
    copyRowsPerSecond: Math.round(median(copyRates)),
  };
  const findings: Finding[] = [
    {
      name: `import / COPY, ${engine}`,
      figure: median(ratios),
      unit: '×',
      limit: limits.copy,
      sense: 'least',
      detail,
    },
  ];
  if (limits.rowByRow !== undefined) {
    findings.push({
      name: `import / row by row, ${engine}`,
      figure: median(importRates) / rowRate,
      unit: '×',
      limit: limits.rowByRow,
      sense: 'least',
      detail: { rowByRowPerSecond: Math.round(rowRate) },
    });
  }
  return findings;
}

async function importRate(bench: Bench): Promise<number> {
  const lines = [...generateEvents({ ...importLoad, until: bench.ctx.clock.now() })];
  const { ms } = await timeMs(() =>
    importEvents(bench.ctx, {
      source: 'bench',
      key: 'bench',
      name: 'bench',
      restart: false,
      records: recordsOf(lines),
    }),
  );
  return (lines.length / ms) * 1000;
}

export async function* recordsOf(lines: Iterable<string>): AsyncGenerator<RawRecord> {
  let line = 0;
  for (const text of lines) yield jsonRecord(++line, Buffer.from(text));
}

async function copyRate(bench: Bench): Promise<number> {
  const { queries } = bench.database;
  await sql`create table bench_copy (like events including defaults, primary key (seq))`.execute(queries);
  const events = storedEvents(bench, importLoad.events).map(eventFields);
  const { ms } = await timeMs(async () => {
    for (let start = 0; start < events.length; start += 20_000) {
      await copyRows(
        queries,
        'bench_copy' as keyof Schema,
        eventColumns,
        events.slice(start, start + 20_000),
      );
    }
  });
  await sql`drop table bench_copy`.execute(queries);
  return (events.length / ms) * 1000;
}

async function rowByRowRate(bench: Bench): Promise<number> {
  const { queries } = bench.database;
  await sql`create table bench_rows (like events including defaults, primary key (seq))`.execute(queries);
  const rows = storedEvents(bench, rowByRowEvents).map(eventFields);
  const { ms } = await timeMs(async () => {
    for (const row of rows) {
      await sql`insert into bench_rows values (${sql.join(row.map((field) => sql`${field}`))})`.execute(
        queries,
      );
    }
  });
  await sql`drop table bench_rows`.execute(queries);
  return (rows.length / ms) * 1000;
}

function storedEvents(bench: Bench, count: number): StoredEvent[] {
  const lines = generateEvents({ ...importLoad, events: count, until: bench.ctx.clock.now() });
  const records = [...lines].map((text, index) => jsonRecord(index + 1, Buffer.from(text)));
  const now = bench.ctx.clock.now();
  return checkRecords(bench.ctx, 'bench', records).candidates.map(({ event }, index) => ({
    event,
    seq: index + 1,
    receivedAt: now,
  }));
}
