import { z } from 'zod';
import { type SourceSettings, sourceSettingsSchema } from '../domain/source-settings.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';
const fileSchema = z.strictObject({ sources: z.array(sourceSettingsSchema).max(100).default([]) });

/**
 * Reads `knowledge.yaml`: where knowledge comes from besides our own files and solved tickets.
 * @param file - null = there is none, so nowhere
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readKnowledgeSources(file: string | null): Promise<SourceSettings[]> {
  if (!file) return [];
  const yaml = await readYamlFile(file, code);
  const parsed = fileSchema.safeParse(yaml.value ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...keys];
    throw invalidFile(code, file, yaml.lineOf(path), `${path.join('.')}: ${issue?.message ?? 'invalid'}`);
  }
  const { sources } = parsed.data;
  for (const [index, { name }] of sources.entries()) {
    if (sources.findIndex((other) => other.name === name) === index) continue;
    throw invalidFile(code, file, yaml.lineOf(['sources', index, 'name']), `two sources are named '${name}'`);
  }
  return sources;
}
