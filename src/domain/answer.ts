import type { IndexedKind, IssueStatus } from './indexed-knowledge.ts';
import type { Audience, MacroVariable } from './knowledge.ts';
import { pathSegment } from './path-segment.ts';
import type { UtcDay } from './utc-day.ts';

/** A piece of a knowledge document, or of a solved ticket, that an answer may rest on. */
export interface Passage {
  /** The document's id and the piece's place in it, from 0: `document#ordinal`. */
  id: string;
  documentId: string;
  title: string;
  /** The section it stands in; null = before the first one. */
  heading: string | null;
  text: string;
  /** Where the document can be read, by our own link; null = nowhere. */
  url: string | null;
}

/** Whether a passage is a record of an account, which may quote a customer, and no document of ours. */
export function isRecord({ documentId, url }: Passage): boolean {
  return documentId === url;
}

/** One sentence of an answer, with the passages it rests on; an answer has no sentence without. */
export interface CitedSentence {
  text: string;
  passageIds: readonly string[];
}

/** A document as an answer names it. */
export interface AnswerSource {
  id: string;
  title: string;
  /** `record`: one of the account's own, such as its health. */
  kind: IndexedKind | 'record';
  status: IssueStatus | null; // null = no known issue
  /** Our own page of it. */
  url: string;
  reviewedOn: UtcDay | null; // null = nobody has reviewed it
  /** Nobody has looked at it for longer than the house allows. */
  isStale: boolean;
}

/** A ticket of the same account that was solved and is like the question: a person looks whether it fits. */
export interface SolvedBefore {
  /** The document's id. */
  id: string;
  ticketId: string;
  title: string;
  /** What solved it, as it was written. */
  sentences: CitedSentence[];
  /** The passages that these rest on. */
  passages: Passage[];
  /** Our own page of it. */
  url: string;
}

/** What the knowledge says to a question: cited sentences, or that it does not cover it. */
export type CopilotAnswer = {
  /** Unique; what a click on the answer names. */
  id: string;
  question: string;
  /** 0 to 1: how sure it is that these documents answer the question. */
  confidence: number;
  /** The account's own solved tickets that are most like it, the likest first; at most three. */
  solvedBefore: SolvedBefore[];
} & (
  | {
      kind: 'answer';
      sentences: CitedSentence[];
      /** The cited passages, in the order in which they are first cited. */
      passages: Passage[];
      /** The cited documents first, then those that come close. */
      sources: AnswerSource[];
    }
  | {
      kind: 'not_covered';
      /** What comes closest, the closest first; may be empty. */
      nearest: AnswerSource[];
    }
);

/** An answer as it was given, with everything that it stood on. */
export interface StoredAnswer {
  answer: CopilotAnswer;
  at: Date;
  /** Member, or name of an app's token; null = the installation's own terminal. */
  by: string | null;
  /** Who was to read it. */
  audience: Audience;
  /** The account that it was asked for; null = none. */
  account: string | null;
  ticket: string | null;
  /** The part of the product that the best document is about; null = nothing was found. */
  topic: string | null;
  /** What was found for it, whether cited or not. */
  found: Passage[];
  /** The prompt, the model, the check of its words and the cost, as JSON; null = no model wrote. */
  writing: Readonly<Record<string, unknown>> | null;
}

/** Our own page of an answer. */
export function answerUrlOf(id: string): string {
  return `/evidence/answers/${pathSegment(id)}`;
}

/** What somebody made of an answer. */
export const answerVerdicts = ['helpful', 'not_helpful', 'wrong_article'] as const;
export type AnswerVerdict = (typeof answerVerdicts)[number];

/** One person's word on an answer; the last one counts. */
export interface GivenVerdict {
  answerId: string;
  by: string;
  verdict: AnswerVerdict;
  /** Of a wrong article: which one. */
  documentId: string | null;
  note: string;
  at: Date;
}

/** What the form of a reply asks for, or knows by what it asks for: account and ticket. */
export const filledByForm: ReadonlySet<MacroVariable> = new Set([
  'account.name',
  'csm.name',
  'plan.name',
  'region.name',
  'renewal.date',
  'ticket.id',
  'ticket.subject',
]);

/** A question in another language than what we have written down. */
export interface OtherLanguage {
  /** Of the question, ISO 639-1. */
  code: string;
  /** As it is called in English: `German`. */
  asked: string;
  /** Of what we have, ISO 639-1. */
  ourCode: string;
  ours: string;
}

/** A macro with its variables filled as far as they are known. */
export interface FilledMacro {
  id: string;
  title: string;
  /** What the customer would read. A variable that nobody can fill stands there as it is written. */
  text: string;
  /** For our own people alone. */
  note: string;
  /** What has to be filled before it can be sent. */
  missing: MacroVariable[];
}

/** The known issue that an answer was found in; null = it was none */
export function issueOf(answer: CopilotAnswer): string | null {
  const [best] = answer.kind === 'answer' ? answer.sources : [];
  return best?.kind === 'known-issue' ? best.id : null;
}
