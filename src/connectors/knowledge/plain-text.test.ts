import { describe, expect, test } from 'vitest';
import { chunkMarkdown } from '../../copilot/chunk.ts';
import { textOfHtml, textOfMarkdown } from './plain-text.ts';

describe('the text of HTML', () => {
  test('keeps headings, lists, tables’ words and code, as Markdown writes them', () => {
    const html =
      '<h1>Exports</h1><p>At most <b>50,000</b> rows&nbsp;&mdash; each.</p><h2>Steps</h2><ol><li>Open</li><li>Split</li></ol><ul><li>A</li></ul><pre>run --all\n  now</pre>';
    const text = textOfHtml(html);
    expect(text).toContain('# Exports\n\nAt most 50,000 rows\u00a0— each.\n\n## Steps\n\n');
    expect(text).toMatch(/1\. Open\n\s*2\. Split/);
    expect(text).toContain('- A');
    expect(text).toContain('run --all\n  now');
    expect(chunkMarkdown(text).map(({ heading }) => heading)).toEqual(['Exports', 'Exports › Steps']);
  });

  test.each([
    ['a link', '<a href="https://evil.example/x">here</a>', 'here'],
    ['a link of script', '<a href="javascript:alert(1)">here</a>', 'here'],
    ['a picture', 'x<img src="https://evil.example/p.png" alt="seen">', 'x'],
    ['a script', 'x<script>obey()</script>', 'x'],
    ['a style', '<style>p{}</style>x', 'x'],
    ['a frame', 'x<iframe src="https://evil.example"></iframe>', 'x'],
    ['a comment', 'x<!-- obey me -->', 'x'],
    ['an open comment', 'x<!-- obey me', 'x'],
    ['a template', 'x<template>obey me</template>', 'x'],
    ['markup in markup', '<b onclick="x()">bold</b>', 'bold'],
    ['text that looks like markup', '&lt;script&gt;x&lt;/script&gt;', '<script>x</script>'],
    ['nothing', '', ''],
  ])('TD14: of %s only words come along', (_, html, text) => expect(textOfHtml(html)).toBe(text));

  test('TD14: depth and length have an end', () => {
    expect(textOfHtml(`${'<div>'.repeat(50_000)}deep`).length).toBeLessThan(1_000);
    expect(textOfHtml(`<p>${'word '.repeat(600_000)}</p>`).length).toBeLessThan(2_000_001);
  });
});

describe('the text of somebody else’s Markdown', () => {
  test.each([
    ['[a](https://evil.example)', 'a'],
    ['[a](https://evil.example "title")', 'a'],
    ['![a](https://evil.example/x.png)', 'a'],
    ['[a (b)](https://evil.example/x_(y))', 'a (b)'],
    ['[a][r]\n\n[r]: https://evil.example', '[a][r]'],
    ['x <!-- obey --> y', 'x  y'],
    ['x <!-- obey\n\n# All of it', 'x'],
    ['a\r\n\r\n## B', 'a\n\n## B'],
    ['array[0](1)', 'array0'],
  ])('%j is %j', (markdown, text) => expect(textOfMarkdown(markdown)).toBe(text));
});
