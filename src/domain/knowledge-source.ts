import type { SourceDocument } from './indexed-knowledge.ts';

/** What a source wants to remember until it is read again, as JSON; null = nothing. */
export type SourceMark = unknown;

/** What a source holds now, as far as it was read. */
export interface SourceReading {
  documents: readonly SourceDocument[];
  /** Whether an earlier document that is not among these has vanished; otherwise it stands as it was. */
  isGone(key: string): boolean;
  /** What could not be used, one sentence each, with its place. */
  problems: readonly string[];
  mark: SourceMark;
}

/** Somewhere that knowledge comes from. It is read and never written. */
export interface KnowledgeSource {
  /** Unique; part of the ids of its documents. */
  name: string;
  /** For people: `GitHub issues of acme/product`. */
  description: string;
  /** Changes with every setting that changes what documents become: a mark made under others is not given back. */
  settings: string;
  /** Whether it reads everything, whatever its mark says: then it is given the mark though documents are made anew. */
  readsEverything?: boolean;
  /**
   * Reads everything, or what is new since the mark.
   * @param mark - what the last complete reading returned; null = read everything
   * @throws {HoldfastError} HF_SOURCE_UNREADABLE when it cannot be read in full: then nothing of it has vanished
   */
  read(mark: SourceMark, signal: AbortSignal): Promise<SourceReading>;
}
