import type { DocumentVectors } from '../domain/searchable-document.ts';
import { createCosineIndex } from './cosine-index.ts';
import { pieceFeatures, wordFeatures } from './features.ts';
import { headlineOf } from './headline.ts';
import { createLexicalIndex, type LexicalIndex } from './lexical-index.ts';
import { createExactVectorIndex, type VectorHit } from './vector-index.ts';

/** Something that may answer a question. */
export interface RetrievableDocument {
  id: string;
  title: string;
  text: string;
}

/** How a document looks beside a question, from several sides, each 0 to 1. */
export interface DocumentMatch {
  /** The share of the question's words that its words cover, rare words counting more (BM25F). */
  words: number;
  /** The same for the question's first line alone. */
  headline: number;
  /** Words and pairs of words that both have (cosine). */
  phrases: number;
  /** Pieces of words that its title and the question's first line have (cosine). */
  title: number;
  /** Likeness in meaning of its title and the question's first line; of its title with its text and the whole question. */
  titleMeaning: number;
  meaning: number;
}

/** A question with what the encoder made of it; null = without an encoder. */
export interface EncodedQuestion {
  text: string;
  vector: Float32Array | null;
  /** Of its first line. */
  headlineVector: Float32Array | null;
}

/** Documents by their words and meaning. */
export interface DocumentIndex {
  /** Adds a document without vectors, or replaces the one under this id. */
  add(document: RetrievableDocument): void;
  /** Adds a document's vectors. */
  encode(id: string, vectors: DocumentVectors): void;
  remove(id: string): void;
  has(id: string): boolean;
  /** How each document matches that may be seen and has anything in common with the question. */
  match(question: EncodedQuestion, accept?: (id: string) => boolean): Promise<Map<string, DocumentMatch>>;
}

/** So many documents are compared from each side; a document that is further down on one side gets what the last has. */
const candidates = 500;

type Matches = Map<string, DocumentMatch>;

/** Builds an empty index. */
export function createDocumentIndex(): DocumentIndex {
  const words = createLexicalIndex({
    title: { weight: 2, lengthNorm: 0.3 },
    body: { weight: 1, lengthNorm: 0.6 },
  });
  const phrases = createCosineIndex(wordFeatures);
  const titles = createCosineIndex(pieceFeatures);
  const titleVectors = createExactVectorIndex();
  const textVectors = createExactVectorIndex();
  const ids = new Set<string>();

  const remove = (id: string): void => {
    for (const index of [words, phrases, titles, titleVectors, textVectors]) index.remove(id);
    ids.delete(id);
  };

  return {
    add: ({ id, title, text }) => {
      remove(id);
      words.add({ id, fields: { title, body: text } });
      phrases.add(id, `${title}\n${text}`);
      titles.add(id, title);
      ids.add(id);
    },
    encode: (id, { title, text }) => {
      if (!ids.has(id)) return;
      titleVectors.add(id, title);
      textVectors.add(id, text);
    },
    remove,
    has: (id) => ids.has(id),
    match: async ({ text, vector, headlineVector }, accept) => {
      const found: Matches = new Map();
      const note = (side: keyof DocumentMatch, values: Iterable<readonly [string, number]>): void => {
        for (const [id, value] of values) matchOf(found, id)[side] = value;
      };
      note('words', shares(words, text, accept));
      const headline = headlineOf(text);
      note('headline', headline === text ? [] : shares(words, headline, accept));
      note('phrases', phrases.similarities(text, accept));
      note('title', titles.similarities(headline, accept));
      if (!vector || !headlineVector) return found;
      noteMeaning(found, 'titleMeaning', await titleVectors.nearest(headlineVector, candidates, accept));
      noteMeaning(found, 'meaning', await textVectors.nearest(vector, candidates, accept));
      return found;
    },
  };
}

/** Documents by the share of a text that their words cover. */
function shares(index: LexicalIndex, text: string, accept?: (id: string) => boolean): [string, number][] {
  const scale = index.scaleOf(text);
  const hits = index.search(text, { limit: candidates, ...(accept ? { accept } : {}) });
  return hits.map(({ id, score }) => [id, score / scale]);
}

function matchOf(found: Matches, id: string): DocumentMatch {
  let match = found.get(id);
  if (!match) {
    match = { words: 0, headline: 0, phrases: 0, title: 0, titleMeaning: 0, meaning: 0 };
    found.set(id, match);
  }
  return match;
}

/** What was not among the nearest is as far as the last that was. */
function noteMeaning(found: Matches, side: 'titleMeaning' | 'meaning', hits: readonly VectorHit[]): void {
  const last = hits.length < candidates ? 0 : Math.max(0, hits.at(-1)?.similarity ?? 0);
  for (const match of found.values()) match[side] = last;
  for (const { id, similarity } of hits) matchOf(found, id)[side] = Math.max(0, similarity);
}
