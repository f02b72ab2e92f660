import { z } from 'zod';
import { packKinds, packSections } from './account-pack.ts';
import { scorecardSections } from './metric.ts';

const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine(
      (text) => text === text.trim() && !/[\r\n]/.test(text),
      'must be one line without blanks around it',
    );

const wording = {
  /** Instead of the usual heading. */
  title: line(60).exactOptional(),
  /** Stands before the figures. */
  intro: line(300).exactOptional(),
};

/** Sections of a pack, each at most once. */
function sectionsOf<T extends string>(ids: readonly [T, ...T[]]) {
  return z
    .array(z.strictObject({ id: z.enum(ids), ...wording }))
    .min(1)
    .max(ids.length)
    .refine(
      (sections) => new Set(sections.map(({ id }) => id)).size === sections.length,
      'must not name a section twice',
    );
}

const sectionsSchema = sectionsOf(packSections);

/** What a kind of pack tells, in which order, for whom. */
export const packTemplateSchema = z.strictObject({
  id: z.enum(packKinds),
  version: z.int().min(1).max(1_000_000),
  title: line(80),
  /** So many days up to the pack's moment, the first thirty of the contract, or since the last meeting. */
  period: z.union([z.int().min(7).max(730), z.literal('first-30-days'), z.literal('since-last-meeting')]),
  sections: sectionsSchema,
  /** Other sections for customers of a segment, by its name in their contract. */
  segments: z.record(z.string().min(1).max(200), sectionsSchema).exactOptional(),
});
export type PackTemplate = z.infer<typeof packTemplateSchema>;
/** One section, as a template names it. */
export type TemplateSection = PackTemplate['sections'][number];

/** The sections of a template for a segment, in any case of its letters; null = no contract says it. */
export function sectionsFor(template: PackTemplate, segment: string | null): TemplateSection[] {
  const wanted = segment?.toLowerCase();
  const own = Object.entries(template.segments ?? {}).find(([name]) => name.toLowerCase() === wanted);
  return own?.[1] ?? template.sections;
}

/** What the scorecard's pack tells, in which order. */
export const scorecardTemplateSchema = z.strictObject({
  id: z.literal('scorecard'),
  version: z.int().min(1).max(1_000_000),
  title: line(80),
  sections: sectionsOf(scorecardSections),
});
export type ScorecardTemplate = z.infer<typeof scorecardTemplateSchema>;
