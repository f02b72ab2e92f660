import { describe, expect, it } from 'vitest';
import { faultOf } from './narrate.ts';

const base = '25 of 38 scored customers are green (66 %), 12 points less than a week ago.';
const moved = '1 customer is newly at risk, 2 customers are no longer at risk.';
const won = '1 expansion was won, worth USD 20,000.';

describe('a sentence that a model wrote', () => {
  it.each([
    ['as it stood', base, base],
    [
      'in other words',
      'Some 25 of 38 scored customers are green (66 %): 12 points less than a week ago.',
      base,
    ],
    [
      'with another word for less',
      '25 of 38 scored customers are green (66 %), down 12 points from a week ago.',
      base,
    ],
    ['in fewer words', '1 customer is newly at risk; 2 customers are no longer at risk.', moved],
    ['with its money', 'There was 1 expansion won, worth USD 20,000.', won],
  ])('stands %s', (_how, text, source) => {
    expect(faultOf(text, source)).toBeNull();
  });

  it.each([
    [
      'adds a figure',
      '25 of 38 scored customers are green (66 %), 12 points less than a week ago, and 3 are new.',
      base,
    ],
    ['changes one', '26 of 38 scored customers are green (66 %), 12 points less than a week ago.', base],
    ['swaps two', '38 of 25 scored customers are green (66 %), 12 points less than a week ago.', base],
    ['swaps two sides', '2 customers are newly at risk, 1 customer is no longer at risk.', moved],
    ['swaps a unit', '25 of 38 scored customers are green (66 %), 12 percent less than a week ago.', base],
    ['leaves one out', 'Of 38 scored customers, 25 are green, 12 points less than a week ago.', base],
    ['turns the direction', '25 of 38 scored customers are green (66 %), up 12 points on a week ago.', base],
    [
      'adds a name',
      '25 of 38 scored customers are green (66 %), 12 points less than a week ago, led by Acme.',
      base,
    ],
    [
      'gives a reason',
      '25 of 38 scored customers are green (66 %), 12 points less than a week ago because of SCHEMA_DRIFT.',
      base,
    ],
    ['rounds money', 'USD 20k was won in 1 expansion.', won],
    ['takes another currency', 'EUR 20,000 was won in 1 expansion.', won],
    ['denies', '1 expansion was not won, worth USD 20,000.', won],
    ['carries a link', '1 expansion was won, worth USD 20,000, see https://evil.example.', won],
    ['mentions everybody', '@channel 1 expansion was won, worth USD 20,000.', won],
    ['is no sentence', '1 expansion was won, worth USD 20,000', won],
    ['is two lines', '1 expansion was won,\nworth USD 20,000.', won],
    ['says nothing', '', won],
    ['says too much', `1 expansion was won, worth USD 20,000${' and so it was'.repeat(40)}.`, won],
    ['promises', 'All customers are safe: 1 expansion was won, worth USD 20,000.', won],
    ...[
      'as acme left',
      'thanks to maren',
      'while kestrel thorne is lost',
      'with zero left',
      'a third year in a row',
      'the first time ever',
      'both of them ours',
      'several of them new',
      'most of them in smb',
      'since the outage',
      'on monday',
    ].map((tail) => [`says ${tail}`, `${base.slice(0, -1)}, ${tail}.`, base]),
  ])('that %s falls', (_what, text, source) => {
    expect(faultOf(text, source)).not.toBeNull();
  });
});
