import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, type Transaction, types } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { EngineOptions, EngineReply, EngineRequest, EngineResult } from './protocol.ts';

/**
 * Runs the embedded engine in a thread of its own: a query of a second would otherwise stop every chat
 * acknowledgement for that second.
 */
const port = parentPort;
if (!port) throw new Error('the embedded engine runs as a worker thread');
const options = workerData as EngineOptions;

interface OpenTransaction {
  handle: Transaction;
  finish(commit: boolean): void;
}

class RolledBack extends Error {}

const open = new Map<number, OpenTransaction>();
/** What became of each transaction; `end` waits for the real commit. */
const outcomes = new Map<number, Promise<unknown>>();
const send = (reply: EngineReply): void => port.postMessage(reply);

async function boot(): Promise<PGlite> {
  const template = options.template ? new Blob([await readFile(options.template)]) : undefined;
  return await PGlite.create({
    ...(options.folder ? { dataDir: options.folder } : {}),
    ...(template ? { loadDataDir: template } : {}),
    extensions: { vector },
    // The same values as the server driver gives: whole numbers as numbers, dates as text.
    parsers: { [types.INT8]: Number, [types.NUMERIC]: Number, [types.DATE]: (value: string) => value },
  });
}

async function run(engine: PGlite, request: EngineRequest): Promise<EngineResult | null> {
  switch (request.kind) {
    case 'query': {
      const target = request.transaction === null ? engine : open.get(request.transaction)?.handle;
      if (!target) throw new Error('the transaction is already over');
      if (request.script)
        return { rows: (await target.exec(request.sql)).flatMap(({ rows }) => rows as unknown[]) };
      const blob = request.blob ? { blob: new Blob([request.blob as Uint8Array<ArrayBuffer>]) } : {};
      const result = await target.query(request.sql, request.parameters, blob);
      const copied = result.blob ? { blob: new Uint8Array(await result.blob.arrayBuffer()) } : {};
      return {
        rows: result.rows,
        ...(result.affectedRows === undefined ? {} : { affectedRows: result.affectedRows }),
        ...copied,
      };
    }
    case 'begin':
      await begin(engine, request.transaction);
      return null;
    case 'end':
      await end(request.transaction, request.commit);
      return null;
    case 'close':
      await engine.close();
      return null;
  }
}

function begin(engine: PGlite, id: number): Promise<void> {
  const started = Promise.withResolvers<void>();
  const outcome = engine
    .transaction(
      (handle) =>
        new Promise<void>((commit, rollback) => {
          open.set(id, { handle, finish: (keep) => (keep ? commit() : rollback(new RolledBack())) });
          started.resolve();
        }),
    )
    .catch((error: unknown) => {
      if (error instanceof RolledBack) return;
      started.reject(error);
      throw error;
    });
  outcome.catch(() => undefined); // reported by `end`; unawaited until then, it must not end the process
  outcomes.set(id, outcome);
  return started.promise;
}

async function end(id: number, commit: boolean): Promise<void> {
  const outcome = outcomes.get(id);
  open.get(id)?.finish(commit);
  open.delete(id);
  outcomes.delete(id);
  await outcome;
}

function describe(error: unknown): { message: string; code: string | undefined } {
  const { message, code } = error as { message?: string; code?: string };
  // An engine error carries its source line, 30 KB of it; the first line says what happened.
  return { message: (message ?? String(error)).split('\n')[0]?.slice(0, 500) ?? 'unknown', code };
}

try {
  const engine = await boot();
  port.on('message', (request: EngineRequest) => {
    run(engine, request).then(
      (result) => send({ kind: 'done', id: request.id, result }),
      (error: unknown) => send({ kind: 'error', id: request.id, ...describe(error) }),
    );
  });
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'failed', ...describe(error) });
}
