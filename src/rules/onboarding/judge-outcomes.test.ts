import { describe, expect, it } from 'vitest';
import {
  everythingHeard,
  firstFortnight,
  firstWeek,
  type Happened,
  integration,
  onboardingFacts,
  onDay,
  reached,
  used,
} from '../../../test/support/onboarding.ts';
import type { OutcomeId } from '../../domain/onboarding.ts';
import { foldTickets } from '../sla/ticket-history.ts';
import { type JudgedOutcome, judgeOutcomes } from './judge-outcomes.ts';

type Options = Parameters<typeof onboardingFacts>[2];

function judged(
  id: OutcomeId,
  asOfDay: number,
  happened: readonly Happened[],
  options?: Options,
): JudgedOutcome {
  const found = judgeOutcomes(onboardingFacts(asOfDay, happened, options)).find(
    (outcome) => outcome.id === id,
  );
  if (!found) throw new Error(`no outcome ${id}`);
  return found;
}

const verdict = (...given: Parameters<typeof judged>): string => judged(...given).verdict;
const ticket = (day: number, ticketId: string, priority = 'P1'): Happened => [
  day,
  'ticket.created',
  { ticketId, ...(priority === '' ? {} : { priority }) },
  'ann',
];
const answer = (day: number, ticketId: string, more: Record<string, unknown> = {}): Happened => [
  day,
  'ticket.updated',
  { ticketId, ...more },
];
const minutes = (count: number): number => count / 1_440;

describe('the goals of an onboarding', () => {
  it('are the fourteen of the seeds, with their days', () => {
    const all = judgeOutcomes(onboardingFacts(0, []));
    expect(all.map(({ day, id }) => `${day} ${id}`)).toEqual([
      ...['7 sso_live', '7 first_integration', '7 first_dataset', '7 first_recipe', '7 active_users'],
      ...['7 error_budget', '14 second_integration', '14 dashboards_or_reports', '14 champion_trained'],
      ...['14 p1_response', '30 business_review', '30 target_roles', '30 next_use_cases', '30 ticket_trend'],
    ]);
    expect(new Set(all.map(({ dueOn }) => dueOn))).toEqual(
      new Set(['2026-11-08', '2026-11-15', '2026-12-01']),
    );
  });

  it('pass with the records that show it', () => {
    const week = judgeOutcomes(onboardingFacts(8, firstWeek)).filter(({ day }) => day === 7);
    expect(week.map(({ verdict: each }) => each)).toEqual(Array(6).fill('pass'));
    expect(judged('sso_live', 8, firstWeek).evidence.map(({ event }) => event.id)).toEqual(['e1']);
    expect(judged('active_users', 8, firstWeek).evidence).toHaveLength(5);
  });

  it('of an account of which nothing came fail when the day has passed, not before', () => {
    expect(verdict('sso_live', 7.999, [])).toBe('unknown');
    expect(judged('sso_live', 7.999, []).reason).toContain('due by 8 Nov 2026');
    expect(verdict('sso_live', 8, [])).toBe('fail');
  });

  it('count the whole of their last day', () => {
    expect(verdict('sso_live', 9, [reached(7.9999, 'sso_live')])).toBe('pass');
    const late = judged('sso_live', 9, [reached(8, 'sso_live')]);
    expect(late).toMatchObject({ verdict: 'fail', lateOn: '2026-11-09', isOpen: false });
    expect(late.reason).toContain('reached on 9 Nov 2026');
  });

  it('count from the first event where no contract says when it starts', () => {
    const account = { startsOn: null, firstSeenOn: '2026-11-03' };
    expect(judged('sso_live', 9.5, [], { account })).toMatchObject({
      verdict: 'unknown',
      dueOn: '2026-11-10',
    });
    expect(verdict('sso_live', 10, [], { account })).toBe('fail');
  });

  it('stay unknown where no source has ever sent what would tell', () => {
    const all = judgeOutcomes(onboardingFacts(40, [], { heard: [] }));
    expect(new Set(all.map(({ verdict: each }) => each))).toEqual(new Set(['unknown']));
    expect(all.filter(({ isOpen }) => isOpen)).toEqual([]);
    expect(judged('sso_live', 40, [], { heard: ['milestone.reached dataset_ingested'] }).reason).toContain(
      'no source has ever sent the milestone sso live',
    );
  });

  it('give at a past day what they gave on that day', () => {
    const whole = [...firstFortnight, reached(28, 'business_review')];
    const then = judgeOutcomes(onboardingFacts(6, firstFortnight));
    expect(judgeOutcomes(onboardingFacts(6, whole))).toEqual(then);
  });
});

