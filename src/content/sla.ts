import { findSlaProblem, type SlaPack, slaPackSchema } from '../domain/sla.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';
const fileName = /^sla\.yaml$/;

/**
 * Reads what is promised about tickets: ours, or the operator's file of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readSlaPack(overrides: string | null): Promise<SlaPack> {
  const [file] = overlayFolders(contentFolders('packs', overrides), fileName).values();
  if (file === undefined) throw invalidFile(code, 'packs/sla.yaml', 1, 'is missing');
  const yaml = await readYamlFile(file, code);
  const parsed = slaPackSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...key];
    throw invalidFile(
      code,
      file,
      yaml.lineOf(path),
      `${path.join('.') || 'file'}: ${issue?.message ?? 'invalid'}`,
    );
  }
  const problem = findSlaProblem(parsed.data);
  if (problem)
    throw invalidFile(code, file, yaml.lineOf(problem.path), `${problem.path.join('.')}: ${problem.reason}`);
  return parsed.data;
}
