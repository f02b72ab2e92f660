import { expect, test } from 'vitest';
import { articleReportsView, type ShownArticleReports } from './article-reports-view.ts';
import { textOf, type View } from './view.ts';

const report = { at: '2026-11-12T12:00:00.000Z', by: { name: 'Ann' }, note: 'Old\nmenu', question: 'Why?' };
const article = {
  title: 'The menu',
  url: '/evidence/knowledge/menu',
  owner: { name: 'Mia' },
  updatedOn: '2026-11-01',
  timesReported: 1,
  reports: [{ ...report, url: '/evidence/answers/a1' }],
};
const queue = (given: Partial<ShownArticleReports> = {}): ShownArticleReports => ({
  owner: null,
  articles: [article],
  more: 0,
  withoutArticle: 0,
  ...given,
});
const wordsOf = ({ blocks }: View): string[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'heading') return [block.text];
    if (block.kind === 'list') return block.items.map(textOf);
    return 'spans' in block ? [textOf(block.spans)] : [];
  });

test('an article, how often it was called wrong, and each word on it', () => {
  expect(wordsOf(articleReportsView(queue()))).toEqual([
    '1 article was called wrong since the last change',
    'The menu · called wrong 1 time since its change of 1 Nov 2026 · kept by Mia',
    '12 Nov 2026, Ann: “Old menu” · asked: Why?',
    'An article leaves this list once its own date is later than the report.',
  ]);
});

test('article and answer are links', () => {
  const text = JSON.stringify(articleReportsView(queue()));
  expect(text).toContain('"link":"/evidence/knowledge/menu"');
  expect(text).toContain('"link":"/evidence/answers/a1"');
});

test.each([
  [{ owner: 'csm1', articles: [], withoutArticle: 4 }, ['that csm1 keeps waits'], ['further report']],
  [{ articles: [] }, ['No article waits'], ['leaves this list']],
  [{ articles: [], withoutArticle: 2 }, ['2 further reports name no article'], []],
  [{ more: 3 }, ['4 articles were called wrong', '… and 3 more articles.'], []],
  [
    { articles: [{ ...article, timesReported: 7, updatedOn: null, owner: null }] },
    ['called wrong 7 times · kept by nobody', '… and 6 earlier reports'],
    ['since its change'],
  ],
  [
    { articles: [{ ...article, reports: [{ ...report, note: ' ', question: '', url: '/x' }] }] },
    ['Ann: said nothing more · asked: the answer'],
    ['“'],
  ],
])('%j', (given, shown, hidden) => {
  const words = wordsOf(articleReportsView(queue(given))).join('\n');
  for (const text of shown) expect(words).toContain(text);
  for (const text of hidden) expect(words).not.toContain(text);
});

test('long notes, titles and questions are shortened, each on one line', () => {
  const long = 'word '.repeat(2_000);
  const one = { ...article, title: long, reports: [{ ...report, note: long, question: long, url: '/x' }] };
  const words = wordsOf(articleReportsView(queue({ articles: [one] })));
  for (const line of words) expect(line.length).toBeLessThan(600);
  expect(words[2]).toContain('…”');
});
