import { describe, expect, test } from 'vitest';
import type { Play, Recipe } from '../domain/play.ts';
import type { PlaybookStep } from '../domain/playbook.ts';
import { lookWords } from '../rules/playbook/compare-fact.ts';
import { playButton, readPlayButton } from './play-button.ts';
import { type PlayWords, playView } from './play-view.ts';
import { decidingActions, type View } from './view.ts';

const common = { look_at: ['use' as const, 'error' as const] };
const look: PlaybookStep = {
  ...common,
  id: 'look',
  kind: 'task',
  title: 'Look',
  due_days: 2,
  role: 'owner',
};
const write: PlaybookStep = {
  ...common,
  id: 'write',
  kind: 'draft',
  title: 'Write',
  due_days: 1,
  role: 'owner',
  subject: 'x',
  body: 'y',
};
const offer: PlaybookStep = {
  ...common,
  id: 'offer',
  kind: 'approval',
  title: 'Offer',
  due_days: 3,
  role: 'owner',
  action: 'concession.grant',
  percent: 20,
  reason: 'Last',
  expires_days: 30,
};
const worked: PlaybookStep = {
  ...common,
  id: 'worked',
  kind: 'check',
  title: 'Worked?',
  fact: 'users7',
  is: 'at_least',
  value: 3,
};

function playAt(current: PlaybookStep, proposalId: string | null = null, note = ''): Play {
  const recipe: Recipe = { id: 'quiet', version: 2, title: 'A quiet customer', steps: [current, worked] };
  return {
    id: 'p1',
    account: 'acme',
    tier: 'pro',
    recipe,
    why: null,
    startedBy: 'csm1',
    startedAt: '2026-11-20T10:00:00.000Z',
    steps: [
      {
        recipe: current,
        state: 'current',
        dueAt: '2026-11-22T10:00:00.000Z',
        proposalId,
        note,
        by: null,
        at: null,
      },
      { recipe: worked, state: 'pending', dueAt: null, proposalId: null, note: '', by: null, at: null },
    ],
    life: { state: 'running', current: current.id },
  };
}

const account = { id: 'acme', name: 'Acme' };
const nothing = { account, recommended: null, running: [], ended: [] };
const buttonsOf = ({ blocks }: View): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.map(({ action, label }) => `${action}:${label}`) : [],
  );
const words: PlayWords = { actionOf: ({ title }) => title, lookOf: lookWords };
const cardOf = (play: Play): View => playView({ ...nothing, running: [play] }, words);

describe('the buttons fit what the play waits for', () => {
  test.each([
    ['a task', playAt(look), ['play-done:Done', 'play-skip:Skip', 'play-end:End play']],
    ['a draft to come', playAt(write), ['play-skip:Skip', 'play-end:End play']],
    ['a draft that waits', playAt(write, 'x1'), ['open:Open draft', 'play-end:End play']],
    [
      'an offer to propose',
      playAt(offer),
      ['play-offer:Propose offer', 'play-skip:Skip', 'play-end:End play'],
    ],
    ['an offer that waits', playAt(offer, 'x1'), ['open:Open offer', 'play-end:End play']],
    ['a check', playAt(worked), ['play-skip:Skip', 'play-end:End play']],
  ])('%s', (_what, play, expected) => {
    expect(buttonsOf(cardOf(play))).toEqual([...expected, 'health:Health', 'timeline:Timeline']);
  });

  test('what decides is kept before it is acknowledged', () => {
    for (const action of ['play-start', 'play-done', 'play-offer'])
      expect(decidingActions.has(action)).toBe(true);
  });
});

test('what to start is said with the reason, and its button names account and playbook', () => {
  const recommended = {
    playbook: 'silence',
    action: 'Write to the last users',
    first: 'See their last day',
    version: 1,
    why: 'No use for 20 days.',
  };
  const view = playView({ ...nothing, recommended }, words);
  for (const part of [
    'Recommended play: Write to the last users',
    'No use for 20 days.',
    'First step: See their last day.',
  ])
    expect(JSON.stringify(view.blocks)).toContain(part);
  expect(view.blocks).toContainEqual({
    kind: 'buttons',
    buttons: [{ action: 'play-start', label: 'Run the play', tone: 'primary', value: 'acme silence' }],
  });
});

test('what runs comes before what could be started next, and is called by what one does', () => {
  const recommended = { playbook: 'b', action: 'Call them', first: '', version: 1, why: 'x' };
  const view = playView(
    { ...nothing, recommended, running: [playAt(look)] },
    { ...words, actionOf: () => 'Write to them' },
  );
  const text = JSON.stringify(view.blocks);
  expect(text).toContain('Running: Write to them');
  expect(text.indexOf('Running: Write to them')).toBeLessThan(
    text.indexOf('Next recommended play: Call them'),
  );
});

test('where nothing is to be done the card says so', () => {
  expect(JSON.stringify(playView(nothing, words).blocks)).toContain('No play is recommended now.');
});

test('what holds a step up, and what was said of an earlier one, stand on the card', () => {
  expect(JSON.stringify(cardOf(playAt(write, null, 'Nobody to write to')).blocks)).toContain(
    'Held up: Nobody to write to',
  );
});

test('an ended play is shown with outcome and reason, linked to its page', () => {
  const life = {
    state: 'ended' as const,
    outcome: 'no-change' as const,
    reason: 'Nothing moved',
    at: '2026-11-25T10:00:00.000Z',
    by: 'system',
  };
  const text = JSON.stringify(playView({ ...nothing, ended: [{ ...playAt(look), life }] }, words).blocks);
  expect(text).toContain('no change');
  expect(text).toContain('20 Nov 2026 to 25 Nov 2026 · Nothing moved');
  expect(text).toContain('/evidence/plays/p1');
});

test('a note stands above everything else and is the summary', () => {
  const view = playView(nothing, words, 'Skipped.');
  expect([view.summary, view.blocks[0]]).toEqual([
    'Skipped.',
    { kind: 'text', spans: [{ text: 'Skipped.', strong: true }] },
  ]);
});

test('a button names its target, even with blanks in it, and a forged one names none', () => {
  const target = { target: 'Acme EU', detail: 'miss-us' };
  expect(readPlayButton(playButton(target))).toEqual(target);
  for (const forged of ['', 'acme', 'acme ', ' look', 'acme Look']) expect(readPlayButton(forged)).toBeNull();
});
