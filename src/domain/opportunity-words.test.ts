import { expect, test } from 'vitest';
import { opportunityName, opportunityWords } from './opportunity-words.ts';

test('an id of words is read as words, any other stays as its source wrote it', () => {
  expect(opportunityName('opp-second-workspace')).toBe('second workspace');
  expect(opportunityName('Opportunity_three_years')).toBe('three years');
  expect(opportunityName('0065g00000Xy-Z')).toBe('0065g00000Xy-Z');
  expect(opportunityName('opp-acme-2')).toBe('opp-acme-2');
  expect(opportunityName('opp')).toBe('opp');
});

test('what it was opened for stands behind it, on one line', () => {
  expect(opportunityWords('opp-second-workspace', 'monthly runs\nused up')).toBe(
    'Second workspace: monthly runs used up',
  );
  expect(opportunityWords('opp-second-workspace')).toBe('Second workspace');
  expect(opportunityWords('o1', 'more seats')).toBe('o1: more seats');
  expect(opportunityWords('o1', 'x'.repeat(500))).toHaveLength(84);
});
