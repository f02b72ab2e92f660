import { documentIdOf, ownSource, sourceDocumentOf } from '../domain/indexed-knowledge.ts';
import type { KnowledgeDocument } from '../domain/knowledge.ts';
import type { KnownIssue } from '../domain/known-issue.ts';
import { type SearchableDocument, type StoredDocument, searchable } from '../domain/searchable-document.ts';
import { HoldfastError } from '../errors.ts';
import type { Embedder } from './embedder.ts';
import {
  createKnowledgeIndex,
  type FoundKnowledge as Found,
  type KnowledgeFilter,
  type SolvedQuestion,
} from './knowledge-index.ts';
import { contentHashOf } from './plan-index.ts';
import { isCovered } from './retrieve.ts';

/** What a search came to. */
export interface FoundKnowledge extends Found {
  /** Whether the best of them is sure enough to answer. */
  isCovered: boolean;
}

/** The knowledge as use cases see it: as it is now, wherever it was read. */
export interface KnowledgeSearch {
  search(question: string, filter: KnowledgeFilter, limit: number): Promise<FoundKnowledge>;
  /** One document, whoever may read it; null = there is none, or it is one account's ticket. */
  find(id: string): Promise<SearchableDocument | null>;
  /** The known issues of our files, in the order of their ids. */
  issues(): Promise<readonly KnownIssue[]>;
}

/** The documents that every account may have, as the index in the database holds them. */
export interface StoredKnowledge {
  /** Changes when they may have changed. */
  mark(): Promise<string>;
  list(): Promise<{ id: string; contentHash: string }[]>;
  /** Questions that people have solved with a document since. */
  solved(): Promise<readonly SolvedQuestion[]>;
  /** @param encoder - vectors of others are left out */
  read(
    ids: readonly string[],
    encoder: Pick<Embedder, 'id' | 'dimensions'> | null,
  ): Promise<StoredDocument[]>;
}

/** Where the knowledge comes from. */
export interface KnowledgePorts {
  /**
   * Our files and the operator's over them, read anew whenever the index has changed. It ends, whatever the disk does.
   * @throws {HoldfastError} HF_SOURCE_UNREADABLE when they cannot be read: then their last good version answers
   */
  readFiles(): Promise<readonly KnowledgeDocument[]>;
  /** Our files alone: what is left where those of the operator were never read. Absent = nothing is. */
  readOurs?(): Promise<readonly KnowledgeDocument[]>;
  /** What was indexed. Absent = the files are everything, and are read once. */
  stored?: StoredKnowledge;
  /** Without one, words alone are compared. */
  embedder?: Embedder;
}

/** So many documents are in memory twice while they are read. */
const readAtOnce = 500;

/** Searches files and what was indexed of other sources. It is brought up to date by the questions that come. */
export function searchKnowledge(ports: KnowledgePorts): KnowledgeSearch {
  const { stored, embedder } = ports;
  const index = createKnowledgeIndex(embedder ?? null);
  let hashes = new Map<string, string>();
  let held: readonly KnowledgeDocument[] | null = null; // null = the files were never read
  let issues: readonly KnownIssue[] = [];
  let solved: ReadonlySet<string> = new Set();
  let seen: string | null = null;
  let working: Promise<void> | null = null;

  const bringUpToDate = async (): Promise<void> => {
    const mark = (await stored?.mark()) ?? '';
    if (mark === seen) return;
    const read = await readUnlessBroken(ports);
    const indexed = new Map((await stored?.list())?.map(({ id, contentHash }) => [id, contentHash]));
    held = read ?? held;
    const files = read ?? withoutOthers(held ?? (await ports.readOurs?.()) ?? [], indexed);
    const own = new Map(files.map((file) => [documentIdOf(ownSource, file.id), sourceDocumentOf(file)]));
    // What lies in a file now is what holds; a file that is broken since is held as it was indexed.
    const wanted = new Map(indexed);
    for (const [id, document] of own) wanted.set(id, contentHashOf(document));
    for (const id of hashes.keys()) if (!wanted.has(id)) index.remove(id);
    const changed = [...wanted].filter(([id, hash]) => hashes.get(id) !== hash);
    const toRead = changed.filter(([id, hash]) => indexed.get(id) === hash).map(([id]) => id);
    const loaded = new Set<string>();
    for (let start = 0; start < toRead.length; start += readAtOnce) {
      const batch = toRead.slice(start, start + readAtOnce);
      for (const { document, vectors } of (await stored?.read(batch, embedder ?? null)) ?? []) {
        index.set(document, vectors);
        loaded.add(document.id);
      }
    }
    for (const [id] of changed) {
      const document = own.get(id);
      if (loaded.has(id)) continue;
      if (document) index.set(searchable(id, document), null);
      else {
        // It was removed, or taken back, since it was listed.
        index.remove(id);
        wanted.delete(id);
      }
    }
    hashes = wanted;
    solved = await learn(solved);
    issues = files.filter(isKnownIssue).sort((one, other) => (one.id < other.id ? -1 : 1));
    seen = mark;
  };
  /** @returns the ids of the questions that are known now */
  const learn = async (before: ReadonlySet<string>): Promise<ReadonlySet<string>> => {
    const questions = (await stored?.solved()) ?? [];
    const now = new Set(questions.map(({ id }) => id));
    for (const id of before) if (!now.has(id)) index.removeSolved(id);
    for (const question of questions) if (!before.has(question.id)) index.setSolved(question);
    return now;
  };
  const current = async (): Promise<void> => {
    // One that began before this question may have listed what was taken back since.
    await working?.catch(() => undefined);
    working ??= bringUpToDate().finally(() => {
      working = null;
    });
    await working;
  };

  return {
    search: async (question, filter, limit) => {
      await current();
      const found = await index.search(question, filter, limit);
      return { ...found, isCovered: isCovered(found) };
    },
    find: async (id) => {
      await current();
      return index.find(id);
    },
    issues: async () => {
      await current();
      return issues;
    },
  };
}

/** Null = the files cannot be read now. */
async function readUnlessBroken({ readFiles }: KnowledgePorts): Promise<readonly KnowledgeDocument[] | null> {
  try {
    return await readFiles();
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_SOURCE_UNREADABLE') return null;
    throw error;
  }
}

/** Files without those that the index has another version of: it was read where they cannot be read now. */
function withoutOthers(
  files: readonly KnowledgeDocument[],
  indexed: ReadonlyMap<string, string>,
): KnowledgeDocument[] {
  return files.filter((file) => {
    const hash = indexed.get(documentIdOf(ownSource, file.id));
    return hash === undefined || hash === contentHashOf(sourceDocumentOf(file));
  });
}

function isKnownIssue(document: KnowledgeDocument): document is KnownIssue {
  return document.kind === 'known-issue';
}
