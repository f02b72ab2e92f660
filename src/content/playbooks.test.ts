import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compilePacks } from '../rules/packs/compile-pack.ts';
import { readKnowledge } from './knowledge.ts';
import { openPacks } from './packs.ts';
import { parsePlaybook, readPlaybooks } from './playbooks.ts';

/** Every rule that may raise an alert. */
const riskRules = [
  'score-drop',
  'error-spike',
  'onboarding-stalled',
  'unpaid-invoice',
  'sponsor-disengaged',
  'no-login',
  'usage-drop',
  'ticket-burst',
  'failed-payment',
  'low-csat',
  'champion-left',
  'feature-unused',
  'integration-broken',
  'limit-reached',
  'renewal-risk',
];

const good = [
  '---',
  'id: quiet',
  'kind: playbook',
  'title: A quiet customer',
  'version: 2',
  'owner: csm1',
  'updated_at: 2026-11-01',
  'reviewed_on: 2026-11-02',
  'source: our team',
  'for: [no-login]',
  'tiers: any',
  'segments: [smb]',
  'stages: [adoption]',
  'steps:',
  '  - id: look',
  '    kind: task',
  '    title: Look at the last day',
  '    look_at: [use, error]',
  '    due_days: 1',
  '    role: owner',
  '  - id: worked',
  '    kind: check',
  '    title: Are they back?',
  '    look_at: [use]',
  '    fact: daysSinceEngaged',
  '    is: below',
  '    value: 7',
  '---',
  'One question, one reader.',
  '',
].join('\n');

