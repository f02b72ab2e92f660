import { z } from 'zod';
import { milestones } from './event-types.ts';
import { idField } from './knowledge.ts';

/** What a user at an account does with the product; events say it in the dimension `role`. */
export const userRoles = ['admin', 'operator', 'executive'] as const;
export type UserRole = (typeof userRoles)[number];

/** A feature as `feature.used` names it. */
const feature = z.string().min(1).max(200);
const features = z.array(feature).min(1).max(20);
const days = z.int().min(1).max(90);
const atLeast = z.int().min(1).max(1_000_000);
const line = z.string().min(1).max(300);

/**
 * What can be counted of an account, and how much of it is enough. `days` = that many UTC days up to and with today.
 * `users` distinct people · `weeks` windows of seven days with use · `uses` sum of counts · `seat-share` people as whole
 * percent of licensed seats · `recipe`, `milestone` ever reached · `integrations` connected now · `hours-saved` measured.
 */
const measureSchema = z.discriminatedUnion('measure', [
  z.strictObject({ measure: z.literal('users'), features, days, at_least: atLeast }),
  z
    .strictObject({ measure: z.literal('weeks'), features, days, at_least: z.int().min(1) })
    .refine(({ days: window, at_least: weeks }) => weeks * 7 <= window, {
      path: ['at_least'],
      message: 'more weeks than the days hold',
    }),
  z.strictObject({ measure: z.literal('uses'), features, days, at_least: atLeast }),
  z.strictObject({ measure: z.literal('seat-share'), days, at_least: z.int().min(1).max(100) }),
  z.strictObject({ measure: z.literal('recipe'), recipe: idField }),
  z.strictObject({ measure: z.literal('milestone'), milestone: z.enum(milestones) }),
  z.strictObject({ measure: z.literal('integrations'), at_least: z.int().min(1).max(100) }),
  z.strictObject({ measure: z.literal('hours-saved'), days, at_least: atLeast }),
]);
export type Measure = z.infer<typeof measureSchema>;

/** A measure with the words that people read. */
const measured = z.strictObject({ text: line, is: measureSchema });

/** What a customer uses the product for, and how both sides know that it works. */
export const useCaseSchema = z.strictObject({
  id: idField,
  /** Other names of it in contracts. */
  also: z.array(idField).default([]),
  title: line,
  /** One sentence: what is better for the customer. */
  outcome: line,
  features,
  /** All of them met: the use case stands. */
  criteria: z.array(measured).min(2).max(6),
  /** Numbers to watch, each with what is good. */
  kpis: z.array(measured).min(1).max(4),
  recipes: z.array(idField).min(1),
  templates: z.array(idField).min(1),
  queries: z.array(idField).min(1),
  /** What to do first, by what somebody does. */
  guides: z.strictObject(
    Object.fromEntries(userRoles.map((role) => [role, z.array(line).min(1).max(6)])) as Record<
      UserRole,
      z.ZodArray<typeof line>
    >,
  ),
});
export type UseCase = z.infer<typeof useCaseSchema>;

/** Customers of one kind, and the five use cases that they come for. */
export const icpSchema = z.strictObject({ id: idField, title: line, use_cases: z.array(idField).length(5) });
export type Icp = z.infer<typeof icpSchema>;

/** Something ready-made that can be used again: a guided recipe, a template, a query. */
export const reusableSchema = z.strictObject({
  id: idField,
  kind: z.enum(['recipe', 'template', 'query']),
  title: line,
  feature,
  /** Of a recipe: its steps. Of a template: what it holds. Of a query: its text. */
  content: z.string().min(1).max(2_000),
});
export type Reusable = z.infer<typeof reusableSchema>;
