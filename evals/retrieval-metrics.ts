import type { RankedQuery } from './retrieval.ts';

/** By query: its relevant documents; a query that is missing has no answer in the set. */
export type Relevance = ReadonlyMap<string, ReadonlySet<string>>;

/** One query, judged. */
export interface JudgedQuery {
  id: string;
  answerable: boolean;
  /** Whether the first document is relevant. */
  correct: boolean;
  /** Of the first ten; null where nothing is relevant. Source: Järvelin and Kekäläinen (2002), relevance 0 or 1. */
  ndcg: number | null;
  /** The share of the relevant documents among the first ten. */
  recall: number | null;
  confidence: number;
  abstained: boolean;
}

const depth = 10;

/** Judges every query of a run. */
export function judge(ranked: readonly RankedQuery[], relevance: Relevance): JudgedQuery[] {
  return ranked.map(({ query_id: id, ranked: documents, confidence, abstain }) => {
    const relevant = relevance.get(id) ?? new Set();
    const hits = documents.slice(0, depth).map(({ doc_id }) => relevant.has(doc_id));
    const gain = (flags: readonly boolean[]): number =>
      flags.reduce((sum, hit, place) => sum + (hit ? 1 / Math.log2(place + 2) : 0), 0);
    const ideal = gain(Array.from({ length: Math.min(depth, relevant.size) }, () => true));
    const answerable = relevant.size > 0;
    return {
      id,
      answerable,
      confidence,
      abstained: abstain,
      correct: hits[0] ?? false,
      ndcg: answerable ? gain(hits) / ideal : null,
      recall: answerable ? hits.filter(Boolean).length / relevant.size : null,
    };
  });
}

/**
 * The share of the answerable queries that are answered correctly when only the surest are answered, as many as keep the
 * answers right to this precision. Queries of the same confidence are answered together.
 */
export function answeredAtPrecision(queries: readonly JudgedQuery[], precision: number): number {
  const surest = [...queries].sort((a, b) => b.confidence - a.confidence);
  let correct = 0;
  let most = 0;
  for (const [index, query] of surest.entries()) {
    correct += Number(query.correct);
    const tied = surest[index + 1]?.confidence === query.confidence;
    if (!tied && correct / (index + 1) >= precision) most = correct;
  }
  return most / Math.max(1, queries.filter(({ answerable }) => answerable).length);
}

/** The share of what is answered, at the product's own threshold, that is right; null when nothing is answered. */
export function answeredPrecision(queries: readonly JudgedQuery[]): number | null {
  const answered = queries.filter(({ abstained }) => !abstained);
  return answered.length === 0 ? null : answered.filter(({ correct }) => correct).length / answered.length;
}

/** The share of what has no answer that is refused, at the product's own threshold; null when everything has one. */
export function refusedShare(queries: readonly JudgedQuery[]): number | null {
  const without = queries.filter(({ answerable }) => !answerable);
  return without.length === 0 ? null : without.filter(({ abstained }) => abstained).length / without.length;
}
