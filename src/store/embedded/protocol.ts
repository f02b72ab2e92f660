/** Messages between the main thread and the thread that runs the embedded engine. */
export type EngineRequest =
  | {
      id: number;
      kind: 'query';
      transaction: number | null;
      sql: string;
      parameters: unknown[];
      blob?: Uint8Array;
    }
  | { id: number; kind: 'begin'; transaction: number }
  | { id: number; kind: 'end'; transaction: number; commit: boolean }
  | { id: number; kind: 'close' };

export interface EngineResult {
  rows: unknown[];
  affectedRows?: number;
  blob?: Uint8Array;
}

export type EngineReply =
  | { kind: 'ready' }
  | { kind: 'failed'; message: string; code: string | undefined }
  | { kind: 'done'; id: number; result: EngineResult | null }
  | { kind: 'error'; id: number; message: string; code: string | undefined };

export interface EngineOptions {
  /** Folder of the database files; null = in memory. */
  folder: string | null;
  /** A dump of an initialised folder to start from instead of running initdb; null = run initdb. */
  template: string | null;
}
