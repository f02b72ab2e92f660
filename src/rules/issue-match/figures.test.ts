import { describe, expect, it } from 'vitest';
import { issueOf } from '../../../test/support/issues.ts';
import type { KeptStanding } from '../../domain/known-issue.ts';
import { byRevenue, sumByCurrency, weeklyTrend } from './bug-figures.ts';
import { nextStandings, standingIssues } from './next-standings.ts';
import { countingBar, type LinkTally, mayCount, precisionOf } from './precision.ts';

const now = new Date('2026-11-28T12:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);

describe('the trend', () => {
  it('counts weeks of seven days back from now, and nothing outside of them', () => {
    expect(weeklyTrend([ago(0), ago(6.99), ago(7), ago(21), ago(27.99), ago(28), ago(-1)], now)).toEqual([
      2, 0, 1, 2,
    ]);
    expect(weeklyTrend([], now)).toEqual([0, 0, 0, 0]);
  });
});

describe('revenue', () => {
  it('is summed per currency and never converted', () => {
    const amounts = [
      { amount: 5, currency: 'USD' },
      { amount: 7, currency: 'EUR' },
      { amount: 1, currency: 'USD' },
    ];
    expect(sumByCurrency(amounts)).toEqual([
      { amount: 7, currency: 'EUR' },
      { amount: 6, currency: 'USD' },
    ]);
    expect(sumByCurrency([])).toEqual([]);
  });

  it('orders accounts: those that stay, those whose revenue is known, the most first', () => {
    const account = (id: string, amount: number | null, status = 'active', currency = 'USD') => ({
      id,
      status,
      arr: amount === null ? null : { amount, currency },
    });
    const mixed = [
      account('left', 900, 'ended'),
      account('b', 1),
      account('unknown', null),
      account('euro', 5, 'active', 'EUR'),
      account('a', 1),
      account('c', 2),
    ];
    expect(mixed.sort(byRevenue).map(({ id }) => id)).toEqual(['euro', 'c', 'a', 'b', 'unknown', 'left']);
  });
});

describe('precision', () => {
  const tally = (method: LinkTally['method'], state: LinkTally['state'], links: number, auto = false) => ({
    method,
    state,
    links,
    auto,
  });

  it('is what people confirmed of what they decided, per method, and unknown before anybody did', () => {
    const tallies = [
      tally('text', 'confirmed', 3),
      tally('text', 'rejected', 1),
      tally('text', 'suggested', 9),
      tally('signature', 'counted', 5, true),
      tally('person', 'confirmed', 4),
    ];
    expect(precisionOf(tallies)).toEqual([
      { method: 'signature', decided: 0, confirmed: 0, counted: 5, waiting: 0, precision: null },
      { method: 'text', decided: 4, confirmed: 3, counted: 0, waiting: 9, precision: 0.75 },
    ]);
    expect(precisionOf([])).toEqual([]);
  });

  it('lets sure signs count until more than one in ten of those looked at was wrong', () => {
    const judged = (confirmed: number, rejected: number, auto = true) =>
      mayCount([
        tally('signature', 'confirmed', confirmed, auto),
        tally('signature', 'rejected', rejected, auto),
      ]);
    expect(judged(0, countingBar.decisions - 1)).toBe(true); // too few to judge by
    expect(judged(9, 1)).toBe(true);
    expect(judged(8, 2)).toBe(false);
    expect(judged(0, 50, false)).toBe(true); // suggestions are asked, not counted
    expect(mayCount([])).toBe(true);
  });
});

describe('how issues stand', () => {
  const kept = (issueId: string, given: Partial<KeptStanding> = {}): KeptStanding => ({
    issueId,
    readStatus: 'open',
    readFixedIn: null,
    status: 'open',
    fixedIn: null,
    turn: 0,
    by: 'knowledge',
    at: ago(9),
    ...given,
  });
  const fixed = issueOf('a', { status: 'fixed', fixed_in: '4.41' });

  it('at the first reading is no change of anything', () => {
    expect(nextStandings([issueOf('a')], [], now)).toEqual([kept('a', { at: now })]);
  });

  it('changes by a turn when an issue comes, is fixed, or comes back', () => {
    const [a, b] = nextStandings([fixed, issueOf('b')], [kept('a')], now);
    expect([a?.status, a?.fixedIn, a?.turn, b?.status, b?.turn]).toEqual(['fixed', '4.41', 1, 'open', 1]);
    expect(nextStandings([issueOf('a')], [a ?? kept('a')], now)).toMatchObject([{ status: 'open', turn: 2 }]);
  });

  it('is written once: the same reading changes nothing', () => {
    const first = nextStandings([fixed], [kept('a')], now);
    expect(nextStandings([fixed], first, now)).toEqual([]);
  });

  it('is what a person said until the knowledge says something new, which is no second turn where it says the same', () => {
    const said = kept('a', { status: 'fixed', fixedIn: '4.41', turn: 1, by: 'manager1' });
    expect(nextStandings([issueOf('a')], [said], now)).toEqual([]);
    expect(standingIssues([issueOf('a')], [said])).toMatchObject([{ status: 'fixed', fixed_in: '4.41' }]);
    expect(nextStandings([fixed], [said], now)).toMatchObject([
      { turn: 1, by: 'knowledge', status: 'fixed' },
    ]);
    expect(standingIssues([fixed], [kept('a')])).toEqual([fixed]);
  });

  it('a corrected version is no turn', () => {
    const before = kept('a', {
      readStatus: 'fixed',
      readFixedIn: '4.41',
      status: 'fixed',
      fixedIn: '4.41',
      turn: 1,
    });
    const later = issueOf('a', { status: 'fixed', fixed_in: '4.41.1' });
    expect(nextStandings([later], [before], now)).toMatchObject([{ fixedIn: '4.41.1', turn: 1 }]);
  });
});
