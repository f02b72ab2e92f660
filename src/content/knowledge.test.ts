import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KnowledgeKind } from '../domain/knowledge.ts';
import { parseDocument, readKnowledge } from './knowledge.ts';

const common = [
  'title: Pipelines stop after 900 seconds',
  'product_area: pipelines',
  'audience: customer',
  'owner: agent1',
  'updated_at: 2026-11-01',
  'reviewed_on: 2026-11-02',
  'source: tracker BW-1',
];
const issue = (id: string, ...lines: string[]): string =>
  ['---', `id: ${id}`, 'kind: known-issue', ...common, 'severity: P1', ...lines, '---', 'Split it.', ''].join(
    '\n',
  );
const open = (id: string): string =>
  issue(id, 'status: open', 'versions: {from: "4.40"}', 'error_signatures: [PIPELINE_TIMEOUT]');
const macro = (body: string): string =>
  ['---', 'id: m', 'kind: macro', ...common, 'examples: [it stops, it hangs, why]', '---', body].join('\n');

const problemOf = (text: string, kind: KnowledgeKind = 'known-issue', file = 'x/slow.md'): string => {
  try {
    parseDocument(file, text, kind);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

test('a document is its front matter and what stands below', () => {
  expect(parseDocument('x/slow.md', open('slow'), 'known-issue')).toMatchObject({
    id: 'slow',
    kind: 'known-issue',
    severity: 'P1',
    status: 'open',
    versions: { from: '4.40' },
    error_signatures: ['PIPELINE_TIMEOUT'],
    body: 'Split it.',
  });
  expect(problemOf(open('slow').replaceAll('\n', '\r\n'))).toBe('none');
  // Editors of Windows put a byte order mark first.
  expect(problemOf(`\uFEFF${open('slow')}`)).toBe('none');
});

describe('a broken document is named with file, line and reason', () => {
  test.each([
    ['no front matter', 'Hello', "x/slow.md:1: must begin with a line of '---'"],
    ['no end of it', '---\nid: slow\n', "x/slow.md:1: the front matter has no closing line of '---'"],
    ['no YAML', open('slow').replace('P1', '"P1'), /^x\/slow\.md:\d+: /],
    ['a key twice', open('slow').replace('kind:', 'id: slow\nkind:'), /^x\/slow\.md:3: .*unique/i],
    ['an unknown key', open('slow').replace('severity', 'sevrity'), /sevrity|severity/],
    ['a wrong value', open('slow').replace('P1', 'P7'), /^x\/slow\.md:11: severity: /],
    ['a day that is none', open('slow').replace('2026-11-02', '2026-02-30'), /^x\/slow\.md:9: reviewed_on: /],
    ['another file name', open('fast'), "x/slow.md:2: id: the file is not named 'fast.md'"],
    ['nothing below', open('slow').replace('Split it.', ''), /nothing stands below/],
    ['a fix without a version', open('slow').replace('open', 'fixed'), /fixed_in: a fixed issue names/],
    ['no successor', open('slow').replace('open', 'superseded'), /superseded_by: a superseded issue/],
    [
      'itself as successor',
      open('slow').replace('open', 'superseded\nsuperseded_by: slow'),
      /nothing takes its own place/,
    ],
    ['a version that is none', open('slow').replace('"4.40"', '"new"'), /versions\.from: such as 4\.40/],
    ['a blank around a line', open('slow').replace('tracker BW-1', '"tracker "'), /source: must be one line/],
  ])('%s', (_what, text, expected) => {
    expect(problemOf(text)).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  test('a kind in the folder of another', () => {
    expect(problemOf(open('slow'), 'runbook')).toBe(
      "x/slow.md:3: kind: 'known-issue' does not belong in this folder",
    );
  });

  test.each([
    ['## Public reply\nHello {{contact.name}}\n\n## Internal note\nLook first.', /^none$/],
    ['Hello', /has the sections/],
    ['## Public reply\nHello', /has the sections/],
    ['## Internal note\nA\n## Public reply\nB', /has the sections/],
    ['## Public reply\nA\n## Internal note\nB\n## More\nC', /has the sections/],
    ['## Public reply\n{{contact.nmae}}\n## Internal note\nB', /there is no variable '\{\{contact.nmae\}\}'/],
    ['## Public reply\n{{toString}}\n## Internal note\nB', /there is no variable/],
  ])('a macro of %j', (body, expected) => {
    expect(problemOf(macro(body), 'macro', 'x/m.md')).toMatch(expected);
  });
});

describe('a folder of documents', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-knowledge-'));
    for (const kind of ['known-issues', 'runbooks'])
      mkdirSync(join(folder, 'knowledge', kind), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (kind: string, name: string, text: string | Buffer): void =>
    writeFileSync(join(folder, 'knowledge', kind, name), text);
  const read = async () => {
    const { documents, problems } = await readKnowledge(folder);
    const ours = documents.filter(({ id }) => id.startsWith('own-'));
    return { ids: ours.map(({ id }) => id).sort(), problems: problems.map(({ message }) => message) };
  };

  test('a broken one is reported, and the others are used', async () => {
    write('known-issues', 'own-a.md', open('own-a'));
    write('known-issues', 'own-b.md', open('own-b').replace('P1', 'P9'));
    write('known-issues', 'own-c.md', Buffer.from([0x2d, 0xff]));
    write('known-issues', 'notes.txt', 'not knowledge');
    const { ids, problems } = await read();
    expect(ids).toEqual(['own-a']);
    expect(problems).toEqual([
      expect.stringMatching(/own-b\.md:11: severity/),
      expect.stringMatching(/own-c\.md:1: not valid UTF-8/),
    ]);
  });

  test('TE18: what is no file, is too large or lies elsewhere is reported, and the others are used', async () => {
    const issues = join(folder, 'knowledge', 'known-issues');
    write('known-issues', 'own-a.md', open('own-a'));
    write('known-issues', 'own-huge.md', Buffer.alloc(1_048_577, 'x'));
    writeFileSync(join(folder, 'own-secret.md'), open('own-secret'));
    execFileSync('mkfifo', [join(issues, 'own-pipe.md')]);
    symlinkSync('/dev/zero', join(issues, 'own-zero.md'));
    symlinkSync(join(folder, 'own-secret.md'), join(issues, 'own-secret.md'));
    const { ids, problems } = await read();
    expect(ids).toEqual(['own-a']);
    expect(problems).toEqual([
      expect.stringMatching(/own-huge\.md:1: has 1048577 bytes/),
      expect.stringMatching(/own-pipe\.md: is no regular file/),
      expect.stringMatching(/own-secret\.md: is a link that leads out of /),
      expect.stringMatching(/own-zero\.md: is a link that leads out of /),
    ]);
  });

  test('one that is no folder is refused as a whole: what lies in it is not gone', async () => {
    rmSync(join(folder, 'knowledge', 'runbooks'), { recursive: true });
    writeFileSync(join(folder, 'knowledge', 'runbooks'), '');
    await expect(readKnowledge(folder)).rejects.toMatchObject({
      code: 'HF_SOURCE_UNREADABLE',
      message: expect.stringMatching(/knowledge\/runbooks cannot be read: /),
    });
  });

  test('which of the operator’s are there is told', async () => {
    expect((await readKnowledge(folder)).kinds).toEqual(['known-issue', 'runbook']);
    expect((await readKnowledge(null)).kinds).toEqual([]);
  });

  test('an id in two folders is nobody’s', async () => {
    write('known-issues', 'own-a.md', open('own-a'));
    const runbook = ['---', 'id: own-a', 'kind: runbook', ...common, '---', 'Call.'].join('\n');
    write('runbooks', 'own-a.md', runbook);
    expect(await read()).toEqual({ ids: [], problems: ["knowledge: the id 'own-a' stands in two files"] });
  });

  test('superseded issues lead to one that is not, or are left out', async () => {
    const succeeded = (id: string, next: string): string =>
      issue(id, 'status: superseded', `superseded_by: ${next}`, 'versions: {}', 'error_signatures: []');
    write('known-issues', 'own-a.md', succeeded('own-a', 'own-b'));
    write('known-issues', 'own-b.md', succeeded('own-b', 'own-c'));
    write('known-issues', 'own-c.md', open('own-c'));
    write('known-issues', 'own-d.md', succeeded('own-d', 'own-e'));
    write('known-issues', 'own-e.md', succeeded('own-e', 'own-d'));
    write('known-issues', 'own-f.md', succeeded('own-f', 'own-nowhere'));
    const { ids, problems } = await read();
    expect(ids).toEqual(['own-a', 'own-b', 'own-c']);
    expect(problems).toEqual([
      "knowledge: 'own-d' and what supersedes it go round in a circle",
      "knowledge: 'own-e' and what supersedes it go round in a circle",
      "knowledge: 'own-f' is superseded by an issue that does not exist",
    ]);
  });
});
