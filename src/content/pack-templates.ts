import { basename } from 'node:path';
import { packKinds } from '../domain/account-pack.ts';
import { type PackTemplate, packTemplateSchema } from '../domain/pack-template.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

/**
 * Reads what each kind of pack tells: ours, or the operator's file of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readPackTemplates(overrides: string | null): Promise<PackTemplate[]> {
  const files = [...overlayFolders(contentFolders('packs/templates', overrides), /\.ya?ml$/).values()];
  const templates = await Promise.all(files.map(readTemplate));
  const absent = packKinds.find((kind) => !templates.some(({ id }) => id === kind));
  if (absent) throw invalidFile(code, `packs/templates/${absent}.yaml`, 1, 'is missing');
  return templates;
}

async function readTemplate(file: string): Promise<PackTemplate> {
  const yaml = await readYamlFile(file, code);
  const parsed = packTemplateSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...key];
    const where = path.join('.') || 'file';
    throw invalidFile(code, file, yaml.lineOf(path), `${where}: ${issue?.message ?? 'invalid'}`);
  }
  const { id } = parsed.data;
  if (basename(file).replace(/\.ya?ml$/, '') !== id)
    throw invalidFile(code, file, yaml.lineOf(['id']), `id: is '${id}', and the file is named otherwise`);
  return parsed.data;
}
