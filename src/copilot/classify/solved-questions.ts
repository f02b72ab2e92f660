import { createLikenessIndex, type EncodedText } from '../likeness-index.ts';
import { chooseExamples } from './choose-examples.ts';
import { type Classifier, type Example, learnClassifier } from './classifier.ts';

/** A question that was answered before, and by what: a solved ticket, or an example of a macro. */
export interface SolvedQuestion {
  id: string;
  text: string;
  documentIds: readonly string[];
  /** Whether it may serve everybody's answers: an example, or a ticket that a person turned into shared knowledge. */
  shared: boolean;
}

/** What may have a say for one question. */
export interface SolvedScope {
  acceptDocument?(id: string): boolean;
  /** Asked of questions that are not shared; without it none of them has a say. */
  acceptSolved?(id: string): boolean;
}

/** What solved questions say of a question. */
export interface SolvedVerdict {
  /** By document, 0 to about 1.5; those without a solved question are not named. */
  scores: Map<string, number>;
  /** 0 to 1: how sure the best of the documents with shared questions is. */
  confidence: number;
}

/** Solved questions, and what is learned from them. */
export interface SolvedQuestions {
  add(solved: SolvedQuestion, vector: Float32Array | null): void;
  remove(id: string): void;
  /** A document's title speaks like a question that it solved. */
  title(documentId: string, title: EncodedText | null): void;
  judge(question: EncodedText, scope: SolvedScope): SolvedVerdict;
}

/** Learning from so many takes a few seconds; what is more is compared one by one. */
const learnedAtMost = 1_500;
/** Solved questions that are looked at one by one: enough that the right one is among them, few enough that they are alike. */
const neighbours = 20;

interface Kept extends SolvedQuestion, EncodedText {}

/** Builds an empty collection. It learns again at the first question after something changed. */
export function createSolvedQuestions(examplesAtMost = learnedAtMost): SolvedQuestions {
  const solved = new Map<string, Kept>();
  const titles = new Map<string, EncodedText>();
  const others = createLikenessIndex();
  let classifier: Classifier | null = null;
  let learned: ReadonlySet<Kept> = new Set();

  const learn = (): Classifier => {
    const shared = [...solved.values()].filter((one) => one.shared && one.documentIds.length > 0);
    const chosen = chooseExamples(shared, examplesAtMost);
    learned = new Set(chosen);
    for (const one of solved.values()) {
      if (learned.has(one)) others.remove(one.id);
      else others.add(one.id, one);
    }
    const answering = new Set(chosen.flatMap(({ documentIds }) => documentIds));
    const named = [...titles].filter(([id]) => answering.has(id));
    return learnClassifier([
      ...chosen.map((one): Example => ({ ...one, asked: true })),
      ...named.map(([id, title]): Example => ({ ...title, documentIds: [id], asked: false })),
    ]);
  };

  const votes = (
    question: EncodedText,
    { acceptDocument, acceptSolved }: SolvedScope,
  ): Map<string, number> => {
    const mayVote = (id: string): boolean => solved.get(id)?.shared || (acceptSolved?.(id) ?? false);
    const nearest = [...others.likeness(question, mayVote)]
      .sort(([a, near], [b, far]) => far - near || (a < b ? -1 : 1))
      .slice(0, neighbours);
    const found = new Map<string, number>();
    const seen = new Map<string, number>();
    for (const [id, likeness] of nearest) {
      for (const document of solved.get(id)?.documentIds ?? []) {
        if (!(acceptDocument?.(document) ?? true)) continue;
        const before = seen.get(document) ?? 0;
        seen.set(document, before + 1);
        // Each further one counts half as much as the one before.
        found.set(document, (found.get(document) ?? 0) + likeness / 2 ** before);
      }
    }
    return found;
  };

  return {
    add: (one, vector) => {
      solved.set(one.id, { ...one, vector });
      classifier = null;
    },
    remove: (id) => {
      solved.delete(id);
      others.remove(id);
      classifier = null;
    },
    title: (documentId, title) => {
      if (title) titles.set(documentId, title);
      else titles.delete(documentId);
      classifier = null;
    },
    judge: (question, scope) => {
      if (solved.size === 0) return { scores: new Map(), confidence: 0 };
      classifier ??= learn();
      const { scores, confidence } = classifier(question, scope.acceptDocument);
      for (const [id, vote] of votes(question, scope)) scores.set(id, (scores.get(id) ?? 0) + vote);
      return { scores, confidence };
    },
  };
}
