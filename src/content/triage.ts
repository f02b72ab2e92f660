import { z } from 'zod';
import { type TriageRule, triageRuleSchema } from '../domain/triage.ts';
import { invalidFile } from './invalid-file.ts';
import { readYamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';
const fileSchema = z.strictObject({ rules: z.array(triageRuleSchema) });

/**
 * Reads the rules that suggest priorities and tags.
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readTriageRules(files: readonly string[]): Promise<TriageRule[]> {
  const rules: TriageRule[] = [];
  const places = new Map<string, string>();
  for (const file of files) {
    const yaml = await readYamlFile(file, code);
    const parsed = fileSchema.safeParse(yaml.value);
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
    for (const [index, rule] of parsed.data.rules.entries()) {
      const other = places.get(rule.id);
      if (other)
        throw invalidFile(
          code,
          file,
          yaml.lineOf(['rules', index, 'id']),
          `rule '${rule.id}' stands in ${other} too`,
        );
      places.set(rule.id, file);
      rules.push(rule);
    }
  }
  return rules;
}
