import { z } from 'zod';
import type { AdoptionContent } from '../domain/adoption.ts';
import { type Nudge, type NudgeSettings, nudgeSchema, nudgeSettingsSchema } from '../domain/nudge.ts';
import { icpSchema, type Reusable, reusableSchema, useCaseSchema } from '../domain/use-case.ts';
import { readChampionKits } from './champion-kits.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

const useCaseFile = z.strictObject({
  icps: z.array(icpSchema).default([]),
  use_cases: z.array(useCaseSchema).default([]),
  catalogue: z.array(reusableSchema).default([]),
});
const nudgeFile = z.strictObject({
  settings: nudgeSettingsSchema.exactOptional(),
  nudges: z.array(nudgeSchema).default([]),
});

/** A value with the place that it was read from. */
interface Placed<T> {
  value: T;
  yaml: YamlFile;
  path: PropertyKey[];
}

/**
 * Reads use cases, catalogue, nudges and champion kits, and checks that what one of them names exists.
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readAdoption(
  useCaseFiles: readonly string[],
  nudgeFiles: readonly string[],
  kitFiles: readonly string[],
): Promise<AdoptionContent> {
  const read = await Promise.all(useCaseFiles.map((file) => readAs(file, useCaseFile)));
  const useCases = read.flatMap(({ yaml, data }) => placed(yaml, 'use_cases', data.use_cases));
  const catalogue = read.flatMap(({ yaml, data }) => placed(yaml, 'catalogue', data.catalogue));
  const icps = read.flatMap(({ yaml, data }) => placed(yaml, 'icps', data.icps));
  const told = await Promise.all(nudgeFiles.map((file) => readAs(file, nudgeFile)));
  const nudges = told.flatMap(({ yaml, data }) => placed(yaml, 'nudges', data.nudges));
  for (const list of [useCases, catalogue, icps, nudges]) refuseTwice(list);
  const names = new Set(useCases.flatMap(({ value: { id, also } }) => [id, ...also]));
  if (names.size < useCases.reduce((sum, { value }) => sum + 1 + value.also.length, 0)) refuseAlias(useCases);
  requireParts(useCases, catalogue);
  const ids = new Set(useCases.map(({ value }) => value.id));
  for (const icp of icps) requireKnown(icp, 'use_cases', icp.value.use_cases, ids, 'use case');
  const recipes = idsOf(catalogue, 'recipe');
  for (const nudge of nudges)
    requireKnown(nudge, 'recipe', nudge.value.recipe ? [nudge.value.recipe] : [], recipes, 'recipe');
  return {
    icps: valuesOf(icps),
    useCases: valuesOf(useCases),
    catalogue: valuesOf(catalogue),
    nudges: valuesOf(nudges),
    settings: onlySettings(told),
    kits: await readChampionKits(kitFiles, ids),
  };
}

async function readAs<T>(file: string, schema: z.ZodType<T>): Promise<{ yaml: YamlFile; data: T }> {
  const yaml = await readYamlFile(file, code);
  const parsed = schema.safeParse(yaml.value);
  if (parsed.success) return { yaml, data: parsed.data };
  const issue = parsed.error.issues[0];
  const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  throw broken(yaml, [...(issue?.path ?? []), ...key], issue?.message ?? 'invalid');
}

function broken(yaml: YamlFile, path: readonly PropertyKey[], reason: string) {
  return invalidFile(code, yaml.file, yaml.lineOf(path), `${path.join('.') || 'file'}: ${reason}`);
}

function placed<T>(yaml: YamlFile, key: string, values: readonly T[]): Placed<T>[] {
  return values.map((value, index) => ({ value, yaml, path: [key, index] }));
}

function valuesOf<T>(list: readonly Placed<T>[]): T[] {
  return list.map(({ value }) => value);
}

function refuseTwice(list: readonly Placed<{ id: string }>[]): void {
  const places = new Map<string, string>();
  for (const { value, yaml, path } of list) {
    const other = places.get(value.id);
    if (other) throw broken(yaml, [...path, 'id'], `'${value.id}' stands in ${other} too`);
    places.set(value.id, yaml.file);
  }
}

function refuseAlias(useCases: readonly Placed<{ id: string; also: string[] }>[]): void {
  const seen = new Set(useCases.map(({ value }) => value.id));
  for (const { value, yaml, path } of useCases) {
    for (const name of value.also) {
      if (seen.has(name)) throw broken(yaml, [...path, 'also'], `'${name}' is another use case's name`);
      seen.add(name);
    }
  }
}

function idsOf(catalogue: readonly Placed<Reusable>[], kind: Reusable['kind']): Set<string> {
  return new Set(catalogue.filter(({ value }) => value.kind === kind).map(({ value }) => value.id));
}

function requireParts(
  useCases: readonly Placed<AdoptionContent['useCases'][number]>[],
  catalogue: readonly Placed<Reusable>[],
): void {
  for (const one of useCases) {
    for (const kind of ['recipe', 'template', 'query'] as const) {
      const key = kind === 'query' ? 'queries' : (`${kind}s` as const);
      requireKnown(one, key, one.value[key], idsOf(catalogue, kind), kind);
    }
    for (const key of ['criteria', 'kpis'] as const) {
      const recipes = one.value[key].flatMap(({ is }) => (is.measure === 'recipe' ? [is.recipe] : []));
      requireKnown(one, key, recipes, idsOf(catalogue, 'recipe'), 'recipe');
    }
  }
}

function requireKnown(
  { yaml, path }: Placed<unknown>,
  key: string,
  named: readonly string[],
  known: ReadonlySet<string>,
  what: string,
): void {
  const missing = named.find((id) => !known.has(id));
  if (missing !== undefined) throw broken(yaml, [...path, key], `there is no ${what} '${missing}'`);
}

function onlySettings(
  told: readonly { yaml: YamlFile; data: { settings?: NudgeSettings; nudges: Nudge[] } }[],
): NudgeSettings {
  const [first, second] = told.filter(({ data }) => data.settings !== undefined);
  if (second) throw broken(second.yaml, ['settings'], `the settings stand in ${first?.yaml.file} too`);
  if (first?.data.settings) return first.data.settings;
  throw invalidFile(code, told[0]?.yaml.file ?? 'packs/nudges', 1, 'settings: no file of nudges has them');
}
