import { digestOf } from '../domain/canonical-json.ts';
import type { SourceDocument } from '../domain/indexed-knowledge.ts';
import type { SourceReading } from '../domain/knowledge-source.ts';

/** A document that the index has, as far as its source's next reading needs it. */
export interface KnownDocument {
  id: string;
  key: string;
  contentHash: string;
  indexedWith: string;
}

/** A document that has to be cut and given vectors. */
export interface DocumentToIndex {
  document: SourceDocument;
  contentHash: string;
}

/** What a reading changes. */
export interface IndexPlan {
  added: DocumentToIndex[];
  changed: DocumentToIndex[];
  /** How many stay as they are. */
  unchanged: number;
  /** Ids of documents that are gone from their source. */
  removed: string[];
  problems: string[];
}

/** Longer documents are no text that anybody reads: a log, a dump, a trap. Characters. */
const longestBody = 500_000;
const longestTitle = 300;

/**
 * Compares what a source holds with what the index has of it.
 * @param indexedWith - how documents are cut and encoded today; those of another way are indexed anew
 */
export function planIndex(
  reading: SourceReading,
  known: readonly KnownDocument[],
  indexedWith: string,
): IndexPlan {
  const plan: IndexPlan = {
    added: [],
    changed: [],
    unchanged: 0,
    removed: [],
    problems: [...reading.problems],
  };
  const before = new Map(known.map((document) => [document.key, document]));
  // A page that is read while the source changes can hold a document of the page before: the later one counts.
  const read = new Map(reading.documents.map((document) => [document.key, document]));
  for (const given of read.values()) {
    const document = cleaned(given);
    const earlier = before.get(document.key);
    const problem = problemOf(document);
    if (problem !== null) {
      plan.problems.push(`${document.key}: ${problem}`);
      if (earlier) plan.unchanged++;
      continue;
    }
    const contentHash = hashOf(document);
    if (!earlier) plan.added.push({ document, contentHash });
    else if (earlier.contentHash === contentHash && earlier.indexedWith === indexedWith) plan.unchanged++;
    else plan.changed.push({ document, contentHash });
  }
  for (const { id, key } of known) {
    if (read.has(key)) continue;
    if (reading.isGone(key)) plan.removed.push(id);
    else plan.unchanged++;
  }
  return plan;
}

/** The hash by which a document is known to be the same; what nobody reads of it does not count. */
export function contentHashOf(document: SourceDocument): string {
  return hashOf(cleaned(document));
}

function hashOf(document: SourceDocument): string {
  return digestOf({ ...document, updatedAt: document.updatedAt?.toISOString() ?? null });
}

/** Why a document cannot be used; its last good version stays. Null = it can. */
function problemOf({ title, body }: SourceDocument): string | null {
  if (body.length > longestBody) return `has ${body.length} characters; at most ${longestBody} are read`;
  if (title === '') return 'has no title';
  return body === '' ? 'has no text' : null;
}

/** The same document without what no database keeps and no reader sees. */
function cleaned(document: SourceDocument): SourceDocument {
  const title = visible(document.title).replace(/\s+/g, ' ').trim().slice(0, longestTitle).toWellFormed();
  const meta = JSON.parse(JSON.stringify(document.meta), (_, value) =>
    typeof value === 'string' ? visible(value) : value,
  ) as SourceDocument['meta'];
  return { ...document, title, body: visible(document.body).trim(), meta };
}

/** Control characters but tabs and line ends, and halves of characters, are nobody's words. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
}
