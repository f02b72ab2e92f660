import { type DigestPack, digestPackSchema } from '../domain/digest.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

/**
 * Reads what digests look at and where they go: ours, or the operator's file of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readDigestPack(overrides: string | null): Promise<DigestPack> {
  const [file] = overlayFolders(contentFolders('packs', overrides), /^digest\.yaml$/).values();
  if (file === undefined) throw invalidFile(code, 'packs/digest.yaml', 1, 'is missing');
  const yaml = await readYamlFile(file, code);
  const parsed = digestPackSchema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
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
