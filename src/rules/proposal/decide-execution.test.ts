import { describe, expect, test } from 'vitest';
import { proposalOf } from '../../../test/support/proposals.ts';
import { type Proposal, proposalStates } from '../../domain/proposal.ts';
import type { ProposalCommand, ProposalDecision } from './commands.ts';
import { decideProposal } from './decide-proposal.ts';

const start = Date.parse('2026-11-21T12:00:00.000Z');
const hour = 3_600_000;
const at = (hours: number, ms = 0): Date => new Date(start + hours * hour + ms);
const when = (given: Partial<Proposal>, command: ProposalCommand, now = at(1)): ProposalDecision =>
  decideProposal(proposalOf(given), command, now);
const refusalOf = (decision: ProposalDecision) => (decision.ok ? null : decision.refusal);

describe('what the clock does', () => {
  test.each([
    ['remind', 12],
    ['escalate', 24],
    ['expire', 72],
  ] as const)('%s: not a millisecond early, then once', (kind, hours) => {
    expect(refusalOf(when({}, { kind }, at(hours, -1)))).toBe('too_early');
    expect(when({}, { kind }, at(hours)).ok).toBe(true);
  });

  test('reminds and escalates once', () => {
    const done = { remindedAt: at(12).toISOString(), escalatedAt: at(24).toISOString() };
    expect(refusalOf(when(done, { kind: 'remind' }, at(30)))).toBe('unchanged');
    expect(refusalOf(when(done, { kind: 'escalate' }, at(30)))).toBe('unchanged');
  });

  test('TB22 says nothing more once the time is over: expiry is a no, and nothing skips it', () => {
    for (const kind of ['remind', 'escalate'] as const) {
      expect(refusalOf(when({}, { kind }, at(72)))).toBe('expired');
    }
    expect(when({}, { kind: 'expire' }, at(90 * 24))).toMatchObject({ ok: true, event: { kind: 'expired' } });
  });

  test.each(proposalStates)('given %s: only what waits for people or for a worker expires', (state) => {
    const waits = state === 'proposed' || state === 'approved';
    expect(when({ state }, { kind: 'expire' }, at(72)).ok).toBe(waits);
    expect(when({ state }, { kind: 'remind' }, at(12)).ok).toBe(state === 'proposed');
    expect(when({ state }, { kind: 'escalate' }, at(24)).ok).toBe(state === 'proposed');
  });

  test('what is only being watched keeps its decision', () => {
    const watched = { state: 'approved', autonomy: 'shadow' } as const;
    expect(refusalOf(when(watched, { kind: 'expire' }, at(900)))).toBe('already_decided');
  });

  test('policy alone releases only what still waits in time', () => {
    expect(when({}, { kind: 'release' }).ok).toBe(true);
    expect(refusalOf(when({}, { kind: 'release' }, at(72)))).toBe('expired');
    expect(refusalOf(when({ state: 'approved' }, { kind: 'release' }))).toBe('already_decided');
  });
});

describe('what a worker does', () => {
  const claimed = { state: 'approved', fence: 3 } as const;
  const begun = { state: 'executing', fence: 4 } as const;
  const doubtful = { state: 'unknown', fence: 4 } as const;
  const ends: ProposalCommand[] = [
    { kind: 'finish', fence: 4, receipt: {} },
    { kind: 'fail', fence: 4, reason: 'x' },
    { kind: 'retry', fence: 4, reason: 'x' },
    { kind: 'reopen', fence: 4, reason: 'x', stillEntitled: [] },
    { kind: 'lose', fence: 4, reason: 'x' },
  ];

  test('begins with a claim newer than every one before', () => {
    expect(when(claimed, { kind: 'start', fence: 4 }).ok).toBe(true);
    for (const fence of [3, 2, 0]) {
      expect(refusalOf(when(claimed, { kind: 'start', fence }))).toBe('fence_lost');
    }
  });

  test.each(proposalStates)('given %s, then it begins only what is approved', (state) => {
    expect(when({ state }, { kind: 'start', fence: 1 }).ok).toBe(state === 'approved');
  });

  test('never begins what is only being watched', () => {
    expect(refusalOf(when({ ...claimed, autonomy: 'shadow' }, { kind: 'start', fence: 4 }))).toBe('shadow');
  });

  test.each(ends)('$kind: ends what it began, and nothing with another fence', (command) => {
    expect(when(begun, command).ok).toBe(true);
    expect(refusalOf(when({ ...begun, fence: 5 }, command))).toBe('fence_lost');
    const later = when({ ...begun, fence: 3 }, command);
    expect(later.ok ? later.event.kind : later.refusal).toBe(command.kind === 'lose' ? 'lost' : 'fence_lost');
  });

  test('INV2 what an earlier claim had begun is in doubt, with the fence of the claim that found it', () => {
    const lose = { kind: 'lose', fence: 6, reason: 'x' } as const;
    for (const given of [begun, doubtful]) {
      expect(when(given, lose)).toMatchObject({ ok: true, event: { kind: 'lost', fence: 6 } });
    }
    expect(refusalOf(when({ ...doubtful, fence: 6 }, lose))).toBe('fence_lost');
    expect(refusalOf(when(claimed, lose))).toBe('fence_lost');
  });

  test('may refuse what it claimed and did not begin, and nothing else about it', () => {
    const allowed = ends.filter((command) => when(claimed, command).ok).map(({ kind }) => kind);
    expect(allowed).toEqual(['fail', 'reopen']);
    expect(refusalOf(when({ ...claimed, fence: 4 }, { kind: 'fail', fence: 4, reason: 'x' }))).toBe(
      'fence_lost',
    );
  });

  test('TC3 given a doubt, a late "it happened" ends it, and a late "nothing happened" does not', () => {
    const allowed = ends.filter((command) => when(doubtful, command).ok).map(({ kind }) => kind);
    expect(allowed).toEqual(['finish']);
  });

  test('TC3 given a doubt, whoever asked the outside ends it, with the fence of the call', () => {
    for (const kind of ['fail', 'retry'] as const) {
      expect(when(doubtful, { kind, fence: 4, reason: 'x', asked: true }).ok).toBe(true);
      expect(refusalOf(when(doubtful, { kind, fence: 3, reason: 'x', asked: true }))).toBe('fence_lost');
      expect(refusalOf(when({ ...doubtful, fence: 5 }, { kind, fence: 4, reason: 'x', asked: true }))).toBe(
        'fence_lost',
      );
    }
  });

  test.each(['proposed', 'done', 'failed', 'rejected', 'expired', 'cancelled'] as const)(
    'given %s, then no worker changes anything',
    (state) => {
      for (const command of ends) expect(refusalOf(when({ state, fence: 4 }, command))).toBe('fence_lost');
    },
  );

  test('TB7 asking again keeps only the yes of those who still may', () => {
    const approvals = ['manager1', 'exec1'].map((member) => ({ member, actingFor: null, at: '', mac: '' }));
    const command = { kind: 'reopen', fence: 4, reason: 'x', stillEntitled: ['exec1'] } as const;
    expect(when({ ...claimed, approvals }, command)).toMatchObject({
      ok: true,
      event: { kind: 'reopened', fence: 4, approvals: [{ member: 'exec1' }] },
    });
  });
});
