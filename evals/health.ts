import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, open, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { loadContent } from '../src/content/content.ts';
import { createClock } from '../src/domain/clock.ts';
import { jsonRecord, type RawRecord } from '../src/domain/raw-record.ts';
import { HoldfastError } from '../src/errors.ts';
import { compilePacks } from '../src/rules/packs/compile-pack.ts';
import { checkRecords } from '../src/services/check-records.ts';
import type { Services } from '../src/services/context.ts';
import { ingestEvents } from '../src/services/ingest-events.ts';
import { scoreChunk } from '../src/services/score-accounts.ts';
import type { DatabaseLocation } from '../src/store/database.ts';
import { openStore } from '../src/store/store.ts';
import { rulesAtSnapshots } from './backtest.ts';
import { mappingFor } from './mappings/index.ts';
import type { Mapping } from './mappings/mapping.ts';
import { readCsv } from './read-csv.ts';

export interface HealthEvaluation {
  /** CSV `tenant,user,ts,type,payload`, ts in epoch seconds, sorted by ts. */
  eventsFile: string;
  /** CSV `tenant,asof,…`, asof in epoch seconds. */
  snapshotsFile: string;
  /** The empty database that the log is fed to; default: one in memory. */
  database?: DatabaseLocation;
  onProgress?: (done: number, total: number) => void;
}

/** One scored row, in the order of the snapshots file. */
export interface HealthRow {
  tenant: string;
  asof: number;
  health: number | null; // null = the account had no event by then
  band: string | null; // null = no score
  label: string | undefined;
}

type Evaluated = Pick<Services, 'store' | 'content' | 'clock'>;

const batchRows = 20_000;

/**
 * Scores every snapshot through the product's own ingest, rollup and score, with an empty store that is fed only the
 * events up to each as-of instant.
 * @throws {HoldfastError} HF_EVALUATION_DATA
 */
export async function scoreSnapshots(input: HealthEvaluation): Promise<HealthRow[]> {
  const rows = await readSnapshots(input.snapshotsFile);
  const mapping = mappingFor(input.eventsFile);
  const content = await loadContent(null);
  const customTypes = new Map(mapping.customTypes.map((type) => [type.name, type]));
  const store = await openStore(input.database ?? { kind: 'memory' });
  try {
    const services: Evaluated = { store, content: { ...content, customTypes }, clock: createClock() };
    const feed = createFeed(services, input.eventsFile, mapping);
    let done = 0;
    for (const [asof, atOnce] of groupByInstant(rows)) {
      await feed.advanceTo(asof);
      await scoreRows(services, asof, atOnce);
      done += atOnce.length;
      input.onProgress?.(done, rows.length);
    }
    return rows;
  } finally {
    await store.close();
  }
}

/** The same, written as CSV `tenant,asof,health,band,rules`. */
export async function evaluateHealth(
  input: HealthEvaluation & { outFile: string },
): Promise<{ rows: number }> {
  await requireWritable(input.outFile);
  const rows = await scoreSnapshots(input);
  const out = createWriteStream(input.outFile);
  out.write('tenant,asof,health,band,rules\n');
  const rules = await heldRules(input);
  for (const { tenant, asof, health, band } of rows) {
    const held = rules.get(`${tenant} ${asof}`) ?? [];
    out.write(`${tenant},${asof},${health ?? ''},${band ?? ''},${held.join(';')}\n`);
  }
  out.end();
  try {
    await finished(out);
  } catch (error) {
    throw unwritable(input.outFile, error);
  }
  return { rows: rows.length };
}

/** The rules in force that hold at each snapshot. */
async function heldRules({ eventsFile, snapshotsFile }: HealthEvaluation): Promise<Map<string, string[]>> {
  const { packs, profiles } = await loadContent(null);
  const rules = compilePacks((await packs.inForce()).packs);
  return await rulesAtSnapshots({ eventsFile, snapshotsFile, rules, profiles });
}

