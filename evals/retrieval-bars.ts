import { mean } from './bootstrap.ts';
import { areaUnderCurve } from './metrics.ts';
import {
  answeredAtPrecision,
  answeredPrecision,
  type JudgedQuery,
  refusedShare,
} from './retrieval-metrics.ts';

/** A figure that a set is judged by, and what it has to reach. */
export interface Bar {
  name: string;
  atLeast: number;
  measure(queries: readonly JudgedQuery[]): number | null;
}

const of =
  (pick: (query: JudgedQuery) => number | null) =>
  (queries: readonly JudgedQuery[]): number | null =>
    mean(queries.flatMap((query) => pick(query) ?? []));

const accuracy = of(({ answerable, correct }) => (answerable ? Number(correct) : null));
const ndcg = of((query) => query.ndcg);
const recall = of((query) => query.recall);
const scope = (queries: readonly JudgedQuery[]): number | null =>
  areaUnderCurve(queries.map(({ confidence, answerable }) => ({ risk: confidence, happened: answerable })));
const answered = (precision: number, atLeast: number): Bar => ({
  name: `answered correctly at precision ${precision}`,
  atLeast,
  measure: (queries) => answeredAtPrecision(queries, precision),
});
const ownPrecision: Bar = { name: 'precision at own threshold', atLeast: 0.8, measure: answeredPrecision };
const refused: Bar = { name: 'unanswerable refused', atLeast: 0.8, measure: refusedShare };

/** By set: what it has to reach. */
export const retrievalBars: Readonly<Record<string, readonly Bar[]>> = {
  'kb-firefox': [
    { name: 'nDCG@10', atLeast: 0.39, measure: ndcg },
    { name: 'scope AUROC', atLeast: 0.8, measure: scope },
  ],
  'faq-stackfaq': [{ name: 'nDCG@10', atLeast: 0.79, measure: ndcg }],
  'macro-banking77': [{ name: 'accuracy', atLeast: 0.8, measure: accuracy }, ownPrecision],
  'macro-clinc150': [
    { name: 'accuracy', atLeast: 0.91, measure: accuracy },
    { name: 'scope AUROC', atLeast: 0.96, measure: scope },
    ...[answered(0.9, 0.88), ownPrecision, refused],
  ],
  'macro-hint3-curekart': [
    { name: 'accuracy', atLeast: 0.85, measure: accuracy },
    { name: 'scope AUROC', atLeast: 0.88, measure: scope },
    ...[answered(0.8, 0.6), ownPrecision],
  ],
  'dup-rust': [{ name: 'recall@10', atLeast: 0.63, measure: recall }],
  'dup-seamonkey': [{ name: 'recall@10', atLeast: 0.87, measure: recall }],
};
