/** A checkpoint as the verifier reads it. */
export interface FileCheckpoint {
  at: string;
  hash: string;
  publicKey: string;
  seq: number;
  body: string;
  signature: string;
}

/** What a verification found. */
export interface FileVerdict {
  ok: boolean;
  /** Entries that were found to be good, from the first one on. */
  entries: number;
  head: string | null;
  /** Whether checkpoints were held against keys that whoever calls trusts. */
  keysCompared: boolean;
  firstBad?: { seq: number; reason: string };
}

/** What is checked. */
export interface FileChecks {
  form: boolean;
  hashes: boolean;
  entries: boolean;
  checkpoints: boolean;
}

/** A mistake of whoever calls. */
export class UsageError extends Error {}

export function createVerifier(given?: {
  checkpoints?: readonly FileCheckpoint[];
  trusted?: Iterable<string> | null;
  manifest?: { lastSeq: number; headHash: string } | null;
  checks?: FileChecks;
}): { push(chunk: Uint8Array): boolean; end(): FileVerdict };

export function verifyAuditFile(
  file: string,
  given?: {
    checkpointFile?: string | undefined;
    publicKeyFile?: string | undefined;
    trusted?: Iterable<string>;
  },
): Promise<FileVerdict>;

export function parseCheckpoints(bytes: Uint8Array): { checkpoints: FileCheckpoint[]; reason?: string };
