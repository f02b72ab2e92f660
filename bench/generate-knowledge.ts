import { documentIdOf, ticketSource } from '../src/domain/indexed-knowledge.ts';
import type { NewChunk } from '../src/store/knowledge-chunks.ts';
import type { NewDocument } from '../src/store/knowledge-documents.ts';

/** Made-up knowledge: every run gives the same. */
export interface KnowledgeWorld {
  /** A vector that lies as those of the passages do. */
  vector(): Float32Array;
  /** A text of so many words, of which some are said often and most seldom. */
  text(words: number): string;
  /** The next document with its passages. @param account - then it is a solved ticket of this account */
  document(account?: string): { document: NewDocument; chunks: NewChunk[] };
}

export const encoder = 'bench';
const passagesEach = 10;
const dimensions = 512;
/** Topics that texts are about: vectors of real texts lie in heaps, not evenly. */
const topics = 500;
const topicSpread = 0.9;
const vocabulary = 20_000;
const stopWords = 50;
const areas = 40;

/** Prepares made-up documents of ten passages each; one in ten is for our own people alone. */
export function createKnowledgeWorld(seed: number): KnowledgeWorld {
  const random = randomFrom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: topics }, () => Float32Array.from({ length: dimensions }, normal));
  const vector = (): Float32Array => {
    const centre = centres[Math.floor(random() * topics)] as Float32Array;
    return centre.map((value) => value + topicSpread * normal());
  };
  // Zipf without its most frequent words, which are stop words: a rank is as often 50–500 as 500–5,000.
  const word = (): string => `w${Math.floor(stopWords * (vocabulary / stopWords) ** random()).toString(36)}`;
  const text = (words: number): string => Array.from({ length: words }, word).join(' ');
  let count = 0;
  const document: KnowledgeWorld['document'] = (account) => {
    const key = `d${count++}`;
    const source = account === undefined ? 'made-up' : ticketSource;
    const bodies = Array.from({ length: passagesEach }, () => text(50));
    const at = new Date('2026-11-20T10:00:00Z');
    return {
      document: {
        id: documentIdOf(source, key),
        source,
        key,
        kind: account === undefined ? 'product' : 'solved-ticket',
        title: text(6),
        body: `${account === undefined ? '' : '## Answer\n\n'}${bodies.join('\n\n')}`,
        audience: account !== undefined || count % 10 === 0 ? 'internal' : 'customer',
        regions: null,
        productArea: `area-${count % areas}`,
        status: null,
        url: null,
        account: account ?? null,
        versions: { from: null, to: null },
        updatedAt: at,
        meta: {},
        contentHash: key,
        indexedWith: 'bench',
        chunks: passagesEach,
        fetchedAt: at,
        indexedAt: at,
      },
      chunks: bodies.map((body, ordinal) => ({
        ordinal,
        heading: '',
        text: body,
        start: 0,
        end: body.length,
        vector: vector(),
      })),
    };
  };
  return { vector, text, document };
}

/** Numbers from 0 to 1 that are the same every time. Source: Numerical Recipes' linear congruential generator. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
