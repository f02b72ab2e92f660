import { tokensOf } from './tokens.ts';

/** How one field of a document counts. */
export interface FieldWeight {
  /** How many words of the body one word here is worth. */
  weight: number;
  /** 0 = its length does not matter, 1 = a word in a field twice as long counts half. */
  lengthNorm: number;
}

/** One document as it is searched: its text by field. */
export interface LexicalDocument {
  id: string;
  fields: Readonly<Record<string, string>>;
}

/** A document that holds words of the question. */
export interface LexicalHit {
  id: string;
  /** BM25F; comparable within one search. */
  score: number;
}

/** A BM25F index in memory. */
export interface LexicalIndex {
  add(document: LexicalDocument): void;
  remove(id: string): void;
  /**
   * The best documents, the best first; of equal ones the lower id.
   * @param accept - asked before anything is scored: what it refuses does not exist here
   */
  search(text: string, options: { limit: number; accept?(id: string): boolean }): LexicalHit[];
  /** What a text would score against itself if it were the longest match there is: the scale of its scores. */
  scaleOf(text: string): number;
  readonly size: number;
}

/** Saturation of a term's frequency. Source: the usual range of BM25 is 1.2 to 2. */
const k1 = 1.2;

interface Entry {
  lengths: Float64Array;
  terms: readonly string[];
}

/** Builds an empty index over these fields. */
export function createLexicalIndex(weights: Readonly<Record<string, FieldWeight>>): LexicalIndex {
  const fields = Object.entries(weights);
  const entries = new Map<string, Entry>();
  /** By term: how often it stands in each field of each document. */
  const postings = new Map<string, Map<string, Float64Array>>();
  const totals = new Float64Array(fields.length);

  const idf = (documents: number): number =>
    Math.log(1 + (entries.size - documents + 0.5) / (documents + 0.5));

  const remove = (id: string): void => {
    const entry = entries.get(id);
    if (!entry) return;
    for (const term of entry.terms) {
      const list = postings.get(term);
      list?.delete(id);
      if (list?.size === 0) postings.delete(term);
    }
    entry.lengths.forEach((length, field) => {
      totals[field] = (totals[field] ?? 0) - length;
    });
    entries.delete(id);
  };

  const add = ({ id, fields: texts }: LexicalDocument): void => {
    remove(id);
    const counts = new Map<string, Float64Array>();
    const lengths = new Float64Array(fields.length);
    fields.forEach(([name], field) => {
      for (const term of tokensOf(texts[name] ?? '')) {
        const row = counts.get(term) ?? new Float64Array(fields.length);
        row[field] = (row[field] ?? 0) + 1;
        counts.set(term, row);
        lengths[field] = (lengths[field] ?? 0) + 1;
      }
      totals[field] = (totals[field] ?? 0) + (lengths[field] ?? 0);
    });
    for (const [term, row] of counts) {
      const list = postings.get(term) ?? new Map<string, Float64Array>();
      list.set(id, row);
      postings.set(term, list);
    }
    entries.set(id, { lengths, terms: [...counts.keys()] });
  };

  const frequencyOf = (row: Float64Array, lengths: Float64Array): number => {
    let frequency = 0;
    fields.forEach(([, { weight, lengthNorm }], field) => {
      const count = row[field] ?? 0;
      if (count === 0) return;
      const mean = (totals[field] ?? 0) / entries.size;
      frequency += (weight * count) / (1 - lengthNorm + (lengthNorm * (lengths[field] ?? 0)) / mean);
    });
    return frequency;
  };

  return {
    add,
    remove,
    search: (text, { limit, accept }) => {
      const scores = new Map<string, number>();
      const refused = new Set<string>();
      for (const [term, times] of countsOf(text)) {
        const list = postings.get(term);
        if (!list) continue;
        const gain = idf(list.size) * times;
        for (const [id, row] of list) {
          if (refused.has(id)) continue;
          if (accept && !scores.has(id) && !accept(id)) {
            refused.add(id);
            continue;
          }
          const frequency = frequencyOf(row, entries.get(id)?.lengths ?? row);
          scores.set(id, (scores.get(id) ?? 0) + (gain * frequency * (k1 + 1)) / (k1 + frequency));
        }
      }
      return [...scores]
        .map(([id, score]) => ({ id, score }))
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
    },
    scaleOf: (text) => {
      let scale = 0;
      for (const [term, times] of countsOf(text)) {
        scale += idf(postings.get(term)?.size ?? 0) * times * (k1 + 1);
      }
      return scale;
    },
    get size() {
      return entries.size;
    },
  };
}

/** How often each term counts. A word that a long question repeats counts more, but not as often as it stands there. */
function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of tokensOf(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  for (const [term, times] of counts) counts.set(term, 1 + Math.log(times));
  return counts;
}
