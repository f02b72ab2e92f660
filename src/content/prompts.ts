import { basename } from 'node:path';
import { digestOf } from '../domain/canonical-json.ts';
import {
  type Prompt,
  type PromptId,
  type Prompts,
  promptContracts,
  promptFrontMatterSchema,
} from '../domain/prompt.ts';
import { HoldfastError } from '../errors.ts';
import { contentFolders, overlayFolders } from './folders.ts';
import { splitFrontMatter } from './front-matter.ts';
import { invalidFile } from './invalid-file.ts';
import { readContentText } from './read-file.ts';
import type { YamlFile } from './yaml-file.ts';

const code = 'HF_CONTENT_INVALID';

/**
 * Reads our prompts and the operator's, which replace ours of the same file name.
 * @param overrides - the folder of HOLDFAST_CONFIG; null = none
 * @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason
 */
export async function readPrompts(overrides: string | null): Promise<Prompts> {
  const prompts: Partial<Record<PromptId, Prompt>> = {};
  for (const file of overlayFolders(contentFolders('prompts', overrides), /\.md$/).values()) {
    const prompt = parsePrompt(file, await readContentText(file, { code }));
    prompts[prompt.id] = prompt;
  }
  for (const id of Object.keys(promptContracts) as PromptId[]) {
    if (!prompts[id]) throw new HoldfastError(code, `There is no prompt prompts/${id}.md`);
  }
  return prompts as Prompts;
}

/** Validates one prompt against its contract. @throws {HoldfastError} HF_CONTENT_INVALID naming file, line and reason */
export function parsePrompt(file: string, text: string): Prompt {
  const { yaml, body } = splitFrontMatter(file, text, code);
  const parsed = promptFrontMatterSchema.safeParse(yaml.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...(issue?.path ?? []), ...keys];
    throw fault(yaml, path, `${path.join('.') || 'front matter'}: ${issue?.message ?? 'invalid'}`);
  }
  const { id, version, inputs, output } = parsed.data;
  const contract = promptContracts[id];
  if (`${id}.md` !== basename(file)) throw fault(yaml, ['id'], `id: the file is not named '${id}.md'`);
  if (inputs.join() !== contract.inputs.join())
    throw fault(yaml, ['inputs'], `inputs: this prompt is given [${contract.inputs.join(', ')}]`);
  if (output !== contract.output) throw fault(yaml, ['output'], `output: must be '${contract.output}'`);
  const sections = sectionsOf(body);
  if (sections === null)
    throw fault(
      yaml,
      ['id'],
      "a prompt has the sections 'Instructions' and 'Data', in this order, and no other",
    );
  const problem = variableProblem(sections, inputs);
  if (problem !== null) throw fault(yaml, ['inputs'], problem);
  return { id, version, digest: digestOf(sections), ...sections };
}

function sectionsOf(body: string): Pick<Prompt, 'instructions' | 'data'> | null {
  const [before, instructions, data, ...more] = body.split(/^## (?:Instructions|Data)$/m);
  const names = [...body.matchAll(/^## (.+)$/gm)].map(([, name]) => name).join();
  if (before?.trim() !== '' || names !== 'Instructions,Data' || more.length > 0) return null;
  return { instructions: instructions?.trim() ?? '', data: data?.trim() ?? '' };
}

/** Text of others in the instructions would be read as one of them. */
function variableProblem({ instructions, data }: Pick<Prompt, 'instructions' | 'data'>, inputs: string[]) {
  const told = variablesIn(instructions);
  const given = variablesIn(data);
  const stray = told.find((name) => name !== 'nonce');
  if (stray !== undefined) return `'{{${stray}}}' stands in the instructions, where only '{{nonce}}' may`;
  if (told.length === 0) return "the instructions do not name '{{nonce}}', by which data is told apart";
  const unknown = given.find((name) => !inputs.includes(name));
  if (unknown !== undefined) return `'{{${unknown}}}' is no input`;
  const missing = inputs.find((name) => given.filter((one) => one === name).length !== 1);
  return missing === undefined ? null : `'{{${missing}}}' must stand once in the data`;
}

function variablesIn(text: string): string[] {
  return [...text.matchAll(/\{\{([^}]*)\}\}/g)].map(([, name]) => name ?? '');
}

function fault(yaml: YamlFile, path: readonly PropertyKey[], reason: string): HoldfastError {
  return invalidFile(code, yaml.file, yaml.lineOf(path), reason);
}
