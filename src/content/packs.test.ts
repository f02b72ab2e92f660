import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPacks } from './packs.ts';
import { readPlaybooks } from './playbooks.ts';

const head = 'id: mine\nversion: 1\nauthor: me\nchangedOn: 2026-11-01\nkind: risk\ndescription: d\nrules:\n';
const usual = {
  id: 'mine-one',
  title: 'T',
  when: '{ fact: daysSinceUse, atLeast: 14 }',
  windowDays: '7',
  severity: 'low',
  playbook: 'null',
  text: 't',
};
const ruleOf = (given: Readonly<Record<string, string>> = {}): string =>
  `  - ${Object.entries({ ...usual, ...given })
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n    ')}\n`;

describe('rule packs of an operator', () => {
  let folder: string;
  let file: string;
  let playbooks: ReadonlySet<string>;
  const open = async () => await openPacks(folder, playbooks);
  beforeAll(async () => {
    playbooks = new Set((await readPlaybooks(null)).map(({ id }) => id));
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-packs-'));
    mkdirSync(join(folder, 'packs/rules'), { recursive: true });
    file = join(folder, 'packs/rules/mine.yaml');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[string, string, RegExp]>([
    ['nothing', '', /:1: pack: /],
    ['bytes', '\u0000\u0001', /:\d+: /],
    ['a list', '- 1\n', /:1: pack: /],
    [
      'an unknown fact',
      ruleOf({ when: '{ fact: daysSinceUsed, atLeast: 1 }' }),
      /:10: .*no fact 'daysSinceUsed'; did you/,
    ],
    [
      'an unknown playbook',
      ruleOf({ playbook: 'silense' }),
      /:13: rules\.0\.playbook: there is no playbook 'silense'/,
    ],
    [
      'a threshold that no account reaches',
      ruleOf({ when: '{ fact: daysSinceUse, atLeast: 999 }' }),
      /:10: .*out of its range/,
    ],
    [
      'half a day',
      ruleOf({ when: '{ fact: daysSinceUse, atLeast: 1.5 }' }),
      /:10: rules\.0\.when\.atLeast: .*expected int/,
    ],
    [
      'no number',
      ruleOf({ when: '{ all: [{ fact: daysSinceUse, above: .nan }] }' }),
      /:10: rules\.0\.when\.all\.0\.above: .*NaN/,
    ],
    [
      'a number without end',
      ruleOf({ when: '{ fact: daysSinceUse, atLeast: 1e400 }' }),
      /:10: rules\.0\.when\.atLeast: .*expected/,
    ],
    [
      'a word for a number',
      ruleOf({ when: '{ fact: daysSinceUse, atLeast: many }' }),
      /:10: rules\.0\.when\.atLeast: .*expected number/,
    ],
    ['a key twice', `${ruleOf()}    text: again\n`, /:15: .*unique/],
    ['a rule twice', ruleOf() + ruleOf(), /:15: rules\.1\.id: the rule 'mine-one' stands here twice/],
    ['a rule of ours', ruleOf({ id: 'no-login' }), /:8: rule 'no-login' stands in .*at-risk\.yaml too/],
    [
      'a rule that folds into itself',
      ruleOf({ foldsInto: 'mine-one' }),
      /:15: rules\.0\.foldsInto: 'mine-one' folds into itself/,
    ],
    [
      'a rule that folds into none',
      ruleOf({ foldsInto: 'no-logon' }),
      /:15: rules\.0\.foldsInto: there is no rule 'no-logon'/,
    ],
    [
      'a rule that folds into one that folds',
      ruleOf({ foldsInto: 'usage-drop' }),
      /:15: rules\.0\.foldsInto: 'usage-drop' folds into 'no-login'/,
    ],
    ['an alias', `  - &one\n    id: a\n  - *one\n`, /Alias/],
    ['endless depth', ruleOf({ when: `${'{ all: ['.repeat(20_000)}1${'] }'.repeat(20_000)}` }), /:10: /],
  ])('with %s are refused with place and reason', async (_, text, reason) => {
    writeFileSync(file, text.startsWith('  - ') ? head + text : text);
    await expect(open()).rejects.toMatchObject({
      code: 'HF_PACK_INVALID',
      message: expect.stringMatching(reason),
    });
    rmSync(file);
    const packs = await open();
    writeFileSync(file, text.startsWith('  - ') ? head + text : text);
    const running = await packs.inForce();
    expect(running.problem).toMatch(reason);
    expect(running.packs.map(({ id }) => id)).not.toContain('mine');
    expect(running.packs.length).toBeGreaterThan(0);
  });

  it.each([
    ['a folder', () => mkdirSync(file)],
    ['a link to nowhere', () => symlinkSync(join(folder, 'gone'), file)],
    ['a link to itself', () => symlinkSync(file, file)],
  ])('that are %s are refused by name', async (_, make) => {
    make();
    await expect(open()).rejects.toMatchObject({
      code: 'HF_PACK_INVALID',
      message: expect.stringContaining('mine.yaml'),
    });
  });

  it('that break while it runs leave the last good ones in force until they are whole again', async () => {
    writeFileSync(file, head + ruleOf());
    const packs = await open();
    const titleOf = async (): Promise<string | undefined> =>
      (await packs.inForce()).packs.find(({ id }) => id === 'mine')?.rules[0]?.title;
    writeFileSync(file, (head + ruleOf({ title: 'Half' })).slice(0, -20));
    expect([await titleOf(), (await packs.inForce()).problem === null]).toEqual(['T', false]);
    writeFileSync(file, head + ruleOf({ title: 'Whole' }));
    expect([await titleOf(), (await packs.inForce()).problem]).toEqual(['Whole', null]);
    rmSync(file);
    expect([await titleOf(), (await packs.inForce()).problem]).toEqual([undefined, null]);
  });
});
