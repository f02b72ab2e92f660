import { z } from 'zod';
import { lifecycleStages } from './account.ts';
import { findingKinds } from './finding.ts';
import { isUtcDay } from './utc-day.ts';

/** How much a finding matters, the most first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** How a fact is held against a threshold. */
export const comparisons = ['atLeast', 'atMost', 'above', 'below'] as const;
export type Comparison = (typeof comparisons)[number];

const threshold = z.int().min(-1_000_000).max(1_000_000_000);
/** How a fact is called: `daysSinceUse`. Whether there is one of that name is the catalogue's to say. */
export const factName = z.string().regex(/^[a-z][A-Za-z0-9]{1,59}$/, 'the name of a fact');

const test = z
  .strictObject({
    fact: factName,
    atLeast: threshold.exactOptional(),
    atMost: threshold.exactOptional(),
    above: threshold.exactOptional(),
    below: threshold.exactOptional(),
  })
  .refine((one) => comparisons.filter((name) => one[name] !== undefined).length === 1, {
    path: ['fact'],
    message: `a test holds one fact against one of ${comparisons.join(', ')}`,
  });

/** One fact against one threshold. */
export type FactTest = z.infer<typeof test>;

/** What has to hold: one test, all of several, or any of several. */
export type Condition = FactTest | { all: Condition[] } | { any: Condition[] };

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition).min(1).max(20) }),
    z.strictObject({ any: z.array(condition).min(1).max(20) }),
    test,
  ]),
);

const id = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words with hyphens')
  .max(60);
const names = z.union([z.literal('any'), z.array(z.string().min(1).max(200)).min(1)]);

/** What a rule asks, and what it says when it fires. */
const ruleSchema = z.strictObject({
  id,
  title: z.string().min(1).max(120),
  /** Off: nothing is raised; it can still be checked and back-tested. */
  enabled: z.boolean().default(true),
  appliesTo: z
    .strictObject({
      segments: names.default('any'),
      tiers: names.default('any'),
      stages: z.union([z.literal('any'), z.array(z.enum(lifecycleStages)).min(1)]).default('any'),
    })
    .default({ segments: 'any', tiers: 'any', stages: 'any' }),
  /** What must be known of an account before the rule says anything; short of it the verdict is "unknown". */
  baseline: z.array(test).max(10).default([]),
  when: condition,
  /** The form that the rule's source asks for, word for word, where `when` had to be refined. */
  literal: z.strictObject({ when: condition, source: z.string().min(1).max(300) }).exactOptional(),
  /** Which of the two forms is in force. */
  form: z.enum(['refined', 'literal']).default('refined'),
  /** How far back its evidence is looked for. Days. */
  windowDays: z.int().min(1).max(365),
  severity: z.enum(severities),
  /** The first that holds puts its severity in place of the rule's own. */
  raises: z
    .array(z.strictObject({ to: z.enum(severities), when: condition }))
    .max(5)
    .default([]),
  /** An open alert ends when the rule has not held for so many days. */
  clearsAfterDays: z.int().min(1).max(90).default(7),
  /** The rule whose matter this one tells from another side: where both hold there is one alert, of that rule, which the graver leads. */
  foldsInto: id.exactOptional(),
  playbook: id.nullable(),
  /** One sentence; `{fact}` stands for the fact in words. */
  text: z.string().min(1).max(400),
});
export type Rule = z.infer<typeof ruleSchema>;

/** A file of rules about one kind of matter. */
export const packSchema = z.strictObject({
  id,
  version: z.int().min(1),
  author: z.string().min(1).max(200),
  changedOn: z.string().refine(isUtcDay, 'a date as YYYY-MM-DD'),
  kind: z.enum(findingKinds),
  description: z.string().max(2_000),
  rules: z.array(ruleSchema).min(1).max(200),
});
export type RulePack = z.infer<typeof packSchema>;