/** Before an hour of work, not after it. A file that was not there is not there afterwards either. */
export async function requireWritable(file: string): Promise<void> {
  const existed = await access(file).then(
    () => true,
    () => false,
  );
  try {
    await (await open(file, 'a')).close();
    if (!existed) await rm(file);
  } catch (error) {
    throw unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): HoldfastError {
  return new HoldfastError('HF_FILE_UNREADABLE', `Cannot write ${file}: ${(error as Error).message}`, {
    next: 'Name a file in a folder that is there and can be written to.',
    cause: error,
  });
}

async function scoreRows(services: Evaluated, asof: number, rows: readonly HealthRow[]): Promise<void> {
  const asOf = new Date(asof * 1000);
  const accounts = await services.store.findAccounts([...new Set(rows.map((row) => row.tenant))]);
  const scored = await scoreChunk(services, accounts, asOf, await services.store.lastSequence());
  const byAccount = new Map(scored.map(({ account, score }) => [account.id, score]));
  for (const row of rows) {
    const score = byAccount.get(row.tenant);
    row.health = score?.hundredths == null ? null : score.hundredths / 100;
    row.band = score?.band ?? null;
  }
}

async function readSnapshots(file: string): Promise<HealthRow[]> {
  const rows: HealthRow[] = [];
  for await (const row of readCsv(file, ['tenant', 'asof'])) {
    const asof = Number(row.asof);
    if (!Number.isFinite(asof))
      throw new HoldfastError('HF_EVALUATION_DATA', `${file}: asof '${row.asof}' is not epoch seconds`);
    rows.push({ tenant: row.tenant ?? '', asof, health: null, band: null, label: row.label });
  }
  return rows;
}

function groupByInstant(rows: readonly HealthRow[]): [number, HealthRow[]][] {
  const groups = new Map<number, HealthRow[]>();
  for (const row of rows) groups.set(row.asof, [...(groups.get(row.asof) ?? []), row]);
  return [...groups].sort(([a], [b]) => a - b);
}

/** Feeds a log into the store up to one instant after the other, never beyond. */
function createFeed(
  services: Evaluated,
  file: string,
  mapping: Mapping,
): { advanceTo(asof: number): Promise<void> } {
  const log = readLog(file, mapping);
  let next: { ts: number; record: RawRecord } | null = null;
  let batch: RawRecord[] = [];
  const flush = async (): Promise<void> => {
    const checked = checkRecords(services, file, batch);
    batch = [];
    const first = checked.refused[0];
    if (first) throw new HoldfastError('HF_EVALUATION_DATA', `${file}:${first.line}: ${first.reason}`);
    await ingestEvents(services, checked);
  };
  return {
    advanceTo: async (asof) => {
      for (;;) {
        next ??= (await log.next()).value ?? null;
        if (!next || next.ts > asof) break;
        batch.push(next.record);
        next = null;
        if (batch.length >= batchRows) await flush();
      }
      if (batch.length > 0) await flush();
    },
  };
}

/** The rows of a log as records of ours, each with its instant. @throws {HoldfastError} HF_EVALUATION_DATA */
export async function* readLog(
  file: string,
  mapping: Mapping,
): AsyncGenerator<{ ts: number; record: RawRecord }, null> {
  let line = 1;
  for await (const row of readCsv(file, ['tenant', 'user', 'ts', 'type', 'payload'])) {
    line++;
    const payload = readPayload(file, line, row.payload);
    const mapped = mapping.map({ type: row.type ?? '', user: row.user || null, payload, line });
    if (!mapped) continue;
    const ts = Number(row.ts);
    if (!row.ts || !(Math.abs(ts) < latestSecond)) {
      throw new HoldfastError('HF_EVALUATION_DATA', `${file}:${line}: ts '${row.ts}' is not epoch seconds`);
    }
    // These logs have no event ids; two equal rows are two facts, so the line names the event.
    const id = createHash('sha256').update(`${mapping.family} ${line}`).digest('hex').slice(0, 24);
    const event = {
      id,
      ...mapped,
      account: row.tenant,
      user: row.user || null,
      ts: new Date(ts * 1000).toISOString(),
    };
    yield { ts, record: jsonRecord(line, Buffer.from(JSON.stringify(event))) };
  }
  return null;
}

/** 31 December 9999. */
const latestSecond = 253_402_300_800;

function readPayload(file: string, line: number, text: string | undefined): Record<string, unknown> {
  if (!text) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new HoldfastError(
      'HF_EVALUATION_DATA',
      `${file}:${line}: the payload is not JSON: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
