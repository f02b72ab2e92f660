import { describe, expect, test } from 'vitest';
import type { ViewBlock } from '../views/view.ts';
import { renderView } from './render-view.ts';
import { displayWidth } from './text-width.ts';

const style = { columns: 60, color: false, absolute: (path: string) => `http://h${path}` };

function draw(block: ViewBlock, more: Partial<typeof style> = {}): string {
  return renderView({ summary: '', blocks: [block] }, { ...style, ...more });
}

test('blocks stand apart by one empty line; what can only be pressed is left out', () => {
  const text = renderView(
    {
      summary: '',
      blocks: [
        { kind: 'heading', text: 'Acme' },
        { kind: 'buttons', buttons: [{ action: 'why', label: 'Why?', value: 'acme' }] },
        { kind: 'divider' },
        { kind: 'text', spans: [{ text: 'One ' }, { text: 'two', strong: true }] },
      ],
    },
    style,
  );
  expect(text).toBe('Acme\n\nOne two\n');
});

test('a link is the address behind its words', () => {
  expect(draw({ kind: 'text', spans: [{ text: 'record', link: '/evidence/events/1' }] })).toBe(
    'record http://h/evidence/events/1\n',
  );
});

test('several addresses have numbers, and stand below everything, each once', () => {
  const text = renderView(
    {
      summary: '',
      blocks: [
        { kind: 'list', items: [[{ text: '19 customers', link: '/a' }, { text: ' (was 17)' }]] },
        {
          kind: 'facts',
          facts: [{ label: 'Score', value: [{ text: '63', link: '/b' }, { text: ', amber' }] }],
        },
        { kind: 'note', spans: [{ text: 'all of them', link: '/a' }] },
      ],
    },
    style,
  );
  expect(text).toBe(
    '• 19 customers [1] (was 17)\n\nScore  63 [2], amber\n\nall of them [1]\n\n[1] http://h/a\n[2] http://h/b\n',
  );
});

test('what begins a line of its own does so in a list, too', () => {
  const item = [{ text: 'Acme: gone quiet' }, { text: '\nNobody for 21 days.' }];
  expect(draw({ kind: 'list', items: [item] })).toBe('• Acme: gone quiet\n  Nobody for 21 days.\n');
  expect(draw({ kind: 'text', spans: item })).toBe('Acme: gone quiet\nNobody for 21 days.\n');
});

test('facts are aligned', () => {
  const facts = [
    { label: 'Stage', value: [{ text: 'Retention' }] },
    { label: 'Members', value: [{ text: '8' }] },
  ];
  expect(draw({ kind: 'facts', facts })).toBe('Stage    Retention\nMembers  8\n');
});

describe('a table', () => {
  const columns = [{ label: 'Id' }, { label: 'Points', align: 'right' as const }, { label: 'Why' }];
  const row = (...cells: string[]) => cells.map((text) => [{ text }]);

  test('is as wide as its cells', () => {
    const rows = [row('acme', '7.5', 'because'), row('北川', '12.25', '')];
    expect(draw({ kind: 'table', columns, rows })).toBe(
      'Id    Points  Why\nacme     7.5  because\n北川   12.25\n',
    );
  });

  test('wraps its widest column instead of growing over the edge', () => {
    const rows = [row('acme', '7.5', 'word '.repeat(30).trim())];
    const lines = draw({ kind: 'table', columns, rows }).trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines[2]).toMatch(/^ {14}word/);
  });
});

test('a word that is wider than its column stays in its column', () => {
  const columns = [{ label: 'Name' }, { label: 'Why' }, { label: 'ARR', align: 'right' as const }];
  const rows = [['北'.repeat(20), 'x'.repeat(50), 'USD 1'].map((text) => [{ text }])];
  const lines = draw({ kind: 'table', columns, rows }).trimEnd().split('\n');
  expect(lines.slice(1).map((line) => line.endsWith('USD 1'))).toEqual([true, false]);
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  expect(lines.join('').match(/北/g)).toHaveLength(20);
  expect(lines.join('').match(/x/g)).toHaveLength(50);
});

describe('text from outside', () => {
  test.each([
    ['moves no cursor', '\u001b[2J\u001b[1;1Hhello', 'hello'],
    ['sets no title', '\u001b]0;title\u0007hello', 'hello'],
    ['rings no bell', 'a\u0007b', 'a\uFFFDb'],
    ['breaks no line', 'a\r\nb\tc', 'a b c'],
    ['turns no direction', 'a\u202eb', 'a\uFFFDb'],
    ['uses no control of eight bits', 'a\u009bb', 'a\uFFFDb'],
    ['is well formed', 'a\ud800b', 'a\uFFFDb'],
  ])('%s', (_what, text, shown) => {
    for (const color of [false, true]) {
      expect(draw({ kind: 'text', spans: [{ text }] }, { color })).toBe(`${shown}\n`);
      expect(draw({ kind: 'table', columns: [{ label: 'A' }], rows: [[[{ text }]]] }, { color })).toContain(
        shown,
      );
    }
  });
});

test('colour is there when the terminal has it, and nowhere else', () => {
  const heading: ViewBlock = { kind: 'heading', text: 'Acme', tone: 'bad' };
  expect(draw(heading)).toBe('Acme\n');
  expect(draw(heading, { color: true })).toContain('\u001b[31m');
});
