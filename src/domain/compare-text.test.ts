import { expect, it } from 'vitest';
import { compareText } from './compare-text.ts';

it('puts capitals before small letters and accents last, as no language does and every machine', () => {
  expect(['é', 'a', 'Z', '10', '9', ''].sort(compareText)).toEqual(['', '10', '9', 'Z', 'a', 'é']);
});

it('says that equal texts are equal, so that what comes next decides', () => {
  expect(compareText('a', 'a')).toBe(0);
});
