import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePack } from '../content/packs.ts';
import { parseYaml } from '../content/yaml-file.ts';
import type { Account } from '../domain/account.ts';
import type { RulePack } from '../domain/rule-pack.ts';
import type { RuleSubject } from '../domain/rule-subject.ts';
import type { HoldfastError } from '../errors.ts';
import { emptyContract } from './contract.ts';
import { factReader, findingsOf, judgeRule, waitsForFacts } from './engine.ts';
import { longestPause, pausePercent, percentileOf, quietPercent } from './facts/rhythm.ts';
import { compileCondition } from './packs/compile-condition.ts';
import { compilePacks } from './packs/compile-pack.ts';

const head = `id: mine
version: 3
author: Ann
changedOn: 2026-11-27
kind: risk
description: Rules of a test.
rules:
`;

function pack(rules: string): RulePack {
  return parsePack(parseYaml('mine.yaml', head + rules, 'HF_PACK_INVALID'));
}

function refusal(rules: string): string {
  try {
    pack(rules);
  } catch (error) {
    expect((error as HoldfastError).code).toBe('HF_PACK_INVALID');
    return (error as HoldfastError).message;
  }
  return 'accepted';
}

const rule = `  - id: quiet
    title: Gone quiet
    when: { fact: daysSinceUse, atLeast: 14 }
    windowDays: 30
    severity: high
    playbook: silence
    text: "Nobody for {daysSinceUse}."
`;

const account: Account = { ...emptyContract('acme'), id: 'acme', firstSeenOn: '2026-01-01' };

/** An account that was there on these days before, once each. */
function subject(ages: readonly number[], change: Partial<RuleSubject> = {}): RuleSubject {
  return {
    account,
    stage: 'retention',
    asOf: new Date('2026-11-21T12:00:00Z'),
    day: '2026-11-21',
    days: ages.map((age) => ({ age, actions: 2, errors: 0, tickets: 0, urgent: 0, sponsor: 0 })),
    records: [],
    newUsers: [],
    typesKnown: new Set<string>(),
    scores: new Map([[0, 6_100]]),
    counted: {
      lastEngagedAge: ages[0] ?? null,
      errorsEver: false,
      errors7: 0,
      uses7: 0,
      baselineErrorRates: [],
      lastSponsorAge: null,
      sponsorDaysEver: 0,
      invoicesEver: 0,
      overdueDays: 0,
    },
    people: { users7: 0, users28: 0, powerUsers28: 0, features84: 0, ticketsOpen: 0, expansionsWon365: 0 },
    ...change,
  };
}

function verdict(rules: string, of: RuleSubject, form?: 'literal') {
  const [compiled] = compilePacks([pack(rules)], form);
  if (!compiled) throw new Error('no rule');
  return judgeRule(compiled, of);
}

