/** Messages between the main thread and the thread that runs the embedded engine. */
export type EngineRequest =
  | {
      id: number;
      kind: 'query';
      /** The transaction that it belongs to, and begins if it is the first; null = it stands alone. */
      transaction: number | null;
      sql: string;
      parameters: unknown[];
      blob?: Uint8Array;
      /** Several statements without parameters. */
      script?: true;
    }
  | { id: number; kind: 'end'; transaction: number; commit: boolean }
  | { id: number; kind: 'close' };

/** What a statement gave; `blob` is what a COPY wrote. */
export interface EngineResult {
  rows: unknown[];
  affectedRows?: number;
  blob?: Uint8Array;
}

/** What the engine's thread says: that it has started, or the answer to one request. */
export type EngineReply =
  | { kind: 'ready' }
  | { kind: 'failed'; message: string; code: string | undefined }
  | { kind: 'done'; id: number; result: EngineResult | null }
  | { kind: 'error'; id: number; message: string; code: string | undefined };

/** What the engine's thread starts with. */
export interface EngineOptions {
  /** Folder of the database files; null = in memory. */
  folder: string | null;
  /** A dump of an initialised folder to start from instead of running initdb; null = run initdb. */
  template: string | null;
}
