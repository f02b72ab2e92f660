import { describe, expect, it } from 'vitest';
import type { View } from '../../views/view.ts';
import { readLetter } from './read-letter.ts';
import { createMailWriter } from './write-mail.ts';

const write = createMailWriter((path, days) => `https://cs.example${path}?for=${days}`);
const optOut = `/letters/aw${'a'.repeat(30)}`;
const letter = (body: string, subject = 'Your week') => write({ kind: 'letter', subject, body, optOut });

/** Words that a reader sees, in their order. */
const seen = (html: string): string =>
  html
    .replace(/^[\s\S]*<body[^>]*>/, '')
    .replace(/<div style="display:none[^>]*>[\s\S]*?<\/div>/, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();

describe('a letter', () => {
  const body = [
    'Hello,\n\nThis was your week.',
    'What you used\n-------------\nPeople at work: 3 (5 the week before)\nUsed most: reports',
    'To try next\n-----------\n- A report each week\n- An alert',
    'Best regards,\nAna',
  ].join('\n\n');

  it('says the same as HTML and as text, and the text is what was approved', async () => {
    const { html, text } = await letter(body);
    expect(text.startsWith(`${body}\n\n-- \n`)).toBe(true);
    for (const words of ['This was your week.', 'People at work', '5 the week before', 'An alert', 'Ana'])
      expect(seen(html)).toContain(words);
    expect(seen(html).indexOf('What you used')).toBeLessThan(seen(html).indexOf('To try next'));
  });

  it('leads to one place alone, where it can be stopped, for a year', async () => {
    const { html, text } = await letter(body);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual([
      `https://cs.example${optOut}?for=long`,
    ]);
    expect(text.match(/https?:\/\/\S+/g)).toEqual([`https://cs.example${optOut}?for=long`]);
  });

  it('draws nothing that a name could hold: no markup, picture, link or hidden character', async () => {
    const evil =
      '<img src=x onerror=alert(1)><a href="https://evil.example">x</a> https://evil.example \u202Egnp.exe\u200B &amp; "quoted"';
    const { html, text } = await letter(`Hello ${evil},\n\n${evil}\n---\n- ${evil}`, `${evil}`);
    expect(html).not.toMatch(/<img|<a href="https:\/\/evil|onerror=alert\(1\)>/);
    expect(html).toContain('&lt;img src=x');
    expect(`${html}${text}`).not.toMatch(/[\u202A-\u202E\u200B]/);
    expect([...html.matchAll(/<a\s/g)]).toHaveLength(1);
  });

  it('keeps the same bytes for the same words', async () => {
    expect(await letter(body)).toEqual(await letter(body));
  });

  it('fetches nothing: no script, picture, font or style from anywhere', async () => {
    const { html } = await letter(body);
    expect(html).not.toMatch(/<script|<img|<link|@import|@font-face|url\(|src=/i);
  });

  it('stays a letter with right-to-left words, and with words of ten thousand characters', async () => {
    const { html } = await letter(`שלום\n\n${'م'.repeat(10_000)}\n\nPeople at work: 1`);
    expect(html).toContain('dir="auto"');
    expect(seen(html)).toContain('م'.repeat(10_000));
  });
});

describe('the lines of a letter', () => {
  it('are headings, figures and lists where they have that form, and text where they have not', () => {
    expect(readLetter('Title\n-----\nPeople: 3 (5 before)\nMost: reports')).toEqual([
      { kind: 'heading', text: 'Title' },
      {
        kind: 'facts',
        facts: [
          { label: 'People', value: [{ text: '3' }, { text: ' (5 before)' }] },
          { label: 'Most', value: [{ text: 'reports' }] },
        ],
      },
    ]);
    expect(readLetter('- one\n- two')).toEqual([
      { kind: 'list', items: [[{ text: 'one' }], [{ text: 'two' }]] },
    ]);
    expect(readLetter('People: 3\nand more')).toEqual([
      { kind: 'text', spans: [{ text: 'People: 3\nand more' }] },
    ]);
    expect(readLetter('\n\n \n')).toEqual([]);
  });

  it('lose no word, whatever they are', () => {
    for (const body of ['---', 'x\n---', '- ', 'A:\nB: c', `${'x'.repeat(200)}\n---`, '- a\nb']) {
      const words = JSON.stringify(readLetter(body));
      for (const word of body.match(/[a-z]+/gi) ?? []) expect(words).toContain(word);
    }
  });
});

describe('an e-mail to our own people', () => {
  const view: View = {
    summary: 'Acme: the week',
    blocks: [
      { kind: 'heading', text: 'Acme <b>', tone: 'warning' },
      {
        kind: 'facts',
        facts: [
          {
            label: 'Score',
            value: [{ text: '63.49', link: '/evidence/scores/acme' }, { text: ' (▼ 2.00)' }],
          },
        ],
      },
      {
        kind: 'list',
        items: [
          [
            { text: 'Fix  ', strong: true },
            { text: 'Import', link: '/evidence/issues/i' },
          ],
        ],
      },
      {
        kind: 'table',
        columns: [{ label: 'Week' }, { label: 'Uses', align: 'right' }],
        rows: [[[{ text: '1' }], [{ text: '24' }]]],
      },
      { kind: 'note', spans: [{ text: 'again', link: '/evidence/scores/acme' }] },
    ],
  };

  it('signs its links, numbers them in the text, and says every word in both', async () => {
    const { html, text } = await write({ kind: 'view', subject: 'Acme', view });
    expect(text).toContain('Score: 63.49 [1] (▼ 2.00)');
    expect(text).toContain('- Fix  Import [2]');
    expect(text).toContain('Week: 1 · Uses: 24');
    expect(text).toContain(
      '[1] https://cs.example/evidence/scores/acme?for=usual\n[2] https://cs.example/evidence/issues/i?for=usual',
    );
    expect(html).toContain('href="https://cs.example/evidence/issues/i?for=usual"');
    expect(html).toContain('Acme &lt;b&gt;');
    expect(seen(html)).toContain('▼ 2.00');
  });
});
