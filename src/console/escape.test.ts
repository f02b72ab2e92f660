import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, markupOf, visible, visibleJson } from './escape.ts';

const unseen = [
  '\u0000',
  '\u0007',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u00ad',
  '\u061c',
  '\u115f',
  '\u180e',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u202a',
  '\u202e',
  '\u2060',
  '\u2066',
  '\u2069',
  '\u3164',
  '\ufe0f',
  '\ufeff',
  '\ufff9',
  '\u{e0041}',
];
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('<', '>', '"', "'", '&', 'a', ' ', '</title>', '<script>', '-->', ...unseen))
    .map((parts) => parts.join('')),
);

describe('html', () => {
  it('never lets text become markup', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(markupOf(html`${value}`)).not.toMatch(/[<>"']/);
        expect(markupOf(html`${value}`)).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it('keeps an attribute whole', () => {
    expect(markupOf(html`<a href="${'" onclick="x'}">`)).toBe('<a href="&quot; onclick=&quot;x">');
  });

  it('draws markup as it is, lists joined, and nothing as nothing', () => {
    const items = ['a', 'b<'].map((item) => html`<li>${item}</li>`);
    expect(markupOf(html`<ul>${items}</ul>${null}${undefined}${false}${0}`)).toBe(
      '<ul><li>a</li><li>b&lt;</li></ul>0',
    );
  });

  it('shows every hidden or turning character', () => {
    for (const character of unseen) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      expect(visible(`a${character}b`)).toBe(`a⟨U+${code}⟩b`);
    }
  });

  it('leaves line breaks, tabs, joined scripts and emoji as people write them', () => {
    const honest = [
      'a\nb\tc',
      'می\u200cخواهم',
      'क्\u200dष',
      '👩\u200d💻',
      '❤\ufe0f',
      '1\ufe0f\u20e3',
      'שלום',
      'é',
      '👍🏽',
    ];
    for (const sample of honest) expect(visible(sample)).toBe(sample);
    expect(visible('a\r\nb')).toBe('a\nb');
  });

  it('shows the joiner where it joins nothing', () => {
    expect(visible('pay\u200dpal')).toBe('pay⟨U+200D⟩pal');
  });
});

describe('visibleJson', () => {
  it('stays exact, with no hidden character left', () => {
    fc.assert(
      fc.property(fc.jsonValue(), text, (value, key) => {
        const both = { value, [`k${key.toWellFormed()}`]: key.toWellFormed() };
        const json = visibleJson(both);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(both)));
        expect(visible(json)).toBe(json);
      }),
    );
  });
});
