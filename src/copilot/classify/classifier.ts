import { createLikenessIndex, type EncodedText } from '../likeness-index.ts';
import { calibrate } from './calibrate.ts';
import { inverseFactor, solveWith } from './cholesky.ts';

/** A text with the documents that answer it. */
export interface Example extends EncodedText {
  documentIds: readonly string[];
  /** Whether somebody wrote it as a question; a document's title is an example, but nobody asked it. */
  asked: boolean;
}

/** What the examples say of a question. */
export interface Classification {
  /** About 0 to 1 for each document that has an example: 1 = exactly what its examples say. */
  scores: Map<string, number>;
  /** 0 to 1: the chance that the best document is right, if half of all questions had no answer here. */
  confidence: number;
}

/** Which documents may be named; the examples of the others have no say. */
export type AcceptDocument = (id: string) => boolean;

/** Learned from examples. */
export type Classifier = (question: EncodedText, accept?: AcceptDocument) => Classification;

/** How far an example is trusted: more smooths more. Source: leave-one-out over the examples of three companies (ADR-0023). */
const smoothing = 0.3;

/**
 * Learns which document answers which question, by kernel ridge regression: one linear system, no chance, no rounds.
 * Time grows with the cube of the number of examples: 0.1 s for 500, about 3 s for 1,500.
 * Source: Rifkin and Klautau, "In Defense of One-Vs-All Classification" (2004).
 */
export function learnClassifier(examples: readonly Example[]): Classifier {
  const kernel = createKernel(examples);
  const rows = examples.map(kernel);
  const inverse = inverseFactor(
    rows.map((row, index) => row.map((value, other) => (other === index ? value + smoothing : value))),
  );
  const labels = labelsOf(examples);
  const weights = new Map(
    [...labels].map(([id, places]) => {
      const target = new Float64Array(examples.length);
      for (const place of places) target[place] = 1;
      return [id, solveWith(inverse, target)];
    }),
  );
  const confidenceOf = calibrate({ examples, rows, inverse, labels, weights });
  return (question, accept) => {
    const all = kernel(question);
    const row = accept ? all.map((value, index) => (isAccepted(examples[index], accept) ? value : 0)) : all;
    const scores = new Map<string, number>();
    for (const [id, weight] of weights) {
      if (!(accept?.(id) ?? true)) continue;
      let score = 0;
      for (let index = 0; index < row.length; index++)
        score += (row[index] as number) * (weight[index] as number);
      scores.set(id, score);
    }
    return { scores, confidence: confidenceOf([...scores.values()], row) };
  };
}

/** How alike a text is to every example, in their order. */
function createKernel(examples: readonly Example[]): (text: EncodedText) => Float64Array {
  const index = createLikenessIndex();
  for (const [place, example] of examples.entries()) index.add(String(place), example);
  return (text) => {
    const row = new Float64Array(examples.length);
    for (const [place, likeness] of index.likeness(text)) row[Number(place)] = likeness;
    return row;
  };
}

function isAccepted(example: Example | undefined, accept: AcceptDocument): boolean {
  return example?.documentIds.some(accept) ?? false;
}

/** By document: where its examples stand. */
function labelsOf(examples: readonly Example[]): Map<string, number[]> {
  const labels = new Map<string, number[]>();
  for (const [index, { documentIds }] of examples.entries()) {
    for (const id of new Set(documentIds)) {
      const places = labels.get(id) ?? [];
      places.push(index);
      labels.set(id, places);
    }
  }
  return labels;
}
