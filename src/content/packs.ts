import { stat } from 'node:fs/promises';
import type { z } from 'zod';
import { packSchema, type RulePack } from '../domain/rule-pack.ts';
import { findFoldProblem } from '../rules/packs/find-fold-problem.ts';
import { findPackProblem, type PackProblem } from '../rules/packs/find-pack-problem.ts';
import { listContentFiles } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

const code = 'HF_PACK_INVALID';

type Issue = z.core.$ZodIssue;

/** The packs in force, kept up with their files. */
export interface PackFolder {
  /**
   * Reads the files again where they changed. A wrong one is refused with its place and reason, and the last good
   * packs stay in force.
   */
  inForce(): Promise<PacksInForce>;
}

/** Packs, and what is wrong with files that were changed since. */
export interface PacksInForce {
  packs: readonly RulePack[];
  problem: string | null; // null = the files are in force as they stand
}

/**
 * Opens our rule packs with the operator's over them.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @param playbooks - ids of those that rules may name
 * @throws {HoldfastError} HF_PACK_INVALID naming file, line and reason: without a good one there is none to stay
 */
export async function openPacks(
  overrides: string | null,
  playbooks: ReadonlySet<string>,
): Promise<PackFolder> {
  const readAll = async (): Promise<RulePack[]> => {
    const read = await readEach(await listContentFiles('packs/rules', overrides), playbooks);
    const all = read.map(({ pack }) => pack);
    for (const { pack, yaml } of read) refuse(yaml, findFoldProblem(pack, all));
    return all;
  };
  let stamp = await stampOf(overrides);
  let packs = await readAll();
  let problem: string | null = null;
  return {
    inForce: async () => {
      const before = await stampOf(overrides).catch((error: Error) => error.message);
      if (before === stamp) return { packs, problem };
      stamp = before;
      try {
        packs = await readAll();
        problem = null;
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
      return { packs, problem };
    },
  };
}

/**
 * Reads rule packs; no rule may stand in two.
 * @throws {HoldfastError} HF_PACK_INVALID naming file, line and reason
 */
export async function readPacks(files: readonly string[]): Promise<RulePack[]> {
  return (await readEach(files, null)).map(({ pack }) => pack);
}

interface ReadPack {
  pack: RulePack;
  yaml: YamlFile;
}

async function readEach(
  files: readonly string[],
  playbooks: ReadonlySet<string> | null,
): Promise<ReadPack[]> {
  const read: ReadPack[] = [];
  const places = new Map<string, string>();
  for (const file of files) {
    const yaml = await readYamlFile(file, code);
    const pack = parsePack(yaml, playbooks);
    for (const [path, name] of namesOf(pack)) {
      const other = places.get(name);
      if (other) throw invalidFile(code, file, yaml.lineOf(path), `${name} stands in ${other} too`);
      places.set(name, file);
    }
    read.push({ pack, yaml });
  }
  return read;
}

/**
 * Validates one pack.
 * @param playbooks - ids of those that its rules may name; null = they are not looked at
 * @throws {HoldfastError} HF_PACK_INVALID naming file, line and reason
 */
export function parsePack(yaml: YamlFile, playbooks: ReadonlySet<string> | null = null): RulePack {
  const parsed = packSchema.safeParse(yaml.value);
  if (parsed.success) {
    refuse(yaml, findPackProblem(parsed.data, playbooks));
    return parsed.data;
  }
  const { issue, path } = innermost(parsed.error.issues[0]);
  const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const place = [...path, ...key];
  const reason = `${place.join('.') || 'pack'}: ${issue?.message ?? 'invalid'}`;
  throw invalidFile(code, yaml.file, yaml.lineOf(place), reason);
}

/** What is wrong with a condition is wrong with one of its three forms: with the one whose keys it has. */
function innermost(
  issue: Issue | undefined,
  outer: PropertyKey[] = [],
): { issue: Issue | undefined; path: PropertyKey[] } {
  const path = [...outer, ...(issue?.path ?? [])];
  if (issue?.code !== 'invalid_union') return { issue, path };
  const form = issue.errors.find((found) => found.every(({ code }) => code !== 'unrecognized_keys'));
  return form?.[0] ? innermost(form[0], path) : { issue, path };
}

/** @throws {HoldfastError} HF_PACK_INVALID where there is a problem */
function refuse(yaml: YamlFile, problem: PackProblem | null): void {
  if (!problem) return;
  const reason = `${problem.path.join('.')}: ${problem.reason}`;
  throw invalidFile(code, yaml.file, yaml.lineOf(problem.path), reason);
}

function namesOf(pack: RulePack): [(string | number)[], string][] {
  return [
    [['id'], `pack '${pack.id}'`],
    ...pack.rules.map((rule, index): [(string | number)[], string] => [
      ['rules', index, 'id'],
      `rule '${rule.id}'`,
    ]),
  ];
}

/** Names, sizes and times of the files: another text that they all share was not written by hand. */
async function stampOf(overrides: string | null): Promise<string> {
  const files = await listContentFiles('packs/rules', overrides);
  const stamps = files.map(async (file) => {
    try {
      const { size, mtimeMs } = await stat(file);
      return `${file} ${size} ${mtimeMs}`;
    } catch (error) {
      return `${file} ${(error as Error).message}`; // reading it says what is wrong, by its name
    }
  });
  return (await Promise.all(stamps)).join('\n');
}
