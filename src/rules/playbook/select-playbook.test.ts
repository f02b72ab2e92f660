import { expect, test } from 'vitest';
import type { Playbook, PlaybookFit } from '../../domain/playbook.ts';
import { type RecentPlay, selectPlaybook } from './select-playbook.ts';

const now = new Date('2026-11-20T10:00:00.000Z');

function playbook(id: string, change: Partial<Playbook> = {}): Playbook {
  return {
    id,
    kind: 'playbook',
    title: id,
    version: 3,
    owner: 'csm1',
    updated_at: '',
    reviewed_on: '',
    source: '',
    for: ['no-login'],
    tiers: 'any',
    segments: 'any',
    stages: 'any',
    steps: [],
    guidance: '',
    ...change,
  };
}

const account: PlaybookFit = { tier: 'pro', segment: 'smb', stage: 'adoption' };
const choose = (
  books: readonly Playbook[],
  {
    recent = [],
    of = account,
    rule = 'no-login',
  }: { recent?: RecentPlay[]; of?: PlaybookFit; rule?: string } = {},
) => selectPlaybook({ rule, account: of, recent }, books, now);
const ended = (id: string, startedAt: string, outcome = 'no-change'): RecentPlay => ({
  playbook: id,
  state: 'ended',
  outcome,
  startedAt,
});

test('the one that is made for fewer accounts is chosen, with its reason', () => {
  expect(choose([playbook('wide'), playbook('narrow', { tiers: ['pro', 'enterprise'] })])).toEqual({
    playbookId: 'narrow',
    version: 3,
    why: 'The standard playbook for this, made for pro accounts.',
  });
});

test.each([
  ['another rule', { rule: 'usage-drop' }],
  ['another tier', { of: { ...account, tier: 'free' } }],
  ['a tier that nobody knows', { of: { ...account, tier: null } }],
])('none is chosen for %s', (_what, input) => {
  expect(choose([playbook('narrow', { tiers: ['pro'] })], input)).toBeNull();
});

test('segment and stage are looked at, whatever the case of the word', () => {
  const book = playbook('b', { segments: ['smb'], stages: ['adoption'] });
  expect(choose([book], { of: { ...account, segment: 'SMB' } })?.why).toBe(
    'The standard playbook for this, made for accounts in the SMB segment and the adoption stage.',
  );
  expect(choose([book], { of: { ...account, stage: 'onboarding' } })).toBeNull();
});

test('of equals, the one that names the rule first is chosen, then the first by id', () => {
  const second = playbook('a', { for: ['usage-drop', 'no-login'] });
  expect(choose([second, playbook('z')])?.playbookId).toBe('z');
  expect(choose([playbook('z'), playbook('y')])?.playbookId).toBe('y');
  expect(choose([second])?.why).toBe('Another playbook that fits.');
});

test('what runs already is not started a second time', () => {
  const running: RecentPlay = { playbook: 'a', state: 'running', outcome: null, startedAt: '2026-11-01' };
  expect(choose([playbook('a')], { recent: [running] })).toBeNull();
  expect(choose([playbook('a'), playbook('b')], { recent: [running] })?.playbookId).toBe('b');
});

test('what changed nothing lately rests, unless there is no other', () => {
  const books = [playbook('a', { tiers: ['pro'], action: 'Call them' }), playbook('b')];
  const recent = [ended('a', '2026-09-01T00:00:00.000Z'), ended('a', '2026-10-01T00:00:00.000Z')];
  expect(choose(books, { recent })).toMatchObject({
    playbookId: 'b',
    why: 'The standard playbook for this. "Call them" changed nothing on 1 Oct 2026.',
  });
  expect(choose(books.slice(0, 1), { recent })?.why).toBe(
    'The standard playbook for this, made for pro accounts. It changed nothing on 1 Oct 2026, but no other one fits.',
  );
  expect(choose(books, { recent: [ended('a', '2026-08-01T00:00:00.000Z')] })?.playbookId).toBe('a');
  expect(choose(books, { recent: [ended('a', '2026-11-01T00:00:00.000Z', 'saved')] })?.playbookId).toBe('a');
});

test('the one that the rule itself names comes first, where it is for such accounts', () => {
  const books = [
    playbook('narrow', { tiers: ['pro'] }),
    playbook('wide'),
    playbook('own', { for: ['other'] }),
  ];
  const by = (named: string, of = account) =>
    selectPlaybook({ rule: 'no-login', named, account: of, recent: [] }, books, now)?.playbookId;
  expect(
    selectPlaybook(
      { rule: 'no-login', named: 'narrow', account: { ...account, tier: 'free' }, recent: [] },
      books,
      now,
    )?.why,
  ).toBe('Used where the standard playbook does not fit.');
  expect([by('wide'), by('own'), by('nothing')]).toEqual(['wide', 'own', 'narrow']);
  expect(by('narrow', { ...account, tier: 'free' })).toBe('wide');
});

test('of several sides of a matter the leading one is answered first, then the matter', () => {
  const books = [playbook('silence'), playbook('drop', { for: ['usage-drop'], stages: 'any' })];
  const of = (recent: RecentPlay[]) =>
    selectPlaybook({ rule: 'usage-drop', matter: 'no-login', account, recent }, books, now);
  expect(of([])).toMatchObject({ playbookId: 'drop', why: 'The standard playbook for this.' });
  expect(of([ended('drop', '2026-11-01T00:00:00.000Z')])).toMatchObject({
    playbookId: 'silence',
    why: expect.stringMatching(/^Another playbook that fits/),
  });
});
