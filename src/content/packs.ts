import { stat } from 'node:fs/promises';
import { packSchema, type RulePack } from '../domain/rule-pack.ts';
import { findPackProblem } from '../rules/packs/find-pack-problem.ts';
import { listContentFiles } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

const code = 'HF_PACK_INVALID';

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
 * @throws {HoldfastError} HF_PACK_INVALID naming file, line and reason: without a good one there is none to stay
 */
export async function openPacks(overrides: string | null): Promise<PackFolder> {
  let stamp = await stampOf(overrides);
  let packs = await readPacks(await listContentFiles('packs/rules', overrides));
  let problem: string | null = null;
  return {
    inForce: async () => {
      const before = await stampOf(overrides).catch((error: Error) => error.message);
      if (before === stamp) return { packs, problem };
      stamp = before;
      try {
        packs = await readPacks(await listContentFiles('packs/rules', overrides));
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
  const packs: RulePack[] = [];
  const places = new Map<string, string>();
  for (const file of files) {
    const yaml = await readYamlFile(file, code);
    const pack = parsePack(yaml);
    for (const [path, name] of namesOf(pack)) {
      const other = places.get(name);
      if (other) throw invalidFile(code, file, yaml.lineOf(path), `${name} stands in ${other} too`);
      places.set(name, file);
    }
    packs.push(pack);
  }
  return packs;
}

/** Validates one pack. @throws {HoldfastError} HF_PACK_INVALID naming file, line and reason */
export function parsePack(yaml: YamlFile): RulePack {
  const parsed = packSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...key];
    const reason = `${path.join('.') || 'pack'}: ${issue?.message ?? 'invalid'}`;
    throw invalidFile(code, yaml.file, yaml.lineOf(path), reason);
  }
  const problem = findPackProblem(parsed.data);
  if (!problem) return parsed.data;
  throw invalidFile(
    code,
    yaml.file,
    yaml.lineOf(problem.path),
    `${problem.path.join('.')}: ${problem.reason}`,
  );
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
    const { size, mtimeMs } = await stat(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(stamps)).join('\n');
}
