import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { teamsPackage } from '../scripts/teams/package.ts';
import { manifestVersion } from '../src/bot/teams/manifest.ts';
import { shortcutOf } from '../src/bot/teams/parse-extension.ts';
import { isAsk } from '../src/rules/question/knowledge-question.ts';
import { parseQuestion } from '../src/rules/question/parse-question.ts';

const today = '2026-11-21';
const settings = { appId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', url: 'https://holdfast.example.com' };

test('the manifest is one that Teams takes', async () => {
  const manifest = await read();
  const main = fileURLToPath(import.meta.resolve('@microsoft/app-manifest'));
  const schemas = join(
    dirname(main),
    'json-schemas/teams',
    `v${manifestVersion}`,
    'MicrosoftTeams.schema.json',
  );
  // Of draft 4, which the validator reads as its own.
  const { $schema: _, ...schema } = JSON.parse(readFileSync(schemas, 'utf8'));
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  validate(manifest);
  expect(validate.errors).toBeNull();
  expect(validate({ ...manifest, bots: [{}] })).toBe(false);
});

test('the icons have the sizes that Teams asks for, and the outline has no ground', async () => {
  const zip = await JSZip.loadAsync(await teamsPackage(settings));
  const size = async (name: string) => {
    const bytes = await zip.file(name)?.async('nodebuffer');
    return [bytes?.readUInt32BE(16), bytes?.readUInt32BE(20)];
  };
  expect(await size('color.png')).toEqual([192, 192]);
  expect(await size('outline.png')).toEqual([32, 32]);
});

test('every command of the message extension is one that we answer', async () => {
  const { composeExtensions } = (await read()) as { composeExtensions: { commands: { id: string }[] }[] };
  const ids = composeExtensions.flatMap(({ commands }) => commands.map(({ id }) => id));
  expect(ids).toHaveLength(6);
  for (const commandId of ids) expect(shortcutOf({ commandId }), commandId).not.toBeNull();
});

test('every word that Teams offers is a command that we understand', async () => {
  const { bots } = (await read()) as { bots: { commandLists: { commands: { title: string }[] }[] }[] };
  const words = bots.flatMap(({ commandLists }) => commandLists.flatMap(({ commands }) => commands));
  expect(words.length).toBeGreaterThan(5);
  // Words that are none of ours are taken for the name of an account.
  const isCommand = (text: string) =>
    isAsk(text) || !/^(?:health|unknown)$/.test(parseQuestion(text, today).kind);
  for (const { title } of words.filter(({ title }) => title !== 'health'))
    expect([title, isCommand(title) || isCommand(`${title} acme`)]).toEqual([title, true]);
  expect(isCommand('wealth acme')).toBe(false);
});

async function read(): Promise<Record<string, unknown>> {
  const zip = await JSZip.loadAsync(await teamsPackage(settings));
  return JSON.parse((await zip.file('manifest.json')?.async('string')) ?? '');
}
