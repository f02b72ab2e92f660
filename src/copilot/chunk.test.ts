import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readKnowledge } from '../content/knowledge.ts';
import { chunkMarkdown } from './chunk.ts';

const textsOf = (body: string): string[] => chunkMarkdown(body).map(({ text }) => text);
const sentence = (words: number): string => `W${'word '.repeat(words).trim().slice(1)}. `;

describe('passages of Markdown', () => {
  test('stand under their headings, the outermost first', () => {
    const body =
      '# Exports\n\nIntro.\n\n## Limits ##\n\nAt most 50.\n\n### Large\n\nSplit it.\n\n## After\n\nDone.';
    expect(chunkMarkdown(body).map(({ heading, text }) => [heading, text])).toEqual([
      ['Exports', 'Intro.'],
      ['Exports › Limits', 'At most 50.'],
      ['Exports › Limits › Large', 'Split it.'],
      ['Exports › After', 'Done.'],
    ]);
  });

  test('a level that was skipped leaves no gap in the path', () => {
    expect(chunkMarkdown('### Deep\n\na\n\n# Top\n\nb').map(({ heading }) => heading)).toEqual([
      'Deep',
      'Top',
    ]);
  });

  test('short paragraphs under one heading are one passage, and say where they stand', () => {
    const body = '\n\n## A\n\nOne.\n\n- two\n- three\n\n## B\nFour.';
    expect(chunkMarkdown(body)).toEqual([
      { ordinal: 0, heading: 'A', text: 'One.\n\n- two\n- three', start: 8, end: 27 },
      { ordinal: 1, heading: 'B', text: 'Four.', start: 34, end: 39 },
    ]);
  });

  test('a paragraph that says enough is closed, and the next begins another', () => {
    const long = sentence(60).trim();
    expect(textsOf(`${long}\n\nShort.`)).toEqual([long, 'Short.']);
    expect(textsOf(`Short.\n\n${long}`)).toEqual([`Short.\n\n${long}`]);
  });

  test('a long paragraph is cut between sentences', () => {
    const texts = textsOf(sentence(30).repeat(20));
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(450);
      expect(text).toMatch(/^Word.*word\.$/s);
    }
  });

  test('a sentence without an end is cut between words, one without blanks anywhere but inside a character', () => {
    const words = textsOf('word '.repeat(1_000));
    expect(words.every((text) => /^word( word)*$/.test(text) && text.length <= 450)).toBe(true);
    const emoji = textsOf(`a${'😀'.repeat(2_000)}`);
    expect(emoji.length).toBeGreaterThan(4);
    expect(emoji.every((text) => text.isWellFormed())).toBe(true);
  });

  test('what looks like a heading inside code is code', () => {
    const body = '## Fix\n\n```sh\n# not a heading\n\nrun\n```\n\nThen wait.';
    expect(chunkMarkdown(body)).toMatchObject([
      { heading: 'Fix', text: '```sh\n# not a heading\n\nrun\n```\n\nThen wait.' },
    ]);
    expect(textsOf('~~~\n```\n# code\n~~~\n\n# Heading\n\nText.')).toEqual([
      '~~~\n```\n# code\n~~~',
      'Text.',
    ]);
  });

  test.each(['', '   \n\t\n', '# Only a heading', '#\n##\n'])('%j has no passage', (body) => {
    expect(chunkMarkdown(body)).toEqual([]);
  });

  test('Windows line ends change nothing but the offsets', () => {
    const body = '## A\r\n\r\nOne.\r\n\r\n## B\r\n\r\nTwo.';
    expect(chunkMarkdown(body).map(({ heading, text }) => [heading, text])).toEqual([
      ['A', 'One.'],
      ['B', 'Two.'],
    ]);
  });
});

describe('whatever the text', () => {
  const line = fc.oneof(
    fc.constantFrom('', '# H', '## I', '```', '~~~', '- item', '| a | b |', '   ', '\r'),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.integer({ min: 1, max: 400 }).map(sentence),
    fc.integer({ min: 800, max: 2_000 }).map((length) => 'x'.repeat(length)),
  );
  const bodies = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

  test('passages are exact pieces, in order, without overlap, none of them empty or too long', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        let before = 0;
        for (const [index, { ordinal, text, start, end }] of chunkMarkdown(body).entries()) {
          expect(ordinal).toBe(index);
          expect(body.slice(start, end)).toBe(text);
          expect(start).toBeGreaterThanOrEqual(before);
          expect(text.trim().length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(450);
          before = end;
        }
      }),
    );
  });

  test('no word is lost but those of headings', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const left = chunkMarkdown(body).reduceRight(
          (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
          body,
        );
        const lines = left.split('\n').filter((text) => text.trim() !== '');
        expect(lines.filter((text) => !/^ {0,3}#{1,6}(?:[ \t]|\r?$)/.test(text))).toEqual([]);
      }),
    );
  });
});

test('our own documents become passages that can be cited, each under a heading of its document or none', async () => {
  const { documents } = await readKnowledge(null);
  expect(documents.length).toBeGreaterThan(80);
  for (const { id, body } of documents) {
    const passages = chunkMarkdown(body);
    expect([id, passages.length > 0]).toEqual([id, true]);
    const headings = new Set([...body.matchAll(/^#+ (.+)$/gm)].map((match) => match[1]));
    const unknown = passages.flatMap(({ heading }) => (heading === '' ? [] : heading.split(' › ')));
    expect(unknown.filter((name) => !headings.has(name))).toEqual([]);
  }
});
