import type { Question } from '../rules/question/question.ts';

/** A written answer: every figure in `text` stands in one of the cited records. */
export interface AskResult {
  kind: Question['kind'] | 'ambiguous' | 'unknown_account' | 'answer' | 'not_covered';
  text: string;
  account?: { id: string; name: string };
  /** `heading` = the section of the document that the passage stands in. */
  citations: { id: string; title: string; heading?: string; url: string }[];
  /** Of an answer from the knowledge: its sentences, each with the ids of its citations. */
  sentences?: { text: string; citations: string[] }[];
  /** Tickets of the account that was named, solved before. */
  solvedBefore?: { ticketId: string; title: string; text: string; url: string }[];
  /** True when there is no answer. */
  abstained: boolean;
  confidence?: number;
  candidates?: { id: string; name: string }[];
  nearest?: string[];
  /** Replies that fit, and what each still lacks. */
  macros?: { id: string; text: string; missing: string[] }[];
  trace: string;
}
