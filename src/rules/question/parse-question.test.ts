import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import type { Question } from './question.ts';

/** A Saturday. */
const today = '2026-11-21';
const parse = (text: string) => parseQuestion(text, today);

describe('parseQuestion reads a question about health', () => {
  it.each([
    ['health acme', 'acme'],
    ['HEALTH Acme Corp', 'Acme Corp'],
    ['h acme', 'acme'],
    ['health', ''],
    ['health of acme', 'acme'],
    ['health check for acme', 'acme'],
    ['health check acme', 'acme'],
    ['health Check Point', 'Check Point'],
    ['health score for acme please', 'acme'],
    ['/cs health acme', 'acme'],
    ['  health   acme  ', 'acme'],
    ['health "Acme Corp"', 'Acme Corp'],
    ["health 'acme'", 'acme'],
    ['health “Acme Corp”', 'Acme Corp'],
    ['health May', 'May'],
    ['health Monday', 'Monday'],
    ['health Studio 54', 'Studio 54'],
    ['health Since Co', 'Since Co'],
    ['health Brindle Health', 'Brindle Health'],
    ['health Smith & Sons', 'Smith & Sons'],
    ['health 株式会社アクメ', '株式会社アクメ'],
    ['health <mailto:jo@acme.example|jo@acme.example>', 'jo@acme.example'],
    ['acme', 'acme'],
    ['acme?', 'acme'],
    ['`acme`', 'acme'],
    ['*Acme Corp*', 'Acme Corp'],
    ['Check Point', 'Check Point'],
    ['Hello Fresh', 'Hello Fresh'],
    ['USA Today', 'USA Today'],
    ['monday', 'monday'],
    ['<https://acme.example|acme.example>', 'acme.example'],
    ['https://www.acme.example/x', 'https://www.acme.example/x'],
    ['how is Acme doing?', 'Acme'],
    ["how's acme", 'acme'],
    ['how’s Acme doing today?', 'Acme'],
    ['hows acme', 'acme'],
    ['HOW IS ACME DOING?', 'ACME'],
    ['how is USA Today doing', 'USA Today'],
    ["how is Wendy's doing", "Wendy's"],
    ['how is Brindle Health doing?', 'Brindle Health'],
    ['how is "The Why Company" doing?', 'The Why Company'],
    ['how is the acme account doing', 'acme'],
    ['how is our customer acme doing these days', 'acme'],
    ['how are things at Acme', 'Acme'],
    ['how is everything going with acme?', 'acme'],
    ['how has acme been doing lately', 'acme'],
    ['how healthy is acme?', 'acme'],
    ['how does acme look', 'acme'],
    ["what's up with acme", 'acme'],
    ['whats up with acme?', 'acme'],
    ['what about acme-eu?', 'acme-eu'],
    ["what's acme's health", 'acme'],
    ['what is the health score of Acme Corp?', 'Acme Corp'],
    ["what's the status of it", ''],
    ['is acme ok', 'acme'],
    ['is acme healthy?', 'acme'],
    ['is acme at risk?', 'acme'],
    ['Is Acme Corp still at risk??', 'Acme Corp'],
    ['is acme going to churn?', 'acme'],
    ['is everything ok at acme?', 'acme'],
    ['is Brindle Health healthy', 'Brindle Health'],
    ['status of acme', 'acme'],
    ['acme health', 'acme'],
    ['ACME HEALTH', 'ACME'],
    ["acme's health", 'acme'],
    ['Acme’s health score', 'Acme'],
    ["Fennick Foods' health", 'Fennick Foods'],
    ['show me acme', 'acme'],
    ['show acme', 'acme'],
    ['tell me about acme', 'acme'],
    ['give me the health of Acme Corp.', 'Acme Corp'],
    ['can you tell me how acme is doing please?', 'acme'],
    ["I'd like to know how acme is doing", 'acme'],
    ['hi team, how is acme doing? thanks!', 'acme'],
    ["so how's acme looking?", 'acme'],
    ['<@U123> how is *acme* doing?', 'acme'],
    ['<@U123|holdfast> health acme', 'acme'],
    ['<at>Holdfast</at> health acme', 'acme'],
    ['@holdfast how is acme', 'acme'],
    ['holdfast, how is acme', 'acme'],
    ['how is it doing?', ''],
    ['what about it?', ''],
    ['is it ok', ''],
    ['helth acme', 'acme'],
    ['heatlh acme', 'acme'],
    ['acme helth', 'acme'],
    ['heath goods', 'heath goods'],
    ['wealth partners', 'wealth partners'],
  ])('%s → %j', (text, account) => {
    expect(parse(text)).toEqual({ kind: 'health', account });
  });
});

