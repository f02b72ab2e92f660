import { expect, test } from 'vitest';
import { batchesOf, readable } from './batches.ts';

test('a text is read as one line, cut to what the encoder reads, without half a character', () => {
  expect(readable('  Exports\n\n stop\tat 2 ')).toBe('Exports stop at 2');
  expect(readable('🎉a'.repeat(400_000))).toHaveLength(1_000);
  expect(readable(`${'x'.repeat(999)}🎉`).isWellFormed()).toBe(true);
});

test.each(['', ' \n ', '🎉🎉', '?!'])('%j says nothing', (text) => expect(readable(text)).toBe(''));

test('texts of about the same length stand in one batch, and every text keeps its place', () => {
  const texts = [
    'x'.repeat(900),
    'a',
    '',
    ...Array.from({ length: 150 }, () => 'short text of 30 characters..'),
  ];
  const batches = batchesOf(texts);
  expect(
    batches
      .flat()
      .map(({ index }) => index)
      .sort((a, b) => a - b),
  ).toEqual(texts.map((_, index) => index).filter((index) => index !== 2));
  expect(batches.flat().every(({ index, text }) => texts[index] === text)).toBe(true);
  expect(batches.map((batch) => batch.length)).toEqual([137, 14, 1]);
  expect(batchesOf([])).toEqual([]);
});
