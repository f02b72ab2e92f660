import { z } from 'zod';
import type { AlertVerdict } from './alert.ts';

const ratio = z.number().min(0).max(1).nullable();

/** What the last back-test measured of one rule. Null = it could not be said. */
const measuredRuleSchema = z.object({
  id: z.string(),
  /** Share of account-weeks with an alert. */
  alertRate: ratio,
  precision: ratio,
  /** How much more often the alerted leave than everybody; 1 = no better than chance. */
  lift: z.number().min(0).nullable(),
  recall: ratio,
  medianLeadDays: z.number().nullable(),
});
export type MeasuredRule = z.infer<typeof measuredRuleSchema>;

/** The setting under which the last back-test is kept. */
export const measuredName = 'rules.measured';
/** The last back-test as it is kept: each rule, and when it was measured; what else stands there is not read. */
export const measuredSchema = z.object({ rules: z.array(measuredRuleSchema), at: z.string() });

/** One rule over a month: what it raised, what people made of it, what its plays came to, what was measured. */
export interface RuleTuning {
  rule: string;
  title: string;
  raised: number;
  /** Went up because nobody took them. */
  escalated: number;
  verdicts: Record<AlertVerdict, number>;
  /** Useful among judged, 0–1. */
  precision: number | null; // null = nobody judged one
  plays: { running: number; saved: number; lost: number; other: number };
  measured: MeasuredRule | null; // null = no back-test of it is there
  /** What should be looked at, in a sentence; null = nothing */
  concern: string | null;
}

/** A month of all rules. */
export interface TuningReport {
  /** The first day of the month, and of the next. */
  from: string;
  to: string;
  rules: RuleTuning[];
  /** When the back-test was run; null = none is there */
  measuredAt: string | null;
  /** Plays that began with an alert and ended with the customer saved. */
  saves: number;
}