const problemOf = (text: string, file = 'x/quiet.md'): string => {
  try {
    parsePlaybook(file, text);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

test('a playbook is its front matter and the guidance below', () => {
  expect(parsePlaybook('x/quiet.md', good)).toMatchObject({
    id: 'quiet',
    version: 2,
    segments: ['smb'],
    guidance: 'One question, one reader.',
    steps: [
      { id: 'look', look_at: ['use', 'error'] },
      { id: 'worked', fact: 'daysSinceEngaged' },
    ],
  });
});

describe('a broken playbook is named with file, line and reason', () => {
  test.each([
    [
      'an unknown key',
      good.replace('due_days: 1', 'due_days: 1\n    due_day: 2'),
      /^x\/quiet\.md:20: steps\.0\.due_day: /,
    ],
    [
      'an unknown fact',
      good.replace('daysSinceEngaged', 'mood'),
      "x/quiet.md:25: steps.1.fact: there is no fact 'mood'; docs/reference/rules.md lists them all",
    ],
    [
      'the name of a fact that is nearly right',
      good.replace('daysSinceEngaged', 'daysSinceEngage'),
      "x/quiet.md:25: steps.1.fact: there is no fact 'daysSinceEngage'; did you mean daysSinceEngaged?",
    ],
    [
      'a number that a fact never has',
      good.replace(/value: \d+/, 'value: 500'),
      'x/quiet.md:27: steps.1.value: daysSinceEngaged lies between 0 and 180; 500 is out of its range',
    ],
    ['an unknown kind of step', good.replace('kind: task', 'kind: hope'), /^x\/quiet\.md:16: steps\.0\.kind/],
    [
      'evidence that nobody keeps',
      good.replace('[use, error]', '[use, rumour]'),
      /^x\/quiet\.md:18: steps\.0\.look_at\.1/,
    ],
    [
      'another file name',
      good.replace('id: quiet', 'id: loud'),
      "x/quiet.md:2: id: the file is not named 'loud.md'",
    ],
    ['no rule', good.replace('[no-login]', '[]'), /^x\/quiet\.md:10: for: /],
    ['a stage that is none', good.replace('[adoption]', '[youth]'), /^x\/quiet\.md:13: stages/],
    ['no check at the end', good.replace(/ {2}- id: worked[\s\S]*?---/, '---'), /^x\/quiet\.md:14: steps: /],
    [
      'an id twice',
      good.replace('id: worked', 'id: look'),
      "x/quiet.md:21: steps.1.id: the id 'look' stands twice",
    ],
    ['nothing below', good.replace('One question, one reader.', ''), /nothing stands below/],
    ['no YAML', good.replace('title: A', 'title: "A'), /^x\/quiet\.md:\d+: /],
    ['a version that is none', good.replace('version: 2', 'version: two'), /^x\/quiet\.md:5: version: /],
  ])('%s', (_what, text, expected) => {
    expect(problemOf(text)).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  test('what the order of the steps forbids', () => {
    const called = good.replace('title: Look at the last day', 'title: Call them');
    expect(problemOf(called)).toBe(
      "x/quiet.md:17: steps.0.title: who is called gets 'contact: call' and tiers from Pro up",
    );
  });
});

describe('the shipped playbooks', () => {
  test('there is one for every rule that raises an alert, whatever tier, segment and stage', async () => {
    const books = await readPlaybooks(null);
    const forAll = books.filter(({ tiers, segments }) => tiers === 'any' && segments === 'any');
    expect(riskRules.filter((rule) => !forAll.some((book) => book.for.includes(rule)))).toEqual([]);
    expect(books.length).toBeGreaterThanOrEqual(16);
  });

  test('each ends as saved for what its rule asks of the account, and for nothing else', async () => {
    const known = new Set((await readPlaybooks(null)).map(({ id }) => id));
    const { packs } = await (await openPacks(null, known)).inForce();
    const facts = new Map(compilePacks(packs).map(({ rule, everyFact }) => [rule.id, everyFact]));
    const strange = (await readPlaybooks(null)).flatMap(({ id, for: rules, steps }) => {
      const asked = rules.flatMap((rule) => facts.get(rule) ?? []);
      const checks = steps.filter((step) => step.kind === 'check');
      // What no rule asks for is begun by people, who know what they look for.
      return asked.length === 0
        ? []
        : checks.filter(({ fact }) => !asked.includes(fact)).map(({ fact }) => `${id}: ${fact}`);
    });
    expect(strange).toEqual([]);
  });

  test('a call is guarded by tier, an offer asks for 20 to 30 % at the end, and each says whether it worked', async () => {
    const steps = (await readPlaybooks(null)).flatMap((book) => book.steps);
    const calls = steps.filter((step) => step.kind === 'task' && step.contact === 'call');
    expect(calls.length).toBeGreaterThan(10);
    expect(new Set(calls.flatMap(({ tiers }) => tiers ?? ['nobody']))).toEqual(
      new Set(['pro', 'enterprise']),
    );
    const offers = steps.filter((step) => step.kind === 'approval');
    expect(offers.every(({ percent }) => percent >= 20 && percent <= 30)).toBe(true);
  });

  test('none of them is knowledge that could answer a customer', async () => {
    const books = await readPlaybooks(null);
    const { documents, problems } = await readKnowledge(null);
    expect(problems).toEqual([]);
    expect(documents.filter(({ id }) => books.some((book) => book.id === id))).toEqual([]);
  });
});

describe('the operator’s playbooks', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'holdfast-playbooks-'));
    mkdirSync(join(folder, 'knowledge/playbooks'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): void =>
    writeFileSync(join(folder, 'knowledge/playbooks', name), text);

  test('one of the same id takes the place of ours, a new one comes beside them', async () => {
    write('silence.md', good.replace('id: quiet', 'id: silence'));
    write('quiet.md', good);
    const ours = await readPlaybooks(null);
    const books = await readPlaybooks(folder);
    expect(books.length).toBe(ours.length + 1);
    expect(books.find(({ id }) => id === 'silence')).toMatchObject({ title: 'A quiet customer', version: 2 });
  });

  test('a broken one is refused as a whole: nobody works by half a book', async () => {
    write('quiet.md', good.replace('daysSinceEngaged', 'mood'));
    await expect(readPlaybooks(folder)).rejects.toMatchObject({
      code: 'HF_CONTENT_INVALID',
      message: expect.stringMatching(/quiet\.md:25: .*no fact 'mood'/),
    });
  });

  test('a link that leads out of the folder is refused', async () => {
    symlinkSync('/etc/hostname', join(folder, 'knowledge/playbooks/quiet.md'));
    await expect(readPlaybooks(folder)).rejects.toMatchObject({ code: 'HF_CONTENT_INVALID' });
  });
});
