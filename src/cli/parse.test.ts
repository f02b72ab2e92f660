import { describe, expect, test } from 'vitest';
import { shellWords } from '../../test/support/shell-words.ts';
import { commands } from './commands.ts';
import { type Parsed, parseArguments } from './parse.ts';

function parse(...argv: string[]): Parsed {
  return parseArguments(argv, 100);
}

test('arguments and options arrive under their names', () => {
  expect(
    parse('why', 'acme', '--since', '2026-11-01', '--json', '--as', 'csm1', '--as-of', '2026-11-20'),
  ).toMatchObject({
    kind: 'run',
    command: { name: 'why' },
    args: ['acme'],
    options: { since: '2026-11-01', json: true, as: 'csm1', asOf: '2026-11-20' },
  });
});

test('options may stand before the arguments, and several words are several arguments', () => {
  expect(parse('ask', '--json', 'how', 'is', 'acme')).toMatchObject({
    args: ['how', 'is', 'acme'],
    options: { json: true },
  });
  expect(parse('accounts', '--filter', 'band=red', 'owner=csm1')).toMatchObject({
    options: { filter: ['band=red', 'owner=csm1'] },
  });
});

test('what follows -- is no option', () => {
  expect(parse('health', '--', '--json')).toMatchObject({ kind: 'run', args: ['--json'], options: {} });
});

describe('wrong usage', () => {
  test.each([
    [[], 'No command was given'],
    [['helth'], "unknown command 'helth' (Did you mean health?)"],
    [['health'], "missing required argument 'account'"],
    [['health', 'a', 'b'], 'too many arguments'],
    [['health', 'a', '--jsno'], "unknown option '--jsno' (Did you mean --json?)"],
    [['health', 'a', '--as'], "option '--as <member>' argument missing"],
    [['health', 'a', '--as', 'x', '--as', 'y'], "option '--as <member>' is given twice"],
  ])('%j is a sentence', (argv, message) => {
    const parsed = parseArguments(argv as string[], 100);
    expect(parsed).toMatchObject({ kind: 'usage', message: expect.stringContaining(message as string) });
  });
});

describe('help', () => {
  test('lists every command and the exit codes', () => {
    const parsed = parse('--help');
    if (parsed.kind !== 'help') throw new Error('no help');
    for (const { name } of commands) expect(parsed.text.replace(/\s+/g, ' ')).toContain(`${name} `);
    expect(parsed.text).toContain('3 tampering found');
  });

  test.each(commands.map(({ name }) => name))('of %s has two examples that it understands', (name) => {
    const parsed = parse(name, '--help');
    if (parsed.kind !== 'help') throw new Error('no help');
    const command = commands.find((known) => known.name === name);
    for (const example of command?.examples ?? []) {
      expect(parsed.text).toContain(`holdfast ${example}`);
      expect(parseArguments(shellWords(example), 100)).toMatchObject({ kind: 'run', command: { name } });
    }
    for (const option of ['--json', '--as <member>', '--as-of <date>']) expect(parsed.text).toContain(option);
  });

  test('--version is the version', () => {
    expect(parse('--version')).toMatchObject({
      kind: 'help',
      text: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});
