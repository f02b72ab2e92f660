import { describe, expect, it } from 'vitest';
import type { Nudge, NudgeDecision } from '../../domain/nudge.ts';
import { attributeNudges } from './attribute-nudges.ts';

const nudge: Nudge = {
  id: 'a',
  role: 'any',
  only_in_use_case: false,
  text: 'Look.',
  cool_down_days: 30,
  trigger: { kind: 'unused', feature: 'reports', days: 7, history: 'either' },
};
const now = new Date('2026-11-25T10:00:00.000Z');

function turn(user: string, on: string, more: Partial<NudgeDecision> = {}): NudgeDecision {
  const at = new Date(`${on}T10:00:00.000Z`);
  return {
    account: 'acme',
    user,
    nudge: 'a',
    outcome: 'proposed',
    reason: '',
    decidedAt: at,
    dueAt: null,
    proposalId: `p-${user}`,
    state: 'sent',
    sentAt: at,
    ...more,
  };
}
const held = (user: string, on: string) =>
  turn(user, on, { outcome: 'held_out', state: null, sentAt: null, proposalId: null });

function attribute(decisions: NudgeDecision[], used: Record<string, string[]> = {}, clicked: string[] = []) {
  const behaviour = { daysOf: (_: string, user: string) => used[user] ?? [], clicked: new Set(clicked) };
  return attributeNudges([nudge], decisions, behaviour, 7, now);
}

describe('what came of a nudge', () => {
  it.each([
    ['on the day of the nudge, before or after it', '2026-11-10', 0],
    ['on the next day', '2026-11-11', 1],
    ['on the seventh day', '2026-11-17', 1],
    ['on the eighth day', '2026-11-18', 0],
  ])('use %s counts %s', (_, day, acted) => {
    const { total } = attribute([turn('ana', '2026-11-10'), held('ben', '2026-11-10')], {
      ana: [day],
      ben: [day],
    });
    expect([total.sent, total.heldOut]).toEqual([
      { size: 1, acted },
      { size: 1, acted },
    ]);
  });

  it('counts nobody before the whole time to act is over', () => {
    const { total } = attribute([
      turn('ana', '2026-11-17'),
      turn('ben', '2026-11-18'),
      held('cy', '2026-11-18'),
    ]);
    expect(total).toMatchObject({ sent: { size: 1 }, heldOut: { size: 0 }, tooRecent: 2 });
  });

  it('begins when it was carried out, not when it was proposed', () => {
    const late = turn('ana', '2026-11-01', { sentAt: new Date('2026-11-12T09:00:00.000Z') });
    expect(attribute([late], { ana: ['2026-11-05'] }).total.sent).toEqual({ size: 1, acted: 0 });
    expect(attribute([late], { ana: ['2026-11-15'] }).total.sent).toEqual({ size: 1, acted: 1 });
  });

  it('keeps apart what waits, was deferred and came to nothing', () => {
    const { total } = attribute([
      turn('ana', '2026-11-10', { state: 'open', sentAt: null }),
      turn('ben', '2026-11-10', { state: 'dropped', sentAt: null }),
      turn('cy', '2026-11-10', { outcome: 'deferred', state: null, sentAt: null, proposalId: null }),
    ]);
    expect(total).toMatchObject({ sent: { size: 0 }, open: 1, dropped: 1, deferred: 1, tooRecent: 0 });
  });

  it('shows clicks, and lets them prove nothing', () => {
    const { total } = attribute([turn('ana', '2026-11-10')], {}, ['p-ana', 'p-other']);
    expect(total).toMatchObject({ clicked: 1, sent: { size: 1, acted: 0 }, comparison: { kind: 'too-few' } });
  });

  it('compares sixty with sixty, and adds them up over all nudges', () => {
    const users = Array.from({ length: 60 }, (_, index) => `u${index}`);
    const decisions = [
      ...users.map((user) => turn(user, '2026-11-10')),
      ...users.map((user) => held(`h${user}`, '2026-11-10')),
      turn('ana', '2026-11-10', { nudge: 'gone' }),
    ];
    const used = Object.fromEntries(users.slice(0, 40).map((user) => [user, ['2026-11-12']]));
    const { total, nudges } = attribute(decisions, used);
    expect(nudges).toMatchObject([
      { nudge: 'a', sent: { size: 60, acted: 40 }, comparison: { verdict: 'more' } },
    ]);
    expect(total).toMatchObject({ nudge: null, heldOut: { size: 60, acted: 0 } });
  });
});
