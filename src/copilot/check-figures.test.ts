import { describe, expect, it } from 'vitest';
import { type CitedRecord, findUncitedFigures } from './check-figures.ts';

function record(content: string, title = 'A record'): CitedRecord {
  return { id: 'r1', title, url: '/evidence/events/1', content };
}

describe('figures of an answer (A4)', () => {
  it.each([
    ['a plain number', 'It has 12 users.', '12 users', []],
    ['a planted number', 'It has 13 users.', '12 users', ['13']],
    ['a number inside a longer one', 'It has 12 users.', '3129', ['12']],
    ['decimals', 'The score is 61.42.', '61.42', []],
    ['rounded decimals', 'The score is 61.4.', '61.42', ['61.4']],
    ['trailing zeros', 'The score is 61.40 and 5.00.', '61.4 and 5', []],
    ['thousands separators', 'ARR is USD 12,400.50.', 'USD 12400.5', []],
    ['millions', 'IDR 2,000,000', '2000000', []],
    ['another thousand', 'USD 12,401.50', '12,400.50', ['12401.5']],
    ['a date', '21 Nov 2026', '2026-11-21', []],
    ['a day with a leading zero', '1 Nov 2026', '2026-11-01', []],
    ['another year', '21 Nov 2025', '2026-11-21', ['2025']],
    ['every uncited one, in order', '3 of 4 in 5', 'only 4', ['3', '5']],
    ['no figure', 'All is well.', '', []],
    ['a number that ends a sentence', 'It was 7. Then 8.', '7 8', []],
    ['percent', '88 % of it', '88', []],
    ['zero', 'It is 0 and 0.00.', '0', []],
  ])('%s', (_, text, content, uncited) => {
    expect(findUncitedFigures(text, [record(content)])).toEqual(uncited);
  });

  it('may stand in a title', () => {
    expect(findUncitedFigures('Ticket 4711', [record('', 'Ticket 4711 created')])).toEqual([]);
  });

  it('may stand in different records', () => {
    expect(findUncitedFigures('1 and 2', [record('1'), record('2')])).toEqual([]);
  });

  it('without records every figure is uncited', () => {
    expect(findUncitedFigures('1 and 2', [])).toEqual(['1', '2']);
  });
});
