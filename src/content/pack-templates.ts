import { basename } from 'node:path';
import type { z } from 'zod';
import { packKinds } from '../domain/account-pack.ts';
import {
  type PackTemplate,
  packTemplateSchema,
  type ScorecardTemplate,
  scorecardTemplateSchema,
} from '../domain/pack-template.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

/** What each kind of pack tells. */
export interface PackTemplates {
  ofAccounts: PackTemplate[];
  scorecard: ScorecardTemplate;
}

/**
 * Reads what each kind of pack tells: ours, or the operator's file of the same name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readPackTemplates(overrides: string | null): Promise<PackTemplates> {
  const files = [...overlayFolders(contentFolders('packs/templates', overrides), /\.ya?ml$/).values()];
  const ofAll = files.find((file) => nameOf(file) === 'scorecard');
  if (ofAll === undefined) throw missing('scorecard');
  const ofAccounts = await Promise.all(
    files.filter((file) => file !== ofAll).map((file) => readTemplate(file, packTemplateSchema)),
  );
  const absent = packKinds.find((kind) => !ofAccounts.some(({ id }) => id === kind));
  if (absent) throw missing(absent);
  return { ofAccounts, scorecard: await readTemplate(ofAll, scorecardTemplateSchema) };
}

function missing(kind: string): Error {
  return invalidFile(code, `packs/templates/${kind}.yaml`, 1, 'is missing');
}

function nameOf(file: string): string {
  return basename(file).replace(/\.ya?ml$/, '');
}

async function readTemplate<T extends { id: string }>(file: string, schema: z.ZodType<T>): Promise<T> {
  const yaml = await readYamlFile(file, code);
  const parsed = schema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...key];
    const where = path.join('.') || 'file';
    throw invalidFile(code, file, yaml.lineOf(path), `${where}: ${issue?.message ?? 'invalid'}`);
  }
  const { id } = parsed.data;
  if (nameOf(file) !== id)
    throw invalidFile(code, file, yaml.lineOf(['id']), `id: is '${id}', and the file is named otherwise`);
  return parsed.data;
}
