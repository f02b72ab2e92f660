import type { RawRecord } from '../domain/raw-record.ts';
import type { ImportProgress } from '../store/imports.ts';
import { requireChangeable } from './authorize.ts';
import { checkManyRecords } from './check-records.ts';
import type { RequestContext } from './context.ts';
import { actorOf } from './context.ts';
import { type IngestBatch, ingestEvents, type RefusedLine } from './ingest-events.ts';

/** Lines per transaction: large enough to be fast, small enough that an interruption costs a second. */
const batchLines = 5_000;
/** Dead letters that the answer lists; the rest are counted, and all are stored. */
const listedRefusals = 100;

export interface ImportInput {
  /** Name space of ids for events without a source of their own. */
  source: string;
  /** Names the file across interruptions. */
  key: string;
  /** What people call the file. */
  name: string;
  records: AsyncIterable<RawRecord>;
  /** Forget an interrupted import of this file and begin at its first line. */
  restart: boolean;
  onProgress?(progress: ImportProgress): void;
}

export interface ImportSummary {
  accepted: number;
  duplicates: number;
  rejected: number;
  deadLetters: { line: number | null; reason: string }[];
  /** The line after which an interrupted import went on; 0 = from the start. */
  resumedAfterLine: number;
}

/**
 * Imports a file in batches. Each batch and its progress are one transaction: after a crash the same command goes on
 * where it stopped, and nothing goes in twice. The next batch is checked while the last one is being stored.
 */
export async function importEvents(ctx: RequestContext, input: ImportInput): Promise<ImportSummary> {
  await requireChangeable(ctx, 'events');
  if (input.restart) await ctx.store.clearImportProgress(input.key);
  const resumed = await ctx.store.readImportProgress(input.key);
  const progress: ImportProgress = resumed ?? { linesDone: 0, accepted: 0, duplicates: 0, rejected: 0 };
  const summary: ImportSummary = {
    ...totals(progress),
    deadLetters: [],
    resumedAfterLine: progress.linesDone,
  };

  let storing: Promise<void> = Promise.resolve();
  try {
    for await (const { records, lastLine } of batches(input.records, progress.linesDone)) {
      const batch = await checkManyRecords(ctx, input.source, records);
      await storing;
      storing = storeBatch(ctx, input, batch, progress, lastLine, summary);
      storing.catch(() => undefined); // awaited in the end; an early failure must not end the process
    }
  } finally {
    await storing; // what was read before a broken end is stored all the same
  }

  await ctx.store.transaction(async (store) => {
    await store.clearImportProgress(input.key);
    await store.appendAudit({
      at: ctx.clock.now(),
      actor: actorOf(ctx),
      action: 'events.imported',
      account: null,
      detail: { file: input.name, source: input.source, ...totals(progress) },
    });
  });
  await ctx.store.refreshStatistics();
  return { ...summary, ...totals(progress) };
}

async function storeBatch(
  ctx: RequestContext,
  input: ImportInput,
  batch: IngestBatch,
  progress: ImportProgress,
  lastLine: number,
  summary: ImportSummary,
): Promise<void> {
  await ingestEvents(ctx, batch, async (store, result) => {
    const next: ImportProgress = {
      linesDone: lastLine,
      accepted: progress.accepted + result.accepted,
      duplicates: progress.duplicates + result.duplicates,
      rejected: progress.rejected + result.refused.length,
    };
    await store.writeImportProgress(input.key, next, ctx.clock.now());
    Object.assign(progress, next);
    listRefusals(summary, result.refused);
  });
  input.onProgress?.(progress);
}

function listRefusals(summary: ImportSummary, refused: readonly RefusedLine[]): void {
  for (const { line, reason } of refused) {
    if (summary.deadLetters.length < listedRefusals) summary.deadLetters.push({ line, reason });
  }
}

async function* batches(
  records: AsyncIterable<RawRecord>,
  afterLine: number,
): AsyncGenerator<{ records: RawRecord[]; lastLine: number }> {
  let batch: RawRecord[] = [];
  let failure: unknown = null;
  try {
    for await (const record of records) {
      if (record.line <= afterLine) continue;
      batch.push(record);
      if (batch.length < batchLines) continue;
      yield { records: batch, lastLine: record.line };
      batch = [];
    }
  } catch (error) {
    failure = error;
  }
  const last = batch.at(-1);
  if (last) yield { records: batch, lastLine: last.line };
  if (failure) throw failure;
}

function totals({
  accepted,
  duplicates,
  rejected,
}: ImportProgress): Pick<ImportProgress, 'accepted' | 'duplicates' | 'rejected'> {
  return { accepted, duplicates, rejected };
}
