import { basename } from 'node:path';
import { z } from 'zod';
import { eventTypes, milestones } from '../domain/event-types.ts';
import {
  type ChecklistItem,
  type ChecklistProof,
  type ChecklistTemplate,
  checklistSections,
} from '../domain/onboarding.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';
/** The one file of `packs/` that holds launch checklists. */
export const checklistsFile = 'onboarding-checklists.yaml';
/** The template of everybody whose segment has none. */
const anySegment = 'any';

const name = z.string().min(1).max(100);
const proofSchema = z.union(
  [
    z.literal('person'),
    z.strictObject({ milestone: z.enum(milestones) }),
    z.strictObject({ recipe: name }),
    z.strictObject({ integrations: z.int().min(1).max(20) }),
    z.strictObject({ event: z.string().min(1).max(100) }),
    z.strictObject({ contract: z.enum(['owner', 'seats', 'icp', 'useCase', 'tier', 'segment']) }),
  ],
  'must be person, or one of milestone, recipe, integrations, event and contract with a value that exists',
);
const itemSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens')
    .max(60),
  section: z.enum(checklistSections),
  title: z.string().trim().min(1).max(150),
  proof: proofSchema,
});
const fileSchema = z.strictObject({
  checklists: z.array(z.strictObject({ segment: name, items: z.array(itemSchema).min(1).max(60) })).min(1),
});

/**
 * Reads the launch checklists; of several files the one of its name counts.
 * @param files - of the folder `packs`
 * @param customTypes - registered event types, which an item may name
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readChecklists(
  files: readonly string[],
  customTypes: ReadonlyMap<string, unknown>,
): Promise<ChecklistTemplate[]> {
  const file = files.find((path) => basename(path) === checklistsFile);
  if (file === undefined) return [];
  const yaml = await readYamlFile(file, code);
  const parsed = fileSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    throw refuse(yaml, [...(issue?.path ?? []), ...key], issue?.message ?? 'invalid');
  }
  const { checklists } = parsed.data;
  requireDistinct(yaml, checklists, customTypes);
  return checklists.map(({ segment, items }) => ({ segment, items: items.map(toItem) }));
}

function refuse(yaml: YamlFile, path: readonly PropertyKey[], reason: string): Error {
  return invalidFile(code, yaml.file, yaml.lineOf(path), `${path.join('.') || 'file'}: ${reason}`);
}

/** Every segment once, with `any` among them, every item once, and no event that cannot come. */
function requireDistinct(
  yaml: YamlFile,
  checklists: z.infer<typeof fileSchema>['checklists'],
  customTypes: ReadonlyMap<string, unknown>,
): void {
  const segments = new Set<string>();
  for (const [index, { segment, items }] of checklists.entries()) {
    const path = ['checklists', index];
    if (segments.has(segment))
      throw refuse(yaml, [...path, 'segment'], `'${segment}' has a checklist already`);
    segments.add(segment);
    const ids = new Set<string>();
    for (const [at, { id, proof }] of items.entries()) {
      if (ids.has(id)) throw refuse(yaml, [...path, 'items', at, 'id'], `'${id}' stands twice in ${segment}`);
      ids.add(id);
      const type = typeof proof === 'object' && 'event' in proof ? proof.event : null;
      if (type !== null && !eventTypes.some((known) => known === type) && !customTypes.has(type))
        throw refuse(yaml, [...path, 'items', at, 'proof'], `'${type}' is not a known event type`);
    }
  }
  if (!segments.has(anySegment))
    throw refuse(yaml, ['checklists'], `no checklist is for the segment '${anySegment}'`);
}

function toItem({ proof, ...rest }: z.infer<typeof itemSchema>): ChecklistItem {
  return { ...rest, proof: toProof(proof) };
}

function toProof(proof: z.infer<typeof proofSchema>): ChecklistProof {
  if (proof === 'person') return { by: 'person' };
  if ('milestone' in proof) return { by: 'milestone', milestone: proof.milestone };
  if ('recipe' in proof) return { by: 'recipe', recipe: proof.recipe === 'any' ? null : proof.recipe };
  if ('integrations' in proof) return { by: 'integrations', count: proof.integrations };
  if ('event' in proof) return { by: 'event', type: proof.event };
  return { by: 'contract', key: proof.contract };
}
