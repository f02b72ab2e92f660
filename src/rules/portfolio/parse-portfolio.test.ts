import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeQuery } from './describe-query.ts';
import { parsePortfolio } from './parse-portfolio.ts';
import type { PortfolioWords } from './vocabulary.ts';

/** A Saturday. */
const known: PortfolioWords = {
  today: '2026-11-28',
  me: 'csm1',
  values: {
    segment: ['enterprise', 'mid-market', 'smb'],
    tier: ['gold', 'premium'],
    region: ['eu', 'us'],
    useCase: ['fleet-reporting'],
  },
  members: [
    { id: 'dana', name: 'Dana Reyes' },
    { id: 'sam.a', name: 'Sam Adler' },
    { id: 'sam.b', name: 'Sam Berg' },
  ],
  isAccountName: (text) => ['green', 'acme'].includes(text.toLowerCase()),
};
const parse = (text: string) => parsePortfolio(text, known);
/** What was understood, in the words that people are shown. */
const meaning = (text: string): string[] =>
  describeQuery(parse(text).query, (id) => known.members.find((member) => member.id === id)?.name ?? id)
    .map((part) => part.meaning)
    .filter((part) => part !== 'status is active');

describe('parsePortfolio understands', () => {
  it.each([
    [
      'red enterprise accounts renewing in 90 days',
      ['band is red', 'segment is enterprise', 'renews 28 Nov 2026 to 26 Feb 2027', 'next renewal first'],
    ],
    [
      "which of Dana's accounts lost usage this month?",
      [
        ...['owner is Dana Reyes', 'use fell, 1 Nov 2026 to 27 Nov 2026 against 5 Oct 2026 to 31 Oct 2026'],
        'largest loss of use first',
      ],
    ],
    [
      'accounts over 50k ARR grouped by segment, sorted by renewal',
      ['ARR over 50,000', 'grouped by segment', 'next renewal first'],
    ],
    [
      'how many at-risk accounts renew this quarter',
      ['at risk: an alert is open', 'renews 1 Oct 2026 to 31 Dec 2026', 'next renewal first'],
    ],
    ['top 10 by ARR at risk', ['at risk: an alert is open', 'largest ARR first', 'the first 10']],
    ['red and amber accounts', ['band is red or amber', 'lowest score first']],
    ['not enterprise', ['not: segment is enterprise', 'lowest score first']],
    ['non-enterprise customers in eu', ['not: segment is enterprise', 'region is eu', 'lowest score first']],
    ['accounts that are neither red nor amber', ['not: band is red or amber', 'lowest score first']],
    ['customers not renewing this year', ['not: renews 1 Jan 2026 to 31 Dec 2026', 'next renewal first']],
    ['mid market accounts without an owner', ['segment is mid-market', 'no owner', 'lowest score first']],
    ['no renewal date', ['no renewal date', 'lowest score first']],
    ['my accounts with a score below 40', ['owner is csm1', 'score under 40', 'lowest score first']],
    ['€1.5m+ customers', ['ARR at least EUR 1,500,000', 'lowest score first']],
    [
      'ARR >= $20k and <= $1,200,000',
      ['ARR at least USD 20,000', 'ARR at most USD 1,200,000', 'lowest score first'],
    ],
    ['between 50k and 100k', ['ARR at least 50,000 and at most 100,000', 'lowest score first']],
    ['50.000 € or more', ['ARR at least EUR 50,000', 'lowest score first']],
    ['200 seats or fewer', ['seats at most 200', 'lowest score first']],
    ['score > 80 highest first', ['score over 80', 'highest score first']],
    ['renewals in Q1 by ARR', ['renews 1 Jan 2027 to 31 Mar 2027', 'largest ARR first']],
    ['renewing between 1 and 15 december', ['renews 1 Dec 2026 to 15 Dec 2026', 'next renewal first']],
    ['overdue renewals', ['renews up to 27 Nov 2026', 'next renewal first']],
    ['up for renewal before 1 Mar', ['renews 28 Nov 2026 to 28 Feb 2027', 'next renewal first']],
    ['whose score fell since 1 nov', ['score fell since 1 Nov 2026', 'largest loss of score first']],
    ['which customers improved last week', ['score rose since 16 Nov 2026', 'largest gain of score first']],
    ['bottom 3 by ARR', ['smallest ARR first', 'the first 3']],
    ['top 5 per segment by ARR', ['grouped by segment', 'largest ARR first', 'the first 5 of each group']],
    [
      'segment=enterprise tier=gold owner=dana',
      ['segment is enterprise', 'tier is gold', 'owner is Dana Reyes', 'lowest score first'],
    ],
    ['churned accounts', ['status is ended', 'lowest score first']],
    ['"green"', ['name contains "green"', 'lowest score first']],
    ['accounts by owner', ['grouped by owner', 'lowest score first']],
    ['started this year', ['started 1 Jan 2026 to 31 Dec 2026', 'lowest score first']],
  ])('%s', (text, parts) => {
    expect(meaning(text)).toEqual(parts);
  });

  it('reads a slip as what was meant, and says so', () => {
    const parsed = parse('enterprize acounts renewng in 90 days');
    expect(parsed.corrections).toEqual([
      { typed: 'enterprize', read: 'enterprise' },
      { typed: 'acounts', read: 'accounts' },
      { typed: 'renewng', read: 'renewing' },
    ]);
    expect(parsed.unread).toEqual([]);
    expect(parsed.query.conditions).toHaveLength(3);
  });

  it('counts, sums or lists', () => {
    expect(parse('how many red accounts').query.ask).toBe('count');
    expect(parse('total ARR of red accounts').query.ask).toBe('sum');
    expect(parse('red accounts').query.ask).toBe('list');
  });
});

