import { type RegisterPack, registerPackSchema } from '../domain/register.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

/**
 * Reads what comes into the register by itself: ours, or the operator's file of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readRegisterPack(overrides: string | null): Promise<RegisterPack> {
  const [file] = overlayFolders(contentFolders('packs', overrides), /^register\.yaml$/).values();
  if (file === undefined) throw invalidFile(code, 'packs/register.yaml', 1, 'is missing');
  const yaml = await readYamlFile(file, code);
  const parsed = registerPackSchema.safeParse(yaml.value);
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