describe('a rule', () => {
  it('holds from its threshold on, and says so with its figures', () => {
    expect(verdict(rule, subject([13, 20])).state).toBe('clear');
    expect(verdict(rule, subject([14, 20]))).toMatchObject({
      state: 'holds',
      severity: 'high',
      reasons: [
        {
          fact: 'daysSinceUse',
          value: 14,
          holds: true,
          text: 'days since the last use: 14 days, at least 14 days',
        },
      ],
    });
  });

  it('says nothing of an account of which too little is known', () => {
    const needing = rule.replace(
      '    when:',
      '    baseline: [{ fact: engagedDays180, atLeast: 5 }]\n    when:',
    );
    expect(verdict(needing, subject([30, 31, 32, 33])).state).toBe('unknown');
    expect(verdict(needing, subject([30, 31, 32, 33, 34])).state).toBe('holds');
    expect(verdict(rule, subject([], { account: { ...account, firstSeenOn: '2026-11-20' } })).state).toBe(
      'unknown',
    );
  });

  it('is meant for those that it names alone: who has no tier is in none', () => {
    const forPro = rule.replace('    when:', '    appliesTo: { tiers: [pro] }\n    when:');
    expect(verdict(forPro, subject([30])).state).toBe('apart');
    expect(verdict(forPro, subject([30], { account: { ...account, tier: 'pro' } })).state).toBe('holds');
  });

  it('has the severity of the first raise that holds', () => {
    const raised = rule.replace(
      'severity: high',
      'severity: high\n    raises: [{ to: critical, when: { fact: daysSinceUse, above: 60 } }]',
    );
    expect(verdict(raised, subject([60])).severity).toBe('high');
    expect(verdict(raised, subject([61])).severity).toBe('critical');
  });

  it('keeps its literal form at hand, without the baseline that was added to it', () => {
    const both = rule.replace(
      '    when:',
      '    baseline: [{ fact: engagedDays180, atLeast: 5 }]\n    literal: { source: the book, when: { fact: daysSinceUse, atLeast: 3 } }\n    when:',
    );
    expect(verdict(both, subject([3])).state).toBe('unknown');
    expect(verdict(both, subject([3]), 'literal').state).toBe('holds');
  });

  it('says nothing of who has left', () => {
    const rules = compilePacks([pack(rule)]);
    const left = subject([30], { account: { ...account, status: 'ended' } });
    expect(findingsOf(rules, subject([30]))).toHaveLength(1);
    expect(findingsOf(rules, left)).toEqual([]);
  });

  it('gives a finding whose sentence carries the figures', () => {
    const [finding] = findingsOf(compilePacks([pack(rule)]), subject([21]));
    expect(finding).toMatchObject({
      rule: 'quiet',
      pack: 'mine',
      packVersion: 3,
      kind: 'risk',
      account: 'acme',
      playbook: 'silence',
      text: 'Nobody for 21 days.',
      figures: [{ fact: 'daysSinceUse', value: 21, words: '21 days' }],
      evidence: {
        since: '2026-10-23',
        parts: [{ types: ['user.session', 'feature.used', 'recipe.completed'], feeds: ['session', 'use'] }],
      },
    });
  });

  it('names what its figure is about, as the source does: the limit that is used most', () => {
    const limits = rule
      .replace('{ fact: daysSinceUse, atLeast: 14 }', '{ fact: limitUsedPercent, atLeast: 90 }')
      .replace('Nobody for {daysSinceUse}.', '{limitUsedPercent} of {limitUsedPercent.name}.');
    const said = (seq: number, limit: string, used: number): RuleSubject['records'][number] => ({
      seq,
      receivedAt: new Date('2026-11-20T00:00:00Z'),
      event: {
        type: 'usage.limit',
        at: new Date('2026-11-20T00:00:00Z'),
        payload: { limit, used, allowed: 100 },
      } as RuleSubject['records'][number]['event'],
    });
    const records = [said(1, 'rows', 91), said(2, 'api-calls', 98), said(3, 'x'.repeat(200), 12)];
    const textOf = (of: RuleSubject['records']): string | undefined =>
      findingsOf(compilePacks([pack(limits)]), subject([1], { records: of }))[0]?.text;
    expect(textOf(records)).toBe('98 % of api-calls.');
    expect(textOf([said(4, `a\n\u202e${'x'.repeat(198)}`, 95)])).toBe(`95 % of a ${'x'.repeat(57)}….`);
    expect(refusal(rule.replace('{daysSinceUse}', '{daysSinceUse.name}'))).toContain('has no name');
  });

  it('waits for facts that were not read yet only where they could decide', () => {
    const byScore = rule.replace(
      'when: { fact: daysSinceUse, atLeast: 14 }',
      'when: { all: [{ fact: daysSinceUse, atLeast: 14 }, { fact: scoreChange14, atMost: -20 }] }',
    );
    const rules = compilePacks([pack(byScore)]);
    const unread = new Set(['scoreChange14']);
    const waits = (of: RuleSubject): boolean => waitsForFacts(rules, of, factReader(of), unread);
    expect(waits(subject([13]))).toBe(false);
    expect(waits(subject([14]))).toBe(true);
    const read = subject([14], {
      scores: new Map([
        [0, 4_000],
        [14, 5_000],
      ]),
    });
    expect(waits(read)).toBe(false);
    expect(findingsOf(rules, read)).toHaveLength(1);
    expect(
      findingsOf(
        rules,
        subject([14], {
          scores: new Map([
            [0, 4_001],
            [14, 5_000],
          ]),
        }),
      ),
    ).toEqual([]);
  });
});

