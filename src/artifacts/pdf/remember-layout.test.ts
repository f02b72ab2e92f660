import { expect, it } from 'vitest';
import { type LayingFont, rememberLayout } from './remember-layout.ts';

it('sets a text once for each way of setting it, and what one caller changes no other sees', () => {
  const asked: unknown[] = [];
  const font: LayingFont = {
    layout: (text, ...how) => {
      asked.push([text, ...how]);
      return { glyphs: [...text], positions: [{ xAdvance: text.length }] };
    },
  };
  rememberLayout(font);
  const first = font.layout('Tickets', { kern: true }, undefined, undefined, 'ltr');
  (first.glyphs as unknown[]).push('x');
  Object.assign(first.positions[0] ?? {}, { xAdvance: 0 });
  const again = font.layout('Tickets', { kern: true }, undefined, undefined, 'ltr');
  expect(again).toEqual({ glyphs: [...'Tickets'], positions: [{ xAdvance: 7 }] });
  font.layout('Tickets', undefined, undefined, undefined, 'ltr');
  const long = 'x'.repeat(81);
  font.layout(long);
  font.layout(long);
  expect(asked).toHaveLength(4);
  for (let at = 0; at < 4_001; at++) font.layout(`text ${at}`);
  font.layout('Tickets', { kern: true }, undefined, undefined, 'ltr');
  expect(asked).toHaveLength(4 + 4_001 + 1);
});
