import { z } from 'zod';

/** The priorities of tickets, the most severe first. */
export const priorities = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof priorities)[number];

const phrase = z
  .string()
  .min(2)
  .max(100)
  .refine(
    (text) => /^[\p{L}\p{N}'’]+\*?(?: [\p{L}\p{N}'’]+\*?)*$/u.test(text),
    'words with one blank between them',
  );

/** One rule that suggests a priority or a tag from a ticket's words. */
export const triageRuleSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words with hyphens'),
    priority: z.enum(priorities).exactOptional(),
    tag: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, 'lower-case letters, digits, - and _')
      .exactOptional(),
    /** 0–1: how many of a hundred like this a person would keep. */
    confidence: z.number().gt(0).lte(1),
    /** Continues "because": `data is lost`. */
    reason: z.string().min(1).max(200),
    any: z.array(phrase).min(1).max(200),
    /** Phrases of `any` that hold a negation themselves. */
    counts_negated: z.array(phrase).exactOptional(),
    /** Fits only where the contract renews within so many days. */
    renews_within_days: z.int().min(1).max(365).exactOptional(),
  })
  .refine(({ priority, tag }) => (priority === undefined) !== (tag === undefined), {
    path: ['id'],
    message: 'a rule suggests a priority or a tag, one of the two',
  });
export type TriageRule = z.infer<typeof triageRuleSchema>;

/** What a ticket's words speak for. */
export interface TriageSuggestion {
  field: 'priority' | 'tag';
  value: string;
  /** 0–100: how many of a hundred like this we expect a person to keep. */
  confidencePercent: number;
  /** One sentence with the words that speak for it. */
  reason: string;
  ruleIds: readonly string[];
}

/** What people made of one suggestion. */
export type TriageVerdict = 'kept' | 'corrected' | 'waiting' | 'undecided';
