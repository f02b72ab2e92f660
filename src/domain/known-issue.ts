import type { KnowledgeDocument } from './knowledge.ts';

/** A fault that customers meet, as the knowledge tells it. */
export type KnownIssue = Extract<KnowledgeDocument, { kind: 'known-issue' }>;

/** A known issue as it stands. */
export type StandingIssue = KnownIssue & {
  /** Of a fixed one whose fix was seen: until when it was open, whatever version an account ran. */
  openUntil?: Date;
};

/**
 * How a record was brought together with a known issue: a signature that stands in it, a signature with `*` in it, an
 * error that a person confirmed before, words alone, or a person who said so.
 */
export const linkMethods = ['signature', 'pattern', 'fingerprint', 'text', 'person'] as const;
export type LinkMethod = (typeof linkMethods)[number];

/**
 * `suggested` waits for a person; `counted` is a hit without one; `confirmed` and `rejected` are a person's word, which
 * nothing but another person's word changes.
 */
const linkStates = ['suggested', 'counted', 'confirmed', 'rejected'] as const;
export type LinkState = (typeof linkStates)[number];

/** The states in which a link says that the account was hit. */
export const hitStates = ['counted', 'confirmed'] as const satisfies readonly LinkState[];

/** One record of one account as evidence for one known issue. */
export interface IssueLink {
  issueId: string;
  /** The record's number. */
  seq: number;
  account: string;
  method: LinkMethod;
  /** 0–100: how many of a hundred links like this one we expect a person to confirm. */
  confidencePercent: number;
  state: LinkState;
  /** It was a hit without a person when it was made. */
  auto: boolean;
  /** One sentence: what in the record speaks for it. */
  reason: string;
  /** Of the error in the record, without what differs from run to run; null = no error stands in it */
  fingerprint: string | null;
  /** Member id; null = nobody decided */
  decidedBy: string | null;
  decidedAt: Date | null;
}

/** What an error of an account is known to be: one line per issue, account and fingerprint. */
export interface KnownFingerprint {
  issueId: string;
  account: string;
  fingerprint: string;
  state: LinkState;
}

/** A known issue's standing: what the knowledge says, or what a person said after it. */
export interface IssueStanding {
  issueId: string;
  status: KnownIssue['status'];
  fixedIn: string | null;
  /** Grows with every change of the status that was seen; 0 = it stood so at the first reading. */
  turn: number;
  /** Member id, or `knowledge`. */
  by: string;
  /** Of the turn. */
  at: Date;
}

/** An issue's standing, with what the knowledge said of it at the last reading. */
export interface KeptStanding extends IssueStanding {
  readStatus: KnownIssue['status'];
  readFixedIn: string | null;
}
