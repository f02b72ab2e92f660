import { expect, test } from 'vitest';
import { createLikenessIndex } from './likeness-index.ts';

const east = Float32Array.of(1, 0);
const northEast = Float32Array.of(Math.SQRT1_2, Math.SQRT1_2);

test('a text in the same words and meaning is wholly alike', () => {
  const index = createLikenessIndex();
  index.add('a', { text: 'export stops', vector: east });
  expect(index.likeness({ text: 'export stops', vector: east }).get('a')).toBeCloseTo(1);
  expect(index.likeness({ text: 'export stops', vector: null }).get('a')).toBeCloseTo(1);
});

test('the same meaning in other words counts three of five; what is half-way near counts little', () => {
  const index = createLikenessIndex();
  index.add('same', { text: 'download', vector: east });
  index.add('near', { text: 'seats', vector: northEast });
  const found = index.likeness({ text: 'export', vector: east });
  expect(found.get('same')).toBeCloseTo(3 / 5);
  expect(found.get('near')).toBeCloseTo(3 / 5 / 4);
});

test('a typing error is bridged by the pieces of the word', () => {
  const index = createLikenessIndex();
  index.add('a', { text: 'subscription', vector: null });
  expect(index.likeness({ text: 'subscribtion', vector: null }).get('a')).toBeGreaterThan(0.15);
});

test('forgets what was removed, and the vector of what was replaced without one', () => {
  const index = createLikenessIndex();
  index.add('a', { text: 'download', vector: east });
  index.add('a', { text: 'download', vector: null });
  expect(index.likeness({ text: 'export', vector: east })).toEqual(new Map());
  index.remove('a');
  expect(index.likeness({ text: 'download', vector: east })).toEqual(new Map());
});

test('what is not accepted is not compared', () => {
  const index = createLikenessIndex();
  index.add('hidden', { text: 'export', vector: east });
  expect(index.likeness({ text: 'export', vector: east }, () => false)).toEqual(new Map());
});