describe('parseQuestion reads a question about a timeline', () => {
  it.each<[string, string, number?]>([
    ['timeline acme', 'acme'],
    ['timeline acme 30', 'acme', 30],
    ['timeline acme 30d', 'acme', 30],
    ['timeline acme 2 weeks', 'acme', 14],
    ['timeline acme for 2 weeks', 'acme', 14],
    ['timeline acme --days 30', 'acme', 30],
    ['timeline acme last 30 days', 'acme', 30],
    ['timeline acme last month', 'acme', 30],
    ['timeline acme since 2026-11-01', 'acme', 20],
    ['timeline acme today', 'acme', 1],
    ['timeline "Studio 54"', 'Studio 54'],
    ['timeline acme 0', 'acme 0'],
    ['timeline Brindle Health', 'Brindle Health'],
    ['timeline', ''],
    ["this customer's timeline", ''],
    ['timline acme 14', 'acme', 14],
    ['acme timeline', 'acme'],
    ['acme timeline 30', 'acme', 30],
    ['history of acme', 'acme'],
    ['recent activity for acme', 'acme'],
    ["show me acme's timeline", 'acme'],
    ["can i see acme's history please", 'acme'],
    ['could you please show me the timeline of acme for the last two weeks', 'acme', 14],
    ['what are the latest events at acme', 'acme'],
    ['what happened?', ''],
    ['what happened at acme', 'acme'],
    ['what has happened at acme', 'acme'],
    ['what happened with acme last week', 'acme', 7],
    ['what happened at acme yesterday', 'acme', 1],
    ['what happened at acme 3 days ago', 'acme', 3],
    ['what happened at acme on monday', 'acme', 5],
    ['what happened at acme in october', 'acme', 51],
    ["what's going on at acme?", 'acme'],
    ["what's new with acme", 'acme'],
    ['anything new at acme?', 'acme'],
    ['any news from acme?', 'acme'],
  ])('%s → %j %j', (text, account, days) => {
    expect(parse(text)).toEqual({ kind: 'timeline', account, ...(days === undefined ? {} : { days }) });
  });
});