describe('conditions', () => {
  const anyTest = fc.record({
    fact: fc.constantFrom('uses28', 'tickets7', 'score'),
    atLeast: fc.integer({ min: 0, max: 5 }),
  });
  const anyCondition = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      anyTest,
      fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    ),
  })).node as fc.Arbitrary<Parameters<typeof compileCondition>[0]>;

  it('are true for sure exactly where they are true, and never turn when more becomes known', () => {
    fc.assert(
      fc.property(
        anyCondition,
        fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { minLength: 3, maxLength: 3 }),
        (condition, values) => {
          const names = ['uses28', 'tickets7', 'score'];
          const read = (fact: string): number | null => values[names.indexOf(fact)] ?? null;
          const compiled = compileCondition(condition);
          const known = compiled.holds(read);
          expect(compiled.isTrue(read)).toBe(known === true);
          if (known === null) return;
          for (const filled of [0, 5]) expect(compiled.holds((fact) => read(fact) ?? filled)).toBe(known);
        },
      ),
    );
  });
});

describe('a wrong pack is refused with its line and reason', () => {
  it('the text itself is accepted', () => expect(refusal(rule)).toBe('accepted'));

  it.each([
    [
      'an unknown fact',
      'daysSinceUse, atLeast',
      'daysSinceUsed, atLeast',
      10,
      "there is no fact 'daysSinceUsed'; did you mean daysSinceUse",
    ],
    [
      'a threshold out of range',
      'atLeast: 14',
      'atLeast: 400',
      10,
      'daysSinceUse lies between 0 and 365; 400 is out of its range',
    ],
    ['two comparisons', 'atLeast: 14', 'atLeast: 14, atMost: 20', 10, 'rules.0.when'],
    ['half a day', 'atLeast: 14', 'atLeast: 14.5', 10, 'rules.0.when'],
    ['a text with an unknown fact', '{daysSinceUse}', '{days}', 14, "there is no fact 'days'"],
    ['an unknown key', 'windowDays: 30', 'windowDays: 30\n    color: red', 12, 'color'],
    ['an unknown severity', 'severity: high', 'severity: dire', 12, 'severity'],
    [
      'a literal form that is not there',
      'severity: high',
      'severity: high\n    form: literal',
      13,
      "'quiet' has no literal form",
    ],
  ])('%s', (_, from, to, line, reason) => {
    const message = refusal(rule.replace(from, to));
    expect(message).toContain(reason);
    expect(message).toMatch(new RegExp(`^mine\\.yaml:${line}: `));
  });

  it('a rule that stands there twice', () => {
    expect(refusal(rule + rule)).toMatch(/^mine\.yaml:15: rules\.1\.id: the rule 'quiet' stands here twice/);
  });
});

describe('rhythm', () => {
  it.each([
    [[], null, null, null],
    [[5], null, null, null],
    [[20, 25], 5, 400, 200],
    [[14, 15, 16, 26], 10, 140, 105],
  ])('of days %j', (ages, longest, pause, quiet) => {
    expect(longestPause(ages)).toBe(longest);
    expect(pausePercent(ages)).toBe(pause);
    expect(quietPercent(ages)).toBe(quiet);
  });

  it('takes the nearest rank for a percentile', () => {
    expect(percentileOf([], 95)).toBeNull();
    expect(percentileOf([3, 1, 2], 95)).toBe(3);
    expect(
      percentileOf(
        Array.from({ length: 100 }, (_, index) => index + 1),
        95,
      ),
    ).toBe(95);
  });
});
