import pino from 'pino';
import { expect, test } from 'vitest';
import { rememberFigures } from './remember-figures.ts';

function remembering() {
  let now = Date.parse('2026-11-21T10:00:00Z');
  const clock = { now: () => new Date(now) };
  const remember = rememberFigures({ clock, log: pino({ level: 'silent' }) });
  let counts = 0;
  const count = async (): Promise<number> => ++counts;
  return { remember, count, counts: () => counts, after: (seconds: number) => (now += seconds * 1_000) };
}

test('many who ask at once wait for one count, and later ones get the same for a quarter of a minute', async () => {
  const { remember, count, counts, after } = remembering();
  expect(await Promise.all([remember('a', count), remember('a', count)])).toEqual([1, 1]);
  after(15);
  expect(await remember('a', count)).toBe(1);
  expect(counts()).toBe(1);
});

test('older figures are shown once more while the next are counted; after a minute nobody sees them', async () => {
  const { remember, count, after } = remembering();
  await remember('a', count);
  after(16);
  expect(await remember('a', count)).toBe(1);
  await new Promise(setImmediate);
  expect(await remember('a', count)).toBe(2);
  after(61);
  expect(await remember('a', count)).toBe(3);
});

test('a clock that went back, another name, and a failure count anew', async () => {
  const { remember, count, after } = remembering();
  await remember('a', count);
  expect(await remember('b', count)).toBe(2);
  after(-1);
  expect(await remember('a', count)).toBe(3);
  await expect(remember('c', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await remember('c', count)).toBe(4);
});

test('no more names are kept than pages have', async () => {
  const { remember, count } = remembering();
  for (let index = 0; index <= 100; index++) await remember(`month ${index}`, count);
  expect(await remember('month 100', count)).toBe(101);
  expect(await remember('month 0', count)).toBe(102);
});
