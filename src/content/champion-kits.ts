import { basename } from 'node:path';
import { z } from 'zod';
import type { ChampionKit } from '../domain/adoption.ts';
import { idField } from '../domain/knowledge.ts';
import { isUtcDay } from '../domain/utc-day.ts';
import { splitFrontMatter } from './front-matter.ts';
import { invalidFile } from './invalid-file.ts';
import { readContentText } from './read-file.ts';

const code = 'HF_CONTENT_INVALID';

/** What every kit has, in this order. Source: FEATURES E4 */
const kitSections = ['E-mails', 'Deck outline', 'FAQ', 'Office hours', 'Ready to expand'] as const;

const frontMatter = z.strictObject({
  id: idField,
  use_case: idField,
  title: z.string().min(1).max(120),
  owner: idField,
  reviewed_on: z.string().refine(isUtcDay, 'must be a day, such as 2026-11-26'),
  source: z.string().min(1).max(200),
});

/**
 * Reads the kits. They are no knowledge of the copilot: twenty that resemble each other would stand before the answer.
 * @param useCases - the ids that there are
 * @returns by use case
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readChampionKits(
  files: readonly string[],
  useCases: ReadonlySet<string>,
): Promise<Map<string, ChampionKit>> {
  const kits = new Map<string, ChampionKit>();
  for (const file of files) {
    const kit = parseChampionKit(file, await readContentText(file, { code }));
    const { useCase } = kit;
    const refuse = (reason: string) => invalidFile(code, file, 1, `use_case: ${reason}`);
    if (!useCases.has(useCase)) throw refuse(`there is no use case '${useCase}'`);
    if (kits.has(useCase)) throw refuse(`'${useCase}' has the kit '${kits.get(useCase)?.id}' already`);
    kits.set(useCase, kit);
  }
  return kits;
}

/** Validates one kit. @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason */
export function parseChampionKit(file: string, text: string): ChampionKit {
  const { yaml, body } = splitFrontMatter(file, text, code);
  const parsed = frontMatter.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys : [])];
    throw invalidFile(
      code,
      file,
      yaml.lineOf(path),
      `${path.join('.') || 'front matter'}: ${issue?.message}`,
    );
  }
  const { id, use_case: useCase, title, owner, reviewed_on: reviewedOn } = parsed.data;
  if (`${id}.md` !== basename(file))
    throw invalidFile(code, file, yaml.lineOf(['id']), `id: the file is not named '${id}.md'`);
  const sections = [...body.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
  if (sections.join() !== kitSections.join())
    throw invalidFile(code, file, 1, `a kit has the sections ${kitSections.join(', ')}, in this order`);
  return { id, useCase, title, owner, reviewedOn, body };
}
