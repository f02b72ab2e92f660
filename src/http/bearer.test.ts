import { expect, test } from 'vitest';
import { findBearer } from './bearer.ts';

const tokens = [
  { name: 'crm', token: 'hf_one' },
  { name: 'product', token: 'hf_two' },
];

test('the token names its source', () => {
  expect(findBearer('Bearer hf_one', tokens)?.name).toBe('crm');
  expect(findBearer('bearer hf_two', tokens)?.name).toBe('product');
});

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'hf_one',
  'Basic hf_one',
  'Bearer hf_on',
  'Bearer hf_one ',
  'Bearer hf_one x',
])('%s is nobody', (header) => {
  expect(findBearer(header, tokens)).toBeNull();
});

test('an empty token lets nobody in', () => {
  expect(findBearer('Bearer ', [{ name: 'x', token: '' }])).toBeNull();
  expect(findBearer(undefined, [{ name: 'x', token: '' }])).toBeNull();
});
