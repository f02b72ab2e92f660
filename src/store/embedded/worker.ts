import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { EngineOptions, EngineReply, EngineRequest, EngineResult } from './protocol.ts';
import { keepStatements } from './statements.ts';

/**
 * Runs the embedded engine in a thread of its own: a query of a second would otherwise stop every chat
 * acknowledgement for that second.
 */
const port = parentPort;
if (!port) throw new Error('the embedded engine runs as a worker thread');
const options = workerData as EngineOptions;
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

/** Somebody went on after a statement of the transaction had failed: nothing of it is kept. */
class AbortedTransaction extends Error {
  readonly code = '25P02';
  constructor() {
    super('the transaction was rolled back, because a statement in it had failed');
  }
}

/**
 * Answers requests one after the other. A transaction begins with its first statement; while it is open, everything
 * else waits for its end.
 */
function serve(engine: PGlite): (request: EngineRequest) => Promise<void> {
  const statements = keepStatements(engine);
  const waiting: EngineRequest[] = [];
  let open: number | null = null;
  let busy = false;

  const take = (): EngineRequest | undefined => {
    const index = open === null ? 0 : waiting.findIndex((request) => transactionOf(request) === open);
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };

  const run = async (request: EngineRequest): Promise<EngineResult | null> => {
    switch (request.kind) {
      case 'query':
        if (request.transaction !== open) await statements.run('begin', []);
        open = request.transaction;
        return await query(request);
      case 'end':
        open = null;
        await end(request.commit);
        return null;
      case 'close':
        await engine.close();
        return null;
    }
  };

  const end = async (commit: boolean): Promise<void> => {
    const { command } = await statements.run(commit ? 'commit' : 'rollback', []);
    if (commit && command !== 'COMMIT') throw new AbortedTransaction();
  };

  const query = async (request: Extract<EngineRequest, { kind: 'query' }>): Promise<EngineResult> => {
    const { sql, parameters, script, blob } = request;
    if (!script && !blob && isPlain(sql)) return await statements.run(sql, parameters);
    // What else there is may change the schema, and with it what a statement returns; a copy does not.
    if (!blob) await statements.forget();
    if (script) return { rows: (await engine.exec(sql)).flatMap(({ rows }) => rows as unknown[]) };
    const given = blob ? { blob: new Blob([blob as Uint8Array<ArrayBuffer>]) } : {};
    const result = await engine.query(sql, parameters, given);
    const { rows, affectedRows } = result;
    const copied = result.blob ? { blob: new Uint8Array(await result.blob.arrayBuffer()) } : {};
    return { rows, ...(affectedRows === undefined ? {} : { affectedRows }), ...copied };
  };

  const answer = async (request: EngineRequest): Promise<void> => {
    const { id } = request;
    await run(request).then(
      (result) => send({ kind: 'done', id, result }),
      (error: unknown) => send({ kind: 'error', id, ...describe(error) }),
    );
    // Nothing keeps the thread then, and it ends by itself: one that is stopped from outside can take the process along.
    if (request.kind === 'close') port?.close();
  };

  return async (request) => {
    waiting.push(request);
    if (busy) return;
    busy = true;
    for (let next = take(); next; next = take()) await answer(next);
    busy = false;
  };
}

function transactionOf(request: EngineRequest): number | null {
  return request.kind === 'close' ? null : request.transaction;
}

/** Whether it reads or writes rows and nothing else. */
function isPlain(sql: string): boolean {
  return /^\s*(?:\/\*[^*]*\*\/)?[\s(]*(?:select|insert|update|delete|with)\b/i.test(sql);
}

function describe(error: unknown): { message: string; code: string | undefined } {
  const { message, code } = error as { message?: string; code?: string };
  // An engine error carries its source line, 30 KB of it; the first line says what happened.
  return { message: (message ?? String(error)).split('\n')[0]?.slice(0, 500) ?? 'unknown', code };
}

try {
  port.on('message', serve(await boot()));
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'failed', ...describe(error) });
}
