import type { z } from 'zod';
import type { HoldfastError } from '../errors.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

/**
 * Reads one file of settings in packs/: ours, or the operator's of the same name.
 * @param name - without its ending
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @param findProblem - what no schema says; null = nothing is wrong
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readSettingsPack<T>(
  name: string,
  schema: z.ZodType<T>,
  overrides: string | null,
  findProblem: (pack: T) => { path: PropertyKey[]; reason: string } | null = () => null,
): Promise<T> {
  const fileName = `${name}.yaml`;
  const file = overlayFolders(contentFolders('packs', overrides), /\.yaml$/).get(fileName);
  if (file === undefined) throw invalidFile(code, `packs/${fileName}`, 1, 'is missing');
  const yaml = await readYamlFile(file, code);
  const parsed = schema.safeParse(yaml.value);
  const refuse = (path: PropertyKey[], reason: string): HoldfastError =>
    invalidFile(code, file, yaml.lineOf(path), `${path.join('.') || 'file'}: ${reason}`);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    throw refuse([...(issue?.path ?? []), ...key], issue?.message ?? 'invalid');
  }
  const problem = findProblem(parsed.data);
  if (problem) throw refuse(problem.path, problem.reason);
  return parsed.data;
}
