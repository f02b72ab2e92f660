import { describe, expect, it } from 'vitest';
import { loadContent } from '../../content/content.ts';
import type { TriageRule } from '../../domain/triage.ts';
import { hasPhrase, wordsOf } from './find-phrase.ts';
import { suggestTriage, type TriagedTicket } from './suggest-triage.ts';

const { triage: shipped } = await loadContent(null);
const ticket = (subject: string, body = '', given: Partial<TriagedTicket> = {}): TriagedTicket => ({
  subject,
  body,
  priority: null,
  tags: [],
  at: new Date('2026-11-20T12:00:00Z'),
  renewsOn: null,
  ...given,
});
const values = (given: TriagedTicket, rules: readonly TriageRule[] = shipped) =>
  suggestTriage(given, rules).map(({ value }) => value);
const rule = (id: string, given: Partial<TriageRule>): TriageRule => ({
  id,
  confidence: 0.6,
  reason: 'so',
  any: ['word'],
  ...given,
});

describe('a phrase', () => {
  it.each([
    ['data loss', 'We had a DATA   loss today', true],
    ['data loss', 'There was no data loss', false],
    ['data loss', 'Thanks, without any data loss', false],
    ['data loss', 'No. It was data loss, and far from us, data loss', true],
    ['data loss', 'database lossless', false],
    ["can't work", 'We can’t work', true],
    ['competitor*', 'your competitors call', true],
    ['competitor*', 'competition', false],
    ['a b', 'a', false],
    ['a b', '', false],
  ])('“%s” in “%s”: %s', (phrase, text, found) => {
    expect(hasPhrase(wordsOf(text), phrase, false)).toBe(found);
  });

  it('counts behind a negation where it is meant to', () => {
    expect(hasPhrase(wordsOf('we will not renew'), 'renew', true)).toBe(true);
  });
});

describe('the rules that ship', () => {
  it.each([
    ['System down since 8', 'Nobody can sign in.', 'P0'],
    ['We lost data', 'All our data is gone after the update', 'P0'],
    ['Our report was sent to the wrong customer', '', 'P0'],
    ['All imports fail with SCHEMA_DRIFT', 'Please look at this today.', 'P1'],
    ['Imports: still nothing, our month cannot be closed', '', 'P1'],
    ['Reminder e-mails arrive twice', 'a minute apart', 'P2'],
    ['How do I share a dashboard?', 'Is there a way to do it by mail?', 'P3'],
  ])('“%s” speaks for %s', (subject, body, priority) => {
    expect(values(ticket(subject, body))[0]).toBe(priority);
  });

  it.each([
    ['We want to cancel our contract', ['churn-risk']],
    ['The run is cancelled after 15 minutes', []],
    ['We will not renew', ['churn-risk']],
    ['We are losing orders, and our customers cannot buy', ['revenue-impact']],
    ['Most of the team has gone back to spreadsheets', ['churn-risk']],
    ['Good morning', []],
    ['', []],
  ])('“%s” gets the tags %j', (subject, tags) => {
    expect(values(ticket(subject)).filter((value) => !/^P\d$/.test(value))).toEqual(tags);
  });

  it('say why, with the words that they found', () => {
    const [first] = suggestTriage(ticket('System is down', 'Nobody can work'), shipped);
    expect(first).toEqual({
      field: 'priority',
      value: 'P0',
      confidencePercent: 90,
      ruleIds: ['system-down'],
      reason: 'nobody can work (“system is down”, “nobody can work”)',
    });
  });
});

describe('a suggestion', () => {
  it('is not made for what the ticket has already', () => {
    expect(values(ticket('System is down', '', { priority: 'P0' }))).toEqual([]);
    expect(values(ticket('We will not renew', '', { tags: ['churn-risk'] }))).toEqual([]);
  });

  it('is surer where several rules speak for it, and is not made below the floor', () => {
    const [a, b] = [rule('a', { tag: 't', confidence: 0.4 }), rule('b', { tag: 't', confidence: 0.4 })];
    expect(values(ticket('word'), [a])).toEqual([]);
    expect(suggestTriage(ticket('word'), [a, b])[0]).toMatchObject({
      confidencePercent: 64,
      ruleIds: ['a', 'b'],
    });
  });

  it('is the most severe priority that is sure enough', () => {
    const rules = [
      rule('low', { priority: 'P3' }),
      rule('high', { priority: 'P1' }),
      rule('faint', { priority: 'P0', confidence: 0.3 }),
    ];
    expect(values(ticket('word'), rules)).toEqual(['P1']);
  });

  it.each([
    ['2026-12-01', ['t']],
    ['2026-11-20', ['t']],
    ['2026-11-19', []],
    ['2027-03-01', []],
    [null, []],
  ])('with a renewal on %s, of a rule that asks for one within 30 days, is %j', (renewsOn, tags) => {
    expect(
      values(ticket('word', '', { renewsOn }), [rule('r', { tag: 't', renews_within_days: 30 })]),
    ).toEqual(tags);
  });

  it('costs little for a text of a megabyte', () => {
    expect(values(ticket('x', 'no '.repeat(400_000)))).toEqual([]);
  });
});
