import { z } from 'zod';
import { idField } from './knowledge.ts';
import { userRoles } from './use-case.ts';

const feature = z.string().min(1).max(200);
const days = z.int().min(1).max(90);

/**
 * What a nudge waits for, in one user's days. `unused`: no use of the feature for so many days; `history` says whether it
 * was used before; one that never was counts from the user's first use of anything. `repeated`: work on so many days of a window, without the feature that would do it. `shared`: so many
 * people of the account work on the same thing in a window, and none of them uses the feature that would join them.
 */
const triggerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('unused'),
    feature,
    days: days.default(7),
    history: z.enum(['used-before', 'never', 'either']),
  }),
  z.strictObject({
    kind: z.literal('repeated'),
    feature,
    on_days: days,
    within_days: days,
    without: feature,
  }),
  z.strictObject({
    kind: z.literal('shared'),
    feature,
    people: z.int().min(2).max(1_000),
    within_days: days,
    without: feature,
  }),
]);

/** A hint for one user, by what that user does and does not do. */
export const nudgeSchema = z.strictObject({
  id: idField,
  trigger: triggerSchema,
  /** Whom it is for; `any` = every role, also an unknown one. */
  role: z.enum([...userRoles, 'any']),
  /** Only where the account's use case has the feature that the nudge leads to; false = everywhere. */
  only_in_use_case: z.boolean().default(true),
  /** What the user reads. */
  text: z
    .string()
    .min(1)
    .max(600)
    .refine((text) => text === text.trim() && !/[\r\n]/.test(text), 'one line without blanks around it'),
  /** The recipe that it offers. */
  recipe: idField.exactOptional(),
  /** The same nudge does not come again to the same user for so long. */
  cool_down_days: z.int().min(7).max(365),
});
export type Nudge = z.infer<typeof nudgeSchema>;

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time such as 18:00, in quotes');
const zone = z.string().refine(isZone, 'a time zone such as Europe/Berlin');

/** What holds for every nudge. */
export const nudgeSettingsSchema = z.strictObject({
  caps: z.strictObject({
    /** To one person in any 24 hours. */
    per_day: z.int().min(1).max(5),
    /** To one person in any 7 × 24 hours. */
    per_week: z.int().min(1).max(20),
  }),
  /** Local times between which nobody is disturbed; may go over midnight. Weekends are quiet too. */
  quiet: z.strictObject({ from: clockTime, to: clockTime }),
  /** Where the accounts of a region live; others are where the organisation works. */
  zones: z.record(z.string().min(1), zone),
  /** How many of a hundred are held out, to see what people do without. 0 = nobody. */
  hold_out_percent: z.int().min(0).max(50),
  /** What somebody does within so many days counts. */
  act_within_days: z.int().min(1).max(30),
  /** To one account per UTC day. */
  per_account_and_day: z.int().min(1).max(1_000),
  /** How many may wait for the approval of one account's owner at once. */
  waiting_per_owner: z.int().min(1).max(500),
});
export type NudgeSettings = z.infer<typeof nudgeSettingsSchema>;

/** What became of a due nudge. `deferred` waits for its hour; `proposed` went to the door; `held_out` is observed alone. */
const nudgeOutcomes = ['deferred', 'proposed', 'held_out'] as const;
export type NudgeOutcome = (typeof nudgeOutcomes)[number];

/** A decision about one nudge for one user, as it is kept. */
export interface NudgeDecision {
  account: string;
  user: string;
  nudge: string;
  outcome: NudgeOutcome;
  reason: string;
  decidedAt: Date;
  /** Of a deferred one: when it is due; else null. */
  dueAt: Date | null;
  /** Of a proposed one; else null. */
  proposalId: string | null;
  /** Of a proposed one: whether it waits or runs, was sent, or came to nothing; else null. */
  state: 'open' | 'sent' | 'dropped' | null;
  /** When it was carried out; null = not, or not yet. */
  sentAt: Date | null;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
