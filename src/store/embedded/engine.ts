import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { HoldfastError } from '../../errors.ts';
import { isCopy } from '../copy.ts';
import { isScript } from '../script.ts';
import type { EngineOptions, EngineReply, EngineRequest, EngineResult } from './protocol.ts';

type Pending = { resolve(result: EngineResult | null): void; reject(error: Error): void };
type Unsent<T> = T extends EngineRequest ? Omit<T, 'id'> : never;

interface EngineTransaction {
  query<T>(sql: string, parameters?: unknown[]): Promise<{ rows: T[]; affectedRows?: number }>;
}

/** The part of PGlite's interface that the query builder's dialect uses, answered by the worker thread. */
export interface EmbeddedEngine {
  readonly ready: boolean;
  readonly closed: boolean;
  readonly waitReady: Promise<void>;
  /** Resolves when the engine's thread ends although nobody closed it: from then on nothing is answered. */
  readonly died: Promise<HoldfastError>;
  query<T>(
    sql: string,
    parameters?: unknown[],
    options?: { blob?: Uint8Array },
  ): Promise<{
    rows: T[];
    affectedRows?: number;
    blob?: Uint8Array;
    fields: never[];
  }>;
  transaction<T>(callback: (transaction: EngineTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** An error that the engine reported; `code` is the SQLSTATE, as with the server driver. */
class EngineError extends Error {
  readonly code: string | undefined;
  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/**
 * Starts the embedded engine in a worker thread.
 * @throws {HoldfastError} HF_DATABASE_UNAVAILABLE when the folder cannot be opened
 */
export async function startEmbeddedEngine(options: EngineOptions): Promise<EmbeddedEngine> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
  const pending = new Map<number, Pending>();
  const booted = Promise.withResolvers<void>();
  const died = Promise.withResolvers<HoldfastError>();
  let lastId = 0;
  let closed = false;
  let closing = false;
  let cause: Error | null = null;

  const failAll = (error: Error): void => {
    cause ??= error;
    booted.reject(error);
    for (const waiting of pending.values()) waiting.reject(error);
    pending.clear();
  };
  worker.on('error', failAll);
  worker.on('exit', (code) => {
    closed = true;
    failAll(new Error(`the embedded engine has stopped (exit code ${code})`));
    if (!closing) died.resolve(hasDied(options, cause));
  });
  worker.on('message', (reply: EngineReply) => {
    if (reply.kind === 'ready') return booted.resolve();
    if (reply.kind === 'failed') return booted.reject(new EngineError(reply.message, reply.code));
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.kind === 'done') waiting?.resolve(reply.result);
    else waiting?.reject(new EngineError(reply.message, reply.code));
  });

  const send = (request: Unsent<EngineRequest>): Promise<EngineResult | null> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the embedded engine has stopped'));
      if (request.kind === 'close') closing = true;
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      worker.postMessage({ ...request, id });
    });

  try {
    await booted.promise;
  } catch (error) {
    closing = true;
    await worker.terminate();
    throw new HoldfastError(
      'HF_DATABASE_UNAVAILABLE',
      `The embedded database in ${options.folder ?? 'memory'} does not start: ${(error as Error).message}`,
      {
        next: 'Check the free space and the permissions of the folder, or name another with HOLDFAST_HOME.',
        cause: error,
      },
    );
  }
  return createProxy(send, worker, () => closed, died.promise);
}

function hasDied({ folder }: EngineOptions, cause: Error | null): HoldfastError {
  const reason = cause?.message.split('\n')[0] ?? 'no reason given';
  return new HoldfastError(
    'HF_DATABASE_UNAVAILABLE',
    `The embedded database in ${folder ?? 'memory'} broke down while it was in use: ${reason}`,
    { next: 'Start Holdfast again; everything that was accepted is kept.', cause },
  );
}

function createProxy(
  send: (request: Unsent<EngineRequest>) => Promise<EngineResult | null>,
  worker: Worker,
  isClosed: () => boolean,
  died: Promise<HoldfastError>,
): EmbeddedEngine {
  let lastTransaction = 0;
  const query = async <T>(
    transaction: number | null,
    sql: string,
    parameters: unknown[] = [],
    blob?: Uint8Array,
  ) => {
    const request = isCopy(sql)
      ? {
          sql: sql.replace('from stdin', "from '/dev/blob'"),
          parameters: [],
          blob: Buffer.from(String(parameters[0])),
        }
      : { sql, parameters, ...(blob ? { blob } : {}), ...(isScript(sql) ? { script: true as const } : {}) };
    const result = await send({ kind: 'query', transaction, ...request });
    return { ...result, rows: (result?.rows ?? []) as T[], fields: [] as never[] };
  };
  return {
    ready: true,
    waitReady: Promise.resolve(),
    died,
    get closed() {
      return isClosed();
    },
    query: (sql, parameters, options) => query(null, sql, parameters, options?.blob),
    transaction: async (callback) => {
      const transaction = ++lastTransaction;
      let used = false;
      let over = false;
      const end = async (commit: boolean): Promise<void> => {
        over = true;
        if (used) await send({ kind: 'end', transaction, commit });
      };
      try {
        const result = await callback({
          query: async (sql, parameters) => {
            if (over) throw new Error('the transaction is already over');
            used = true;
            return await query(transaction, sql, parameters);
          },
        });
        await end(true);
        return result;
      } catch (error) {
        if (!over) await end(false).catch(() => undefined);
        throw error;
      }
    },
    close: async () => {
      if (isClosed()) return;
      await send({ kind: 'close' });
      await end(worker);
    },
  };
}

/** How long a thread may take to end by itself once the engine in it is closed. */
const endPatienceMs = 5_000;

async function end(worker: Worker): Promise<void> {
  if (worker.threadId < 0) return;
  const patience = new AbortController();
  const over = once(worker, 'exit').then(() => patience.abort());
  await Promise.race([
    over,
    sleep(endPatienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  if (!patience.signal.aborted) await worker.terminate();
}
