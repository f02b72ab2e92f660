import { expect, test } from 'vitest';
import type { Account } from '../../domain/account.ts';
import type { HealthFacts } from '../../domain/health-facts.ts';
import { suspectRules } from './suspect-rules.ts';

const account = { status: 'active', startsOn: '2025-01-01', renewsOn: null } as unknown as Account;
const quiet = {
  ...{ account, asOfDay: '2026-11-20', engagedDays28: 12, engagedDays84: 36, lastEngagedAge: 1 },
  ...{ ticketsCreated28: 1, ticketsCreated84: 4, csatCount84: 0, csatSum84: 0, failedPayments84: 0 },
  ...{ overdueDays: 0, sponsorDaysEver: 3, lastSponsorAge: 20 },
} as unknown as HealthFacts;

const rulesOf = (change: Partial<HealthFacts>, score: number | null = 80): string[] =>
  suspectRules({ ...quiet, ...change }, score).map(({ rule }) => rule);

test('facts of an account that is well speak for nothing', () => {
  expect(rulesOf({})).toEqual([]);
});

test.each([
  [{ lastEngagedAge: 14 }, ['no-login']],
  [{ lastEngagedAge: 13 }, []],
  [{ lastEngagedAge: null }, []],
  [{ overdueDays: 1 }, ['unpaid-invoice']],
  [{ overdueDays: 1, failedPayments84: 2 }, ['failed-payment', 'unpaid-invoice']],
  [{ failedPayments84: 2 }, []],
  [{ engagedDays28: 4, engagedDays84: 20 }, ['usage-drop']],
  [{ engagedDays28: 5, engagedDays84: 20 }, []],
  [{ engagedDays28: 0, engagedDays84: 15 }, []],
  [{ ticketsCreated28: 5, ticketsCreated84: 9 }, ['ticket-burst']],
  [{ ticketsCreated28: 5, ticketsCreated84: 10 }, []],
  [{ csatCount84: 2, csatSum84: 5 }, ['low-csat']],
  [{ csatCount84: 2, csatSum84: 6 }, []],
  [{ lastSponsorAge: 61 }, ['sponsor-disengaged']],
  [{ lastSponsorAge: null, sponsorDaysEver: 0 }, []],
  [{ account: { ...account, startsOn: '2026-11-10' }, lastEngagedAge: 4 }, ['onboarding-stalled']],
  [{ account: { ...account, startsOn: '2026-11-10' }, lastEngagedAge: 3 }, []],
] as [Partial<HealthFacts>, string[]][])('%j speaks for %j', (change, expected) => {
  expect(rulesOf(change)).toEqual(expected);
});

test('a renewal within 120 days is at risk below green alone', () => {
  const near = { account: { ...account, renewsOn: '2027-03-20' } };
  expect(rulesOf(near, 64.99)).toEqual(['renewal-risk']);
  expect(rulesOf(near, 65)).toEqual([]);
  expect(rulesOf(near, null)).toEqual([]);
  expect(rulesOf({ account: { ...account, renewsOn: '2027-03-21' } }, 30)).toEqual([]);
  expect(rulesOf({ account: { ...account, renewsOn: '2026-11-19' } }, 30)).toEqual([]);
});

test('who has left asks for no playbook, and a reason has its figure', () => {
  expect(rulesOf({ account: { ...account, status: 'ended' }, lastEngagedAge: 40 })).toEqual([]);
  expect(suspectRules({ ...quiet, lastEngagedAge: 40 }, 80)[0]?.reason).toBe('No sign of life for 40 days');
});