describe('parsePortfolio says back', () => {
  it('every word that means nothing to it', () => {
    expect(parse('red frobnicated accounts with zeal').unread).toEqual(['frobnicated', 'zeal']);
  });

  it('that a word is also the name of a customer', () => {
    expect(parse('Green accounts').notes).toEqual([expect.stringContaining("'Green' is read as the band")]);
    expect(parse('Green accounts').query.conditions[0]).toMatchObject({ field: 'band', anyOf: ['green'] });
    expect(parse('acme accounts').notes).toEqual([expect.stringContaining("'acme' is a customer's name")]);
  });

  it.each([
    ["Sam's accounts", 'Several people fit'],
    ["Zed's accounts", "Nobody here is called 'Zed'"],
    ['segment=platinum', "No customer has the segment 'platinum'"],
    ['red or enterprise accounts', "'or' joins values of one kind"],
    ['accounts over 50', 'Of what should it be over 50?'],
    ['renewing before Blursday maybe', 'no time that I know'],
    ['accounts grouped by mood', "Nothing can be grouped by 'mood'"],
    ['accounts sorted by mood', "Nothing can be sorted by 'mood'"],
    ['red accounts this quarter', "What should be 'this quarter'?"],
    ['score over €50', 'A score has no currency'],
  ])('%s has no answer that could be trusted', (text, reason) => {
    expect(parse(text).problems.join(' ')).toContain(reason);
  });

  it.each(['rote Kunden mit Verlängerung in 90 Tagen', 'clientes rojos sin renovación', '赤い 顧客'])(
    '%s is in a language that it does not read',
    (text) => {
      expect(parse(text).foreign).toBe(true);
    },
  );

  it('nobody is me in a terminal', () => {
    expect(parsePortfolio('my accounts', { ...known, me: null }).problems).toHaveLength(1);
  });
});

const pieces = fc.constantFrom(
  ...'red amber not enterprise or and accounts over 50k €1.5m renewing in 90 days this quarter by ARR top 10 my lost usage score below 40'.split(
    ' ',
  ),
  ...['grouped by segment', "Dana's", '"', 'zzz', 'since 1 nov', 'without', '>=', '--', '1,5', 'Q1'],
);

describe('parsePortfolio never', () => {
  it('fails, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 300, unit: 'grapheme' }),
          fc.array(pieces, { maxLength: 30 }).map((words) => words.join(' ')),
        ),
        (text) => {
          const { query } = parse(text);
          expect(query.limit === null || query.limit > 0).toBe(true);
          for (const { meaning: said } of describeQuery(query, (id) => id)) expect(said).not.toBe('');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reads one question in two ways, nor minds letter case and blanks', () => {
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 12 }), (words) => {
        const [one, other] = [parse(words.join(' ')), parse(`  ${words.join('   ')} `)];
        expect(other).toEqual(one);
        const shouted = parse(words.join(' ').toUpperCase()).query;
        const bare = ({ conditions, ...rest }: typeof shouted) => ({
          ...rest,
          conditions: conditions.map(({ typed: _, ...test }) => JSON.stringify(test).toLowerCase()),
        });
        expect(bare(shouted)).toEqual(bare(one.query));
      }),
      { numRuns: 100 },
    );
  });

  it('drops a word in silence: what is unknown is named', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), fc.stringMatching(/^qx[a-z]{6}$/), (words, odd) => {
        const parsed = parse([odd, ...words].join(' '));
        expect(parsed.unread.some((word) => word.includes(odd))).toBe(true);
      }),
    );
  });
});
