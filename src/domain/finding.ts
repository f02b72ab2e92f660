import type { CustomSignal } from './event-types.ts';
import type { Severity } from './rule-pack.ts';
import type { UtcDay } from './utc-day.ts';

/** One figure of a finding, as it is shown: what it says and what it stands on. */
export interface FindingFigure {
  fact: string;
  value: number;
  /** The value in words: `−62 %`, `21 days`. */
  words: string;
}

/** Whether one condition held, in words that a person can check. */
export interface FindingReason {
  fact: string;
  value: number | null; // null = unknown
  /** `uses in 28 days: 12, at most 20`. */
  text: string;
  /** What was asked of it: `at most 20`. */
  asked: string;
  holds: boolean | null; // null = unknown
}

/** What a finding stands on, figure by figure. */
export interface EvidenceWindow {
  /** What is counted is looked for from this day on; inclusive. */
  since: UtcDay;
  /** In the order in which the rule asks; parts that are the same stand once. */
  parts: readonly EvidencePart[];
}

/** What one figure stands on: the very records, what the contract says, or the latest of what it is counted from. */
export type EvidencePart =
  /** Sequence numbers, the most telling first; empty = they are older than what rules read. */
  | { records: readonly number[]; contract?: never; types?: never }
  /** Keys of the contract, whose latest record says so. */
  | { contract: readonly string[]; records?: never; types?: never }
  /** Types of events, and what registered types must feed to count as the same. */
  | { types: readonly string[]; feeds: readonly CustomSignal[]; records?: never; contract?: never };

/** What a rule saw in one account at one moment. */
export interface Finding {
  rule: string;
  pack: string;
  packVersion: number;
  /** What kind of matter it is: alerts of a kind go to the same people. */
  kind: FindingKind;
  account: string;
  severity: Severity;
  title: string;
  /** One sentence with its figures. */
  text: string;
  figures: FindingFigure[];
  reasons: FindingReason[];
  /** The rule whose title, sentence and play these are, where several see the same matter; absent = `rule` alone. */
  lead?: string;
  /** What other rules say of the same matter, a sentence each. */
  also: string[];
  evidence: EvidenceWindow;
  playbook: string | null; // null = the rule names none
}

/** The matters that packs are about. */
export const findingKinds = ['risk', 'onboarding', 'adoption', 'support', 'renewal', 'expansion'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Rule and pack of what a person raised: no rule let it in, so none lets it go. */
export const byHand = 'by-hand';
