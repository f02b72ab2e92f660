import { basename, join } from 'node:path';
import { type Playbook, playbookSchema } from '../domain/playbook.ts';
import { findPlaybookFactProblem } from '../rules/playbook/find-playbook-problem.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { splitFrontMatter } from './front-matter.ts';
import { invalidFile } from './invalid-file.ts';
import { readContentText } from './read-file.ts';

const code = 'HF_CONTENT_INVALID';

/**
 * Reads our playbooks and the operator's, which replace ours of the same id. They are recipes for our own people, and
 * no document that could answer a customer: the index of knowledge never sees this folder.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @returns sorted by id
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readPlaybooks(overrides: string | null): Promise<Playbook[]> {
  const files = overlayFolders(contentFolders('knowledge/playbooks', overrides), /\.md$/);
  return await Promise.all(
    [...files.values()].map(async (file) =>
      parsePlaybook(file, await readContentText(file, { code, within: join(file, '../..') })),
    ),
  );
}

/** Validates one playbook. @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason */
export function parsePlaybook(file: string, text: string): Playbook {
  const { yaml, body } = splitFrontMatter(file, text, code);
  const fault = (path: readonly PropertyKey[], reason: string) =>
    invalidFile(code, file, yaml.lineOf(path), reason);
  const parsed = playbookSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...keys];
    throw fault(path, `${path.join('.') || 'front matter'}: ${issue?.message ?? 'invalid'}`);
  }
  const problem = findPlaybookFactProblem(parsed.data);
  if (problem) throw fault(problem.path, `${problem.path.join('.')}: ${problem.reason}`);
  if (`${parsed.data.id}.md` !== basename(file))
    throw fault(['id'], `id: the file is not named '${parsed.data.id}.md'`);
  if (body === '')
    throw invalidFile(code, file, text.split('\n').length, 'nothing stands below the front matter');
  return { ...parsed.data, guidance: body };
}
