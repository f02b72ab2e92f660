import { describe, expect, it } from 'vitest';
import type { Nudge } from '../../domain/nudge.ts';
import { dueNudges, targetOf } from './due-nudges.ts';
import { usageByUser } from './usage-facts.ts';

const today = '2026-11-25';

function nudge(trigger: Nudge['trigger'], more: Partial<Nudge> = {}): Nudge {
  const words = { text: 'Look at it.', cool_down_days: 30 };
  return { id: 'one', role: 'any', only_in_use_case: false, ...words, trigger, ...more };
}

/** `ana reports 2026-11-20,2026-11-21` */
function people(lines: readonly string[], roles: Record<string, string> = {}) {
  const usage = lines.flatMap((line) => {
    const [user = '', feature = '', days = ''] = line.split(' ');
    return days.split(',').map((day) => ({ user, feature, day }));
  });
  return usageByUser(usage, new Map(Object.entries(roles)));
}

const unused = (history: 'used-before' | 'never' | 'either') =>
  nudge({ kind: 'unused', feature: 'reports', days: 7, history });
const repeated = nudge({
  kind: 'repeated',
  feature: 'reports',
  on_days: 3,
  within_days: 28,
  without: 'scheduler',
});
const shared = nudge({ kind: 'shared', feature: 'forms', people: 2, within_days: 14, without: 'approvals' });

function due(
  lines: readonly string[],
  one: Nudge,
  roles: Record<string, string> = {},
  of: string[] | null = null,
) {
  const found = dueNudges(people(lines, roles), [one], of && new Set(of), today);
  return found.map(({ user, because }) => `${user}: ${because}`);
}

describe('a feature that is not used', () => {
  it.each([
    ['used seven days ago', 'used-before', 'ana reports 2026-11-18', ['ana: nothing in reports for 7 days']],
    ['used six days ago', 'used-before', 'ana reports 2026-11-19', []],
    ['never used, where only lapsed use counts', 'used-before', 'ana forms 2026-11-24', []],
    ['never used', 'never', 'ana forms 2026-11-24', ['ana: reports was never used']],
    ['used once, where only never counts', 'never', 'ana reports 2026-10-01', []],
    ['never used, either', 'either', 'ana forms 2026-11-24', ['ana: reports was never used']],
    ['use of tomorrow is none yet', 'never', 'ana reports 2026-11-26', ['ana: reports was never used']],
  ] as const)('%s', (_, history, line, expected) => {
    expect(due([line, 'ana dashboards 2026-11-01,2026-11-24'], unused(history))).toEqual(expected);
  });

  it.each([
    ['on the first day', '2026-11-25', []],
    ['on the sixth day after it', '2026-11-19', []],
    ['seven days after it', '2026-11-18', ['ana: reports was never used']],
  ])('never used %s of a person counts only once the days have gone by', (_, first, expected) => {
    for (const history of ['never', 'either'] as const)
      expect(due([`ana forms ${first},2026-11-25`], unused(history))).toEqual(expected);
  });

  it('is no case for whoever does not come any more: nobody would see the hint', () => {
    expect(due(['ana reports 2026-11-11'], unused('used-before'))).toEqual([]);
    expect(due(['ana reports 2026-11-12'], unused('used-before'))).toEqual([
      'ana: nothing in reports for 13 days',
    ]);
  });
});

describe('work that could run by itself', () => {
  const three = 'ana reports 2026-11-02,2026-11-10,2026-11-24';
  it('is seen on the third day', () => {
    expect(due([three], repeated)).toEqual(['ana: reports on 3 days of 28, scheduler on none']);
    expect(due(['ana reports 2026-11-10,2026-11-24'], repeated)).toEqual([]);
  });
  it('is none where it runs by itself already', () => {
    expect(due([three, 'ana scheduler 2026-11-03'], repeated)).toEqual([]);
  });
  it('another person’s schedule is not one’s own', () => {
    expect(due([three, 'ben scheduler 2026-11-24'], repeated)).toHaveLength(1);
  });
  it('a day before the window does not count', () => {
    expect(due(['ana reports 2026-10-28,2026-11-10,2026-11-24'], repeated)).toEqual([]);
    expect(due(['ana reports 2026-10-29,2026-11-10,2026-11-24'], repeated)).toHaveLength(1);
  });
});

describe('people who work on the same', () => {
  it('are each told', () => {
    expect(due(['ana forms 2026-11-24', 'ben forms 2026-11-20', 'cy reports 2026-11-24'], shared)).toEqual([
      'ana: 2 people work with forms, nobody with approvals',
      'ben: 2 people work with forms, nobody with approvals',
    ]);
  });
  it('one alone shares nothing, and where one joins them all are served', () => {
    expect(due(['ana forms 2026-11-24'], shared)).toEqual([]);
    expect(due(['ana forms 2026-11-24', 'ben forms 2026-11-24', 'cy approvals 2026-11-24'], shared)).toEqual(
      [],
    );
  });
});

describe('whom a nudge is for', () => {
  const lines = ['ana', 'ben', 'cy'].map((user) => `${user} forms 2026-11-01,2026-11-24`);
  it('people of its role; an unknown role is no role', () => {
    const one = { ...unused('never'), role: 'admin' as const };
    expect(due(lines, one, { ana: 'admin', ben: 'operator' })).toEqual(['ana: reports was never used']);
  });
  it('accounts whose use case has the feature that it leads to', () => {
    const one = { ...unused('never'), only_in_use_case: true };
    expect(due(lines, one, {}, ['reports'])).toHaveLength(3);
    expect(due(lines, one, {}, ['forms'])).toEqual([]);
    expect(due(lines, one, {}, null)).toEqual([]);
  });
  it('leads to the feature that is missing', () => {
    expect([unused('never'), repeated, shared].map(targetOf)).toEqual(['reports', 'scheduler', 'approvals']);
  });
  it('nobody in particular is nobody', () => {
    expect(people([' forms 2026-11-24', 'ana  2026-11-24'])).toEqual([]);
  });
});