describe('parseQuestion reads a question about a change', () => {
  it.each([
    ['why acme', 'acme', null],
    ['why?', '', null],
    ['why acme since 1 nov', 'acme', '2026-11-01'],
    ['why acme --since 2026-11-01', 'acme', '2026-11-01'],
    ['why acme —since=2026-11-01', 'acme', '2026-11-01'],
    ['why acme 1 nov', 'acme', '2026-11-01'],
    ['why Brindle Health', 'Brindle Health', null],
    ['why did acme drop', 'acme', null],
    ['WHY DID ACME DROP?', 'ACME', null],
    ["why did acme's score drop so much?", 'acme', null],
    ['why did acme go from green to red?', 'acme', null],
    ['why did Brindle Health drop', 'Brindle Health', null],
    ['why is acme red', 'acme', null],
    ['why is acme not healthy', 'acme', null],
    ['why is the score of acme so low', 'acme', null],
    ['why is it red', '', null],
    ['why did they leave', '', null],
    ['Why did it change since 1 Nov?', '', '2026-11-01'],
    ['why has acme been falling since last monday', 'acme', '2026-11-16'],
    ['tell me why acme dropped', 'acme', null],
    ["explain acme's score", 'acme', null],
    ['what changed at acme', 'acme', null],
    ['what changed at acme since monday', 'acme', '2026-11-16'],
    ['what changed since monday at acme', 'acme', '2026-11-16'],
    ['what changed at acme last week', 'acme', '2026-11-14'],
    ['what changed at acme in the last 30 days', 'acme', '2026-10-22'],
    ['what changed at acme this month', 'acme', '2026-11-01'],
    ['what changed at acme yesterday', 'acme', '2026-11-20'],
    ['what has changed at acme since 2026-10-01?', 'acme', '2026-10-01'],
    ['what changed since yesterday', '', '2026-11-20'],
    ['how has acme changed since October', 'acme', '2026-10-01'],
    ['how was acme last week', 'acme', '2026-11-14'],
    ['how is acme doing this week', 'acme', '2026-11-16'],
    ['how is acme looking compared to last month', 'acme', '2026-10-22'],
    ['health acme since 1 nov', 'acme', '2026-11-01'],
    ['health acme last week', 'acme', '2026-11-14'],
    ['acme last week', 'acme', '2026-11-14'],
    ['and since october?', '', '2026-10-01'],
  ])('%s → %j since %s', (text, account, since) => {
    expect(parse(text)).toEqual({ kind: 'why', account, since });
  });
});

describe('parseQuestion answers with help', () => {
  it.each([
    ...[
      '',
      '   ',
      '?',
      '!!!',
      'help',
      'Help!',
      'help timeline',
      'hepl',
      'hi',
      'Hello!',
      'hey there',
      'good morning',
    ],
    ...[
      'what can you do',
      'What can I ask?',
      'how do you work',
      'how are you',
      "how's it going?",
      'who are you',
    ],
    ...[
      'thanks',
      'thank you so much',
      '👋',
      ':wave:',
      'hey :wave:',
      '<@U123>',
      '<@U123> help',
      '/cs',
      '/cs help',
    ],
  ])('%j', (text) => {
    expect(parse(text)).toEqual({ kind: 'help' });
  });
});

describe('parseQuestion reads what changed between two days', () => {
  it.each([
    ['why acme --since 2026-11-01 --until 2026-11-15', 'acme', '2026-11-01', '2026-11-15'],
    ['why acme --since=2026-11-01 --until=2026-11-15', 'acme', '2026-11-01', '2026-11-15'],
    ['why did acme drop between 1 and 15 november?', 'acme', '2026-11-01', '2026-11-15'],
    ['why did Acme Corp change between 1 Oct and 15 Nov', 'Acme Corp', '2026-10-01', '2026-11-15'],
    ['what changed at acme from 1 nov to 15 nov', 'acme', '2026-11-01', '2026-11-15'],
    ['why did acme change since 1 nov until 15 nov', 'acme', '2026-11-01', '2026-11-15'],
    ['acme between 20 dec and 10 jan', 'acme', '2025-12-20', '2026-01-10'],
    ['why between the 1st and the 15th of november', '', '2026-11-01', '2026-11-15'],
    ['and between 1 and 2 november?', '', '2026-11-01', '2026-11-02'],
    ['why acme between 15 and 1 november', 'acme', '2026-11-15', '2026-11-01'],
    ['why acme --since 2026-11-15 --until 2026-11-15', 'acme', '2026-11-15', '2026-11-15'],
    ['why acme --since 2026-11-15 --until 2099-01-01', 'acme', '2026-11-15', '2099-01-01'],
  ])('%s', (text, account, since, until) => {
    expect(parse(text)).toEqual({ kind: 'why', account, since, until });
  });

  it.each([
    'why acme --since 2026-11-01 --until soon',
    'why acme since 1 nov until 2026-02-30',
    'why acme between 31 and 30 february',
  ])('%s names no two days', (text) => {
    expect(parse(text)).not.toMatchObject({ until: expect.anything() });
  });
});

