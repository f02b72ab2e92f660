import { z } from 'zod';
import { type LifecycleStage, lifecycleStages } from './account.ts';
import { idField } from './knowledge.ts';
import { playbookProblem } from './playbook-problem.ts';
import { type Comparison, factName } from './rule-pack.ts';
import { isUtcDay } from './utc-day.ts';

/** What a step tells you to look at: kinds of timeline entries, and the score's page. */
const evidenceWords = [
  'score',
  'use',
  'error',
  'ticket',
  'incident',
  'deploy',
  'config',
  'integration',
  'billing',
  'contract',
  'survey',
  'sponsor',
  'milestone',
  'expansion',
  'nudge',
  'limit',
  'request',
  'action',
] as const;

/** Who does a step: the account's owner, or anybody of a role. */
const stepRoles = ['owner', 'csm', 'agent', 'manager', 'exec'] as const;

/** How a step holds a fact against a number, and the test of rules that it is. */
export const stepTests = {
  at_least: 'atLeast',
  at_most: 'atMost',
  above: 'above',
  below: 'below',
} as const satisfies Record<string, Comparison>;

/** How a condition may end the play instead of going on. */
export const conditionEnds = { 'end-saved': 'saved', 'end-not-needed': 'not-needed' } as const;

const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine(
      (text) => text === text.trim() && !/[\r\n]/.test(text),
      'must be one line without blanks around it',
    );
const dayField = z.string().refine(isUtcDay, 'must be a day, such as 2026-11-26');
const days = (from: number, to: number) => z.int().min(from).max(to);

const common = {
  id: idField,
  title: line(160),
  /** What to look at before doing it. */
  look_at: z.array(z.enum(evidenceWords)).min(1).max(6),
  /** Only accounts of these tiers get this step; the others skip it. Absent = all. */
  tiers: z.array(idField).min(1).exactOptional(),
};
const done = { ...common, due_days: days(0, 90), role: z.enum(stepRoles) };
const measured = {
  ...common,
  /** A fact of rules, by its name there. */
  fact: factName,
  is: z.enum(Object.keys(stepTests) as (keyof typeof stepTests)[]),
  value: z.int().min(-1_000_000).max(1_000_000),
};

/** A person does it. `contact: call` = they speak with somebody at the account. */
const task = z.strictObject({ kind: z.literal('task'), ...done, contact: z.literal('call').exactOptional() });
/** An e-mail is drafted; a person approves it before it goes out. */
const draft = z.strictObject({
  kind: z.literal('draft'),
  ...done,
  subject: line(200),
  body: z.string().trim().min(1).max(5_000),
});
/** Time is given to the account. */
const wait = z.strictObject({ kind: z.literal('wait'), ...common, days: days(1, 90) });
/** The way divides; a target is a later step, or an end. Absent = the next step. */
const condition = z.strictObject({
  kind: z.literal('condition'),
  ...measured,
  if_so: line(60).exactOptional(),
  if_not: line(60).exactOptional(),
});
/** A person proposes it and others approve it. Source of 20–30 %: seeds, "Intervention Tactics". */
const approval = z.strictObject({
  kind: z.literal('approval'),
  ...done,
  action: z.literal('concession.grant'),
  percent: z.int().min(20).max(30),
  reason: line(300),
  expires_days: days(1, 365),
});
/** Whether it worked: where it did, the play ends as saved; else it goes on. */
const check = z.strictObject({ kind: z.literal('check'), ...measured });

/** One step of a playbook. */
const playbookStepSchema = z.discriminatedUnion('kind', [task, draft, wait, condition, approval, check]);
export type PlaybookStep = z.infer<typeof playbookStepSchema>;
/** The steps of one kind. */
export type StepOf<Kind extends PlaybookStep['kind']> = Extract<PlaybookStep, { kind: Kind }>;

const anyOf = <Words extends z.ZodType>(word: Words) => z.union([z.literal('any'), z.array(word).min(1)]);

/** The front matter of a file in knowledge/playbooks/. */
export const playbookSchema = z
  .strictObject({
    id: idField,
    kind: z.literal('playbook'),
    /** The trouble that it is for. */
    title: line(120),
    /** What one does about it, as an order: `Write to the last active users`. Absent = the title says enough. */
    action: line(90).exactOptional(),
    /** Raised with every change: a play goes on under the version that it was started with. */
    version: z.int().min(1).max(100_000),
    /** Member id of who keeps it true. */
    owner: idField,
    updated_at: dayField,
    reviewed_on: dayField,
    source: line(200),
    /** Rules whose findings it answers, the best fit first. */
    for: z.array(idField).min(1).max(10),
    tiers: anyOf(idField),
    segments: anyOf(idField),
    stages: anyOf(z.enum(lifecycleStages)),
    steps: z.array(playbookStepSchema).min(2).max(20),
  })
  .superRefine((playbook, context) => {
    const problem = playbookProblem(playbook);
    if (problem) context.addIssue({ code: 'custom', ...problem });
  });

/** A recipe: what to do when a rule has found something. `guidance` = the Markdown below the front matter. */
export type Playbook = z.infer<typeof playbookSchema> & { guidance: string };

/** What one does, in a few words. */
export function actionOf({ action, title }: Pick<Playbook, 'action' | 'title'>): string {
  return action ?? title;
}

/** What is asked of a playbook when one is chosen. */
export interface PlaybookFit {
  tier: string | null;
  segment: string | null;
  stage: LifecycleStage;
}