describe('integrations', () => {
  it('count by their last state before the day is over', () => {
    expect(verdict('first_integration', 9, [integration(2, 'crm'), integration(5, 'crm', 'failed')])).toBe(
      'fail',
    );
    expect(verdict('first_integration', 9, [integration(2, 'crm'), integration(5, 'crm', 'degraded')])).toBe(
      'pass',
    );
    expect(verdict('first_integration', 9, [integration(2, 'crm'), integration(8.1, 'crm', 'failed')])).toBe(
      'pass',
    );
  });

  it('are two different ones on day 14', () => {
    const twice = [integration(2, 'crm'), integration(3, 'crm', 'failed'), integration(4, 'crm')];
    expect(verdict('second_integration', 15, twice)).toBe('fail');
    const both = judged('second_integration', 15, [...twice, integration(9, 'mail')]);
    expect(both).toMatchObject({ verdict: 'pass', reason: '2 integrations of 2 connected: crm, mail' });
  });

  it('count by milestones where no state was ever sent of this account', () => {
    expect(verdict('first_integration', 9, [reached(2, 'integration_live')])).toBe('pass');
    expect(verdict('second_integration', 15, [reached(2, 'integration_live')])).toBe('fail');
  });
});

describe('active users', () => {
  it('are different people at work, not visits', () => {
    const four = ['a', 'b', 'c', 'd'].map((user) => used(1, user));
    expect(judged('active_users', 8, [...four, used(2, 'a')])).toMatchObject({
      verdict: 'fail',
      reason: '4 of 5 active users',
    });
    expect(verdict('active_users', 8, [...four, [6, 'user.session', {}, 'e']])).toBe('pass');
  });

  it('who came later make it late', () => {
    const users = [...['a', 'b', 'c', 'd'].map((user) => used(1, user)), used(10, 'e'), used(12, 'f')];
    expect(judged('active_users', 14, users)).toMatchObject({ verdict: 'fail', lateOn: '2026-11-11' });
  });
});

describe('the error budget', () => {
  const errors = (count: number): Happened => [3, 'error.raised', { code: 'E1', count }];
  it('is under two errors in a hundred uses, told when the week is over', () => {
    expect(verdict('error_budget', 8, [used(2, 'a', 1_000), errors(19)])).toBe('pass');
    expect(verdict('error_budget', 8, [used(2, 'a', 1_000), errors(20)])).toBe('fail');
    const soFar = judged('error_budget', 5, [used(2, 'a', 1_000), errors(20)]);
    expect(soFar).toMatchObject({ verdict: 'unknown', isOpen: false });
    expect(soFar.reason).toMatch(/^so far 20 errors in 1000 uses, 2\.0 %/);
  });

  it('leaves out what came after the week', () => {
    expect(
      verdict('error_budget', 20, [used(2, 'a', 1_000), [9, 'error.raised', { code: 'E1', count: 500 }]]),
    ).toBe('pass');
  });

  it('is unknown without use, and missed where there are errors alone', () => {
    expect(verdict('error_budget', 8, [])).toBe('unknown');
    expect(verdict('error_budget', 8, [errors(1)])).toBe('fail');
    expect(verdict('error_budget', 8, [used(2, 'a')], { heard: ['feature.used'] })).toBe('unknown');
  });
});

