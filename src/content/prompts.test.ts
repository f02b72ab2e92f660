import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { promptContracts } from '../domain/prompt.ts';
import { parsePrompt, readPrompts } from './prompts.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const front = 'id: agent\nversion: 7\ninputs: [question]\noutput: tool-calls';
const body = '## Instructions\n\nMarks carry {{nonce}}.\n\n## Data\n\n{{question}}';
const file = (yaml = front, text = body) => `---\n${yaml}\n---\n${text}\n`;

async function operatorsFolder(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-prompts-'));
  folders.push(folder);
  await mkdir(join(folder, 'prompts'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'prompts', name), text);
  return folder;
}

test('our prompts are read, each with its version and both of its parts', async () => {
  const prompts = await readPrompts(null);
  expect(Object.keys(prompts).sort()).toEqual(Object.keys(promptContracts).sort());
  for (const prompt of Object.values(prompts)) {
    expect(prompt.version).toBeGreaterThanOrEqual(1);
    expect(prompt.instructions).toContain('{{nonce}}');
  }
  expect(prompts.answer.data).toContain('{{passages}}');
});

test("an operator's file replaces ours of the same name, and the others stay", async () => {
  const prompts = await readPrompts(await operatorsFolder({ 'agent.md': file() }));
  expect(prompts.agent).toEqual({
    id: 'agent',
    version: 7,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    instructions: 'Marks carry {{nonce}}.',
    data: '{{question}}',
  });
  const ours = await readPrompts(null);
  expect(prompts.answer).toEqual(ours.answer);
  expect(prompts.agent.digest).not.toBe(ours.agent.digest);
});

test.each([
  ['no version', file('id: agent\ninputs: [question]\noutput: tool-calls'), /agent\.md:\d+: version/],
  ['a version of nought', file(front.replace('7', '0')), /agent\.md:3: version/],
  ['a key of its own', file(`${front}\ntemperature: 2`), /agent\.md:6: .*temperature/i],
  ['an id that nobody asks for', file(front.replace('agent', 'poem')), /agent\.md:2: id/],
  ['another prompt’s id', file(front.replace('id: agent', 'id: answer')), /agent\.md:2: id: the file is not/],
  ['inputs that nobody gives', file(front.replace('question', 'secrets')), /agent\.md:4: inputs/],
  ['another output', file(front.replace('tool-calls', 'prose')), /agent\.md:5: output/],
  [
    'text of others in the instructions',
    file(front, body.replace('{{nonce}}', '{{question}}')),
    /only '\{\{nonce\}\}'/,
  ],
  ['no mark', file(front, body.replace('{{nonce}}', 'x')), /do not name/],
  ['a variable that is none', file(front, `${body} {{account}}`), /'\{\{account\}\}' is no input/],
  ['an input twice', file(front, `${body} {{question}}`), /must stand once/],
  ['no input', file(front, body.replace('{{question}}', '')), /must stand once/],
  ['no sections', file(front, 'Do your best.'), /has the sections/],
  [
    'sections the other way round',
    file(front, '## Data\n{{question}}\n## Instructions\n{{nonce}}'),
    /has the sections/,
  ],
  ['a third section', file(front, `${body}\n\n## More\n\nx`), /has the sections/],
  ['words before the sections', file(front, `Hello\n${body}`), /has the sections/],
  ['no front matter', body, /must begin with/],
])('a prompt with %s is refused with its file and line', (_, text, message) => {
  expect(() => parsePrompt('prompts/agent.md', text)).toThrow(message);
  expect(() => parsePrompt('prompts/agent.md', text)).toThrow(
    expect.objectContaining({ code: 'HF_CONTENT_INVALID' }) as Error,
  );
});

test('a broken file of the operator stops the start, and names itself', async () => {
  await expect(readPrompts(await operatorsFolder({ 'answer.md': 'x' }))).rejects.toThrow(/answer\.md:1/);
  const bytes = await operatorsFolder({ 'answer.md': Buffer.from([0xff, 0xfe, 0x00]) });
  await expect(readPrompts(bytes)).rejects.toThrow(/not valid UTF-8/);
  await expect(readPrompts(await operatorsFolder({ 'poem.md': file() }))).rejects.toThrow(/not named/);
});
