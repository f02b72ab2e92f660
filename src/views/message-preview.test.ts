import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { arbitraryParams } from '../../test/support/arbitrary-actions.ts';
import { pictureOf } from '../../test/support/pictures.ts';
import type { Action, ActionValue } from '../domain/action.ts';
import { describeAction } from '../guardrail/describe-action.ts';
import { approvalView } from './approval-view.ts';
import { previewMessage } from './message-preview.ts';
import { textOf } from './view.ts';

const now = new Date('2026-11-21T10:00:00Z');
const post = (blocks: ActionValue, summary = 'Turn it off'): Action => ({
  kind: 'message.post',
  account: null,
  connector: 'chat',
  before: {},
  params: { channel: 'C0CS', view: { summary, blocks } },
});
const answer: ActionValue = [
  {
    kind: 'text',
    spans: [{ text: 'Turn it off. ' }, { text: '[1]', link: '/evidence/knowledge/a#passage-1' }],
  },
  { kind: 'divider' },
  {
    kind: 'list',
    items: [
      [
        { text: 'Exports fail', link: '/evidence/knowledge/a' },
        { text: ' · issue', quiet: true },
      ],
    ],
  },
  { kind: 'facts', facts: [{ label: 'Score', value: [{ text: '61.4', code: true }] }] },
  {
    kind: 'table',
    columns: [{ label: 'Day' }, { label: 'Uses' }],
    rows: [[[{ text: 'Mon' }], [{ text: '3' }]]],
  },
  { kind: 'buttons', buttons: [{ action: 'health', label: 'Health', value: 'acme' }] },
  { kind: 'picker', action: 'why', placeholder: 'Which?', options: [{ label: 'Acme', value: 'acme' }] },
];

/** What stands on the card behind the bar, and in lines. */
function cardOf(action: Action, summary = 'Post to the channel #cs: Turn it off') {
  const { blocks } = approvalView(pictureOf({ summary }, { action }), describeAction(action), now);
  return {
    quoted: blocks.flatMap((block) => (block.kind === 'quote' ? [textOf(block.spans)] : [])),
    labels: blocks.flatMap((block) => (block.kind === 'facts' ? block.facts.map(({ label }) => label) : [])),
    links: JSON.stringify(blocks).match(/"link"/g),
    isCut: JSON.stringify(blocks).includes('Not all of it fits here'),
  };
}

describe('the card of a message to a channel', () => {
  it('shows it as it will look, with nothing alive, and none of its leaves by name', () => {
    const { quoted, labels, links, isCut } = cardOf(post(answer));
    expect(quoted).toEqual([
      [
        'Turn it off. [1]',
        '─────',
        '• Exports fail · issue',
        'Score  61.4',
        'Day | Uses',
        'Mon | 3',
        '[Health] ',
        'Which?: [Acme] ',
      ].join('\n'),
    ]);
    expect(labels.filter((label) => label.startsWith('View'))).toEqual([]);
    expect(labels).toContain('Channel');
    expect([links, isCut]).toEqual([null, false]);
  });

  it('says what notifications say, where neither the heading nor the message does', () => {
    const sentences = [{ text: 'One. ' }, { text: '[1]' }, { text: ' Two. ' }, { text: '[2]' }];
    const said = cardOf(
      post([{ kind: 'text', spans: sentences }], 'One. Two.'),
      'Post to the channel #cs: On…',
    );
    expect(said.labels).not.toContain('Notification');
    expect(cardOf(post(answer)).labels).not.toContain('Notification');
    expect(cardOf(post(answer, 'Something else')).labels).toContain('Notification');
  });

  it('says so where not all of it fits', () => {
    const long = Array.from({ length: 5 }, () => ({ kind: 'text', spans: [{ text: 'word '.repeat(590) }] }));
    expect(cardOf(post(long)).isCut).toBe(true);
  });

  it('shows leaves one by one where something in it is not known here', () => {
    for (const blocks of [
      [{ kind: 'image', url: 'x' }],
      [{ kind: 'text', spans: [{ text: 'x', blink: true }] }],
      'x',
    ]) {
      expect(previewMessage(post(blocks), 5_000)).toBeNull();
      expect(cardOf(post(blocks)).labels.some((label) => label.startsWith('View'))).toBe(true);
    }
  });
});

test('every message that may be posted is drawn, or cut and said to be', () => {
  fc.assert(
    fc.property(arbitraryParams('message.post'), (params) => {
      const preview = previewMessage({ ...post([]), params: params as Action['params'] }, 5_000);
      expect(preview).not.toBeNull();
    }),
  );
});