describe('the answer to urgent tickets', () => {
  it('comes in under thirty minutes', () => {
    expect(verdict('p1_response', 15, [ticket(3, 'T-1'), answer(3 + minutes(29), 'T-1')])).toBe('pass');
    const slow = judged('p1_response', 15, [ticket(3, 'T-1'), answer(3 + minutes(30), 'T-1')]);
    expect(slow.verdict).toBe('fail');
    expect(slow.reason).toContain('T-1 after 30 minutes');
    expect(slow.evidence.map(({ event }) => event.id)).toEqual(['e1']);
  });

  it('is not what the customer adds, and is its end where nobody wrote before', () => {
    const own = [ticket(3, 'T-1'), answer(3 + minutes(5), 'T-1', { by: 'customer' })];
    expect(judged('p1_response', 15, own).reason).toContain('T-1 not answered yet');
    expect(
      verdict('p1_response', 15, [...own, [3 + minutes(20), 'ticket.resolved', { ticketId: 'T-1' }, 'ann']]),
    ).toBe('pass');
  });

  it('is the first word of the ticket’s clock', () => {
    const happened = [
      ticket(3, 'T-1'),
      answer(3 + minutes(5), 'T-1', { by: 'Customer' }),
      answer(3 + minutes(120), 'T-1', { by: 'agent' }),
    ];
    expect(judged('p1_response', 15, happened)).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('T-1 after 120 minutes'),
    });
    const [history] = foldTickets(onboardingFacts(15, happened).events, {
      waitingStatuses: [],
      reopenedStatuses: [],
    });
    expect(history?.respondedAt).toEqual(onDay(3 + minutes(120)));
  });

  it('is asked for by a ticket that became urgent with the first priority it was given', () => {
    const later = [ticket(3, 'T-1', ''), answer(3 + minutes(90), 'T-1', { priority: 'P1' })];
    expect(verdict('p1_response', 15, later)).toBe('fail');
  });

  it('to a ticket of the last evening may come after midnight', () => {
    const evening = [ticket(14.999, 'T-1'), answer(14.999 + minutes(10), 'T-1')];
    expect(verdict('p1_response', 16, evening)).toBe('pass');
  });

  it('is asked for by no other priority, and by none after day 14', () => {
    expect(verdict('p1_response', 20, [ticket(3, 'T-1', 'P2'), ticket(15, 'T-2')])).toBe('pass');
    expect(verdict('p1_response', 20, [ticket(3, 'T-1', 'P0')])).toBe('fail');
  });
});

describe('day 30', () => {
  const review = reached(28, 'business_review');
  const value: Happened = [27, 'value.measured', { hoursSaved: 40 }];

  it('wants a review with a measured return', () => {
    expect(verdict('business_review', 31, [review, value])).toBe('pass');
    expect(verdict('business_review', 31, [review])).toBe('fail');
    expect(verdict('business_review', 31, [value])).toBe('fail');
    const heard = everythingHeard.filter((type) => type !== 'value.measured');
    expect(verdict('business_review', 31, [review], { heard })).toBe('unknown');
  });

  it('wants 80 % of the seats at work, where seats are known', () => {
    const users = ['a', 'b', 'c', 'd'].map((user) => used(20, user));
    expect(judged('target_roles', 31, users, { account: { seats: 5 } })).toMatchObject({
      verdict: 'pass',
      reason: '4 of 5 seats active, 80 %; the goal is 80 %',
    });
    expect(verdict('target_roles', 31, users, { account: { seats: 6 } })).toBe('fail');
    expect(judged('target_roles', 31, users).reason).toBe('no contract says how many seats there are');
  });

  it('wants a next use case: asked for, or added to the contract', () => {
    expect(verdict('next_use_cases', 31, [[12, 'feature.requested', { feature: 'x' }]])).toBe('pass');
    const contract = (day: number, useCase: string): Happened => [day, 'contract.updated', { useCase }];
    expect(verdict('next_use_cases', 31, [contract(0, 'reports')])).toBe('fail');
    expect(verdict('next_use_cases', 31, [contract(0, 'reports'), contract(20, 'reports')])).toBe('fail');
    expect(verdict('next_use_cases', 31, [contract(0, 'reports'), contract(20, 'approvals')])).toBe('pass');
  });

  it('wants fewer tickets in its second half; the middle day belongs to neither', () => {
    const many = [ticket(1, 'T-1', 'P3'), ticket(2, 'T-2', 'P3')];
    expect(verdict('ticket_trend', 31, [...many, ticket(16, 'T-3', 'P3')])).toBe('pass');
    expect(verdict('ticket_trend', 31, [...many, ticket(16, 'T-3', 'P3'), ticket(30, 'T-4', 'P3')])).toBe(
      'fail',
    );
    expect(verdict('ticket_trend', 31, [...many, ticket(15, 'T-3', 'P3'), ticket(15, 'T-4', 'P3')])).toBe(
      'pass',
    );
    expect(verdict('ticket_trend', 31, [])).toBe('pass');
    expect(verdict('ticket_trend', 30.5, many)).toBe('unknown');
  });
});
