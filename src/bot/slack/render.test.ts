import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryView } from '../../../test/support/arbitrary-views.ts';
import { slackViewFaults, visibleText } from '../../../test/support/slack-view-faults.ts';
import { inertText } from '../../domain/inert-text.ts';
import { HoldfastError } from '../../errors.ts';
import type { View, ViewBlock } from '../../views/view.ts';
import { renderView } from './render.ts';

const origin = 'http://127.0.0.1:3000';
const linkTo = (path: string) => `${origin}${path}`;

test('J8 no message, Home or window is over a limit, nothing is lost, and nothing untrusted is live', () => {
  fc.assert(
    fc.property(arbitraryView, (generated) => {
      expect(slackViewFaults(generated)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

const of = (...blocks: ViewBlock[]): View => ({ summary: 's', blocks });
const draw = (...blocks: ViewBlock[]) => renderView(of(...blocks), linkTo);

test.each(['\u2028', '\u2029', ' \u2028 '])(
  'what is nothing but %j is spelled out, wherever it stands',
  (hidden) => {
    const spans = [{ text: hidden }];
    const table = { kind: 'table', columns: [{ label: 'Score' }], rows: [[spans]] } as const;
    const spelled = inertText(hidden).trim();
    expect(spelled).toMatch(/^\[U\+202[89]\]$/);
    expect(visibleText(draw(table as never))).toContain(spelled);
    expect(visibleText(draw({ kind: 'text', spans }))).toContain(spelled);
    expect(visibleText(draw({ kind: 'heading', text: hidden }))).toContain(spelled);
  },
);

test('a long heading continues below itself', () => {
  const long = `${'Acme '.repeat(60)}end`;
  const [message] = draw({ kind: 'heading', text: long, tone: 'bad' });
  const [header, rest] = message?.blocks ?? [];
  expect(header).toMatchObject({
    type: 'header',
    text: { type: 'plain_text', text: expect.stringMatching(/^🔴 Acme .*…$/) },
  });
  expect(rest?.type).toBe('rich_text');
});

test('a second table and the 101st row go to further messages, the header repeated', () => {
  const rows = Array.from({ length: 150 }, (_, row) => [[{ text: `r${row}` }]]);
  const messages = draw({ kind: 'table', columns: [{ label: 'Account' }], rows });
  expect(messages.length).toBeGreaterThan(1);
  for (const { blocks } of messages) {
    expect(blocks.filter(({ type }) => type === 'table')).toHaveLength(1);
    expect(JSON.stringify(blocks)).toContain('Account');
  }
  expect(messages[1]?.text).toBe('s (2 of 2)');
});

test('each control has a name of its own that tells what it asks', () => {
  const [message] = draw(
    { kind: 'buttons', buttons: [{ action: 'why', label: 'Why?', value: 'acme', tone: 'primary' }] },
    { kind: 'picker', action: 'health', placeholder: 'Which?', options: [{ label: 'Acme', value: 'acme' }] },
  );
  expect(message?.blocks).toMatchObject([
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'holdfast:why:0', value: 'acme', style: 'primary' }],
    },
    { type: 'actions', elements: [{ type: 'static_select', action_id: 'holdfast:health:1' }] },
  ]);
});

test('an option whose value is too long for a picker becomes a button', () => {
  const value = 'x'.repeat(151);
  const [message] = draw({
    kind: 'picker',
    action: 'health',
    placeholder: 'Which?',
    options: [{ label: 'A', value }],
  });
  expect(message?.blocks[1]).toMatchObject({ elements: [{ type: 'button', value }] });
});

test('a value over the limit of a button is a broken rule, not a cut id', () => {
  const value = 'x'.repeat(2_001);
  const attempt = () => draw({ kind: 'buttons', buttons: [{ action: 'why', label: 'Why?', value }] });
  expect(attempt).toThrow(HoldfastError);
});

test('a note is small print; with a link in it, rich text', () => {
  const [plain] = draw({ kind: 'note', spans: [{ text: '*as of* <!here>' }] });
  expect(plain?.blocks).toEqual([
    { type: 'context', elements: [{ type: 'plain_text', text: '*as of* <!here>', emoji: false }] },
  ]);
  const [linked] = draw({ kind: 'note', spans: [{ text: 'record', link: '/evidence/1' }] });
  expect(linked?.blocks[0]).toMatchObject({
    type: 'rich_text',
    elements: [{ elements: [{ type: 'link', url: `${origin}/evidence/1`, text: 'record' }] }],
  });
});

test('what cannot be seen is spelled out', () => {
  expect(inertText('a\u202Eb\u200Bc\u{E0041}d\u0000')).toBe('a[U+202E]b[U+200B]c[U+E0041]d[U+0000]');
  expect(inertText('👩‍👩‍👧 tab\tline\n')).toBe('👩‍👩‍👧 tab\tline\n');
});
