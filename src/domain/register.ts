import { z } from 'zod';
import type { Money } from './money.ts';
import type { Severity } from './rule-pack.ts';
import type { UtcDay } from './utc-day.ts';

/** What an entry of the register is. */
export const registerKinds = ['risk', 'opportunity', 'action'] as const;
export type RegisterKind = (typeof registerKinds)[number];

/** Where an entry stands; `done` and `dropped` are ends. */
const registerStates = ['open', 'done', 'dropped'] as const;
export type RegisterState = (typeof registerStates)[number];

/** Characters of a title: one line of a card. Ours. */
export const registerTitleLength = 150;
/** Characters of a description: a few paragraphs. Ours. */
export const registerTextLength = 2_000;
/** Characters of a reason: a sentence or two. Ours. */
export const registerReasonLength = 500;

/** One matter that somebody looks after until it is done or dropped. */
export interface RegisterEntry {
  id: string;
  kind: RegisterKind;
  account: string | null; // null = about no account
  title: string;
  description: string;
  /** Member id. */
  owner: string | null; // null = nobody yet
  dueOn: UtcDay | null; // null = no day was named
  nextReviewOn: UtcDay;
  state: RegisterState;
  severity: Severity | null; // null = nobody said; of a risk
  worth: Money | null; // null = not known
  /** Ids of alerts and plays that belong to it. */
  alerts: string[];
  plays: string[];
  /** The step of a play that this action is; null = it is one of its own */
  step: { play: string; step: string } | null;
  /** What it was made of, so that nothing is made of the same again; null = of what a person had in mind */
  matter: string | null;
  /** Why it asks to be closed: what it was about is over; null = it does not */
  asksToClose: string | null;
  /** The end for which it asked last, so that it asks once for each; null = it never did */
  askedFor: string | null;
  /** Grows with every change. */
  revision: number;
  createdAt: string;
  createdBy: string | null; // null = Holdfast
  updatedAt: string;
  end: { at: string; by: string | null; reason: string } | null; // by null = Holdfast
}

/** One line of an entry's history; added and never changed. */
export interface RegisterNote {
  entryId: string;
  at: string;
  by: string | null; // null = Holdfast
  what: 'opened' | 'kept' | 'changed' | 'noted' | 'linked' | 'asked' | 'returned' | 'done' | 'dropped';
  detail: RegisterNoteDetail;
}

/** What a line says beside its word. */
export interface RegisterNoteDetail {
  /** Of `changed`: what stood before and what stands now, by field. */
  changes?: Record<string, { from: string | null; to: string | null }>;
  text?: string;
  alert?: string;
  play?: string;
  /** Of `kept`: the next review. */
  until?: UtcDay;
  /** The review in which it happened. */
  review?: string;
}

/** A walk over the entries of one person, or of all, in the order in which they come. */
export interface RegisterReview {
  id: string;
  by: string | null; // null = the installation
  at: string;
  /** Whose entries it goes over. */
  scope: 'mine' | 'all';
  entries: string[];
}

/** What comes into the register by itself, and what the friction report looks at. */
export const registerPackSchema = z.strictObject({
  id: z.literal('register'),
  version: z.int().min(1).max(1_000_000),
  /** A critical or high alert that is open for so many days comes in. */
  riskAfterDays: z.int().min(0).max(365),
  friction: z.strictObject({
    /** An open known issue bothers whom it hit in so many days. */
    hitDays: z.int().min(1).max(365),
    /** So many causes are told. */
    causes: z.int().min(1).max(50),
  }),
});
export type RegisterPack = z.infer<typeof registerPackSchema>;