describe('parseQuestion admits what it does not understand', () => {
  it.each([
    ['why acme since blah', 'why acme since 1 nov'],
    ['why acme since', 'why acme since 1 nov'],
    ['why acme --since 2026-02-30', 'why acme since 1 nov'],
    ['why did acme drop since the outage', 'why acme since 1 nov'],
    ['health acme --since 1/11', 'health acme'],
    ['who owns acme', 'health acme'],
    ['how would we read the histroy', 'timeline acme 30'],
    ['could we discuss the reason that our customers changed', 'why acme since 1 nov'],
    [`how is ${'acme '.repeat(11)}doing`, 'health acme'],
    ['x'.repeat(501), 'health acme'],
  ])('%s, and offers %j first', (text, nearest) => {
    const question = parse(text);
    expect(question.kind).toBe('unknown');
    expect(question.kind === 'unknown' && question.nearest[0]).toBe(nearest);
  });

  it('reads 500 characters and not 501', () => {
    const name = 'a'.repeat(500 - 'health '.length);
    expect(parse(`health ${name}`)).toEqual({ kind: 'health', account: name });
    expect(parse(`health ${name}a`).kind).toBe('unknown');
  });
});

describe('parseQuestion always', () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...'why how is since last week health timeline acme "x ’s 30 days <@U1> please the what -- 1 nov'.split(
        ' ',
      ),
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );

  it('answers, whatever is typed, with a question of the known kinds', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const question = parse(words.join(' '));
        expect(['health', 'timeline', 'why', 'help', 'unknown']).toContain(question.kind);
        if (question.kind === 'unknown') expect(question.nearest.length).toBeGreaterThan(0);
        if (question.kind === 'timeline' && question.days !== undefined)
          expect(question.days).toBeGreaterThan(0);
        if ('account' in question) expect(question.account).toBe(question.account.trim());
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives back a simple name as it was typed, whatever command stands before it', () => {
    const part = fc
      .stringMatching(/^[A-Z][a-z]{2,9}[0-9]?$/)
      .filter((text) => !/^(the|for|our|with|about|now|then|again|today)$/iu.test(text));
    const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(name, fc.constantFrom('health', 'h', 'Health', 'how is'), (account, verb) => {
        expect(parse(`${verb} ${account}`)).toEqual({ kind: 'health', account });
      }),
    );
  });

  it('does not depend on letter case', () => {
    const kindOf = ({ kind }: Question) => kind;
    for (const text of [
      'how is acme doing',
      'why did acme drop',
      'what happened at acme',
      'acme health',
      'help',
    ]) {
      expect(kindOf(parse(text.toUpperCase()))).toBe(kindOf(parse(text)));
    }
  });

  it.each([
    ['one letter', 'a'.repeat(500)],
    ['blanks', ' '.repeat(500)],
    ['quotes', '"'.repeat(500)],
    ['apostrophes', "'s".repeat(250)],
    ['open brackets', '<'.repeat(500)],
    ['open links', '<a|'.repeat(166)],
    ['colons', ':a'.repeat(250)],
    ['dashes', '--'.repeat(250)],
    ['polite words', 'please '.repeat(71)],
    ['leads', 'so '.repeat(166)],
    ['periods', 'last week '.repeat(50)],
    ['since', 'since '.repeat(83)],
    ['many names of days', 'on monday 1 nov '.repeat(31)],
    ['optional words', `what is the ${'health score '.repeat(37)}`],
    ['marks', '*_~`'.repeat(125)],
    ['half characters', '\ud800 '.repeat(250)],
    ['a megabyte', 'why '.repeat(250_000)],
  ])('is quick with hostile text: %s', (_, text) => {
    const startedAt = performance.now();
    parse(text);
    // A few milliseconds on a quiet machine; the bound only catches work that grows out of hand.
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
