import { describe, expect, test } from 'vitest';
import { proposalOf, rulingOf } from '../../../test/support/proposals.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { ProposalCommand, ProposalDecision, Voter } from './commands.ts';
import { decideProposal } from './decide-proposal.ts';

const expiry = Date.parse('2026-11-24T12:00:00.000Z');
const noon = new Date('2026-11-22T12:00:00.000Z');
const voter = (member = 'manager1', given: Partial<Voter> = {}): Voter => ({
  member,
  actingFor: null,
  entitled: true,
  ...given,
});
const yes = (
  by = voter(),
  given: { version?: number; ruling?: Proposal['ruling'] } = {},
): ProposalCommand => ({
  kind: 'approve',
  version: 1,
  by,
  ruling: rulingOf(),
  ...given,
});
const no = (by = voter(), version = 1): ProposalCommand => ({ kind: 'reject', version, by, reason: 'no' });
const next = { digest: 'd2', summary: 'Other', risk: 'high', connector: 'smtp', ruling: rulingOf() } as const;
const edit = (by = voter(), version = 1): ProposalCommand => ({ kind: 'edit', version, by, next });
const refusalOf = (decision: ProposalDecision) => (decision.ok ? null : decision.refusal);
const when = (given: Partial<Proposal>, command: ProposalCommand, now = noon) =>
  decideProposal(proposalOf(given), command, now);
const said = (...members: string[]) => ({
  approvals: members.map((member) => ({ member, actingFor: null, at: noon.toISOString(), mac: '' })),
});

describe('a yes', () => {
  test('given one that waits, when somebody entitled says yes, then it is approved', () => {
    expect(when({}, yes())).toEqual({
      ok: true,
      event: {
        kind: 'approved',
        approval: { member: 'manager1', actingFor: null, at: noon.toISOString(), mac: '' },
        complete: true,
        at: noon.toISOString(),
      },
    });
  });

  test.each([
    ['asked for it', { requester: 'manager1' }, 'own_request'],
    ['wrote this version', { author: 'manager1' }, 'own_edit'],
    ['said yes already', said('manager1'), 'already_approved'],
  ] as const)('TB4 TB5 given somebody who %s, then their yes does not count', (_what, given, refusal) => {
    expect(refusalOf(when({ ...given, ruling: rulingOf({ quorum: 2 }) }, yes()))).toBe(refusal);
  });

  test.each([
    ['asked for it', { requester: 'manager1' }, 'own_request'],
    ['wrote this version', { author: 'manager1' }, 'own_edit'],
    ['said yes already', said('manager1'), 'already_approved'],
  ] as const)(
    'TB5 given a delegate of somebody who %s, then neither does theirs',
    (_what, given, refusal) => {
      const delegate = voter('csm2', { actingFor: 'manager1' });
      expect(refusalOf(when({ ...given, ruling: rulingOf({ quorum: 2 }) }, yes(delegate)))).toBe(refusal);
    },
  );

  test('TB4 given a yes in somebody’s name, then they themselves do not count again', () => {
    const approvals = [{ member: 'csm2', actingFor: 'manager1', at: '', mac: '' }];
    const given = { approvals, ruling: rulingOf({ quorum: 2 }) };
    expect(refusalOf(when(given, yes()))).toBe('already_approved');
    expect(refusalOf(when(given, yes(voter('csm2'))))).toBe('already_approved');
    expect(refusalOf(when(given, yes(voter('csm3', { actingFor: 'csm2' }))))).toBe('already_approved');
  });

  test('given nobody entitled, then it is refused', () => {
    expect(refusalOf(when({}, yes(voter('csm2', { entitled: false }))))).toBe('not_entitled');
  });

  test('INV4 says first that it is their own, so that nobody goes looking for a role', () => {
    const own = voter('csm1', { entitled: false });
    expect(refusalOf(when({}, yes(own)))).toBe('own_request');
  });

  test.each([
    [1, 1, 1, true],
    [2, 1, 1, false],
    [1, 2, 1, false],
    [2, 1, 2, true],
    [3, 2, 2, false],
    [1, 3, 3, true],
  ])(
    'INV5 TB17 given quorum %i then and %i now, the %i. yes completes it: %s',
    (then, now, nth, complete) => {
      const earlier = Array.from({ length: nth - 1 }, (_, n) => `exec${n}`);
      const given = { ruling: rulingOf({ quorum: then }), ...said(...earlier) };
      const decision = when(given, yes(voter(), { ruling: rulingOf({ quorum: now }) }));
      expect(decision).toMatchObject({ ok: true, event: { complete } });
    },
  );
});

describe('every decision about one version', () => {
  const all = [
    ['approve', yes],
    ['reject', no],
    ['edit', edit],
  ] as const;

  test.each(all)(
    'TB6 %s: counts one millisecond before expiry, and neither at it nor after',
    (_verb, command) => {
      expect(when({}, command(), new Date(expiry - 1)).ok).toBe(true);
      expect(refusalOf(when({}, command(), new Date(expiry)))).toBe('expired');
      expect(refusalOf(when({}, command(), new Date(expiry + 1)))).toBe('expired');
    },
  );

  test('TB10 of an older or a newer version changes nothing', () => {
    for (const version of [1, 3]) {
      expect(refusalOf(when({ version: 2 }, yes(voter(), { version })))).toBe('version_changed');
      expect(refusalOf(when({ version: 2 }, no(voter(), version)))).toBe('version_changed');
      expect(refusalOf(when({ version: 2 }, edit(voter(), version)))).toBe('version_changed');
    }
  });

  test.each(['approved', 'executing', 'unknown', 'done', 'failed', 'rejected', 'cancelled'] as const)(
    'TB3 changes nothing when it is %s',
    (state) => {
      for (const [, command] of all) expect(refusalOf(when({ state }, command()))).toBe('already_decided');
    },
  );

  test('says that it expired when it is expired', () => {
    for (const [, command] of all) expect(refusalOf(when({ state: 'expired' }, command()))).toBe('expired');
  });

  test('needs somebody entitled', () => {
    const stranger = voter('csm2', { entitled: false });
    for (const [, command] of all) expect(refusalOf(when({}, command(stranger)))).toBe('not_entitled');
  });
});

describe('a no, an edit', () => {
  test('whoever asked may say no, with a reason', () => {
    const by = voter('csm1');
    expect(when({}, no(by))).toMatchObject({ ok: true, event: { kind: 'rejected', by, reason: 'no' } });
  });

  test('TB11 an edit is a new version that waits for as long as its own ruling says', () => {
    const ruled = { ...next, ruling: rulingOf({ expiresHours: 2 }) };
    const decision = when({}, { kind: 'edit', version: 1, by: voter(), next: ruled });
    expect(decision).toMatchObject({
      ok: true,
      event: { kind: 'edited', by: 'manager1', next: ruled, expiresAt: '2026-11-22T14:00:00.000Z' },
    });
  });

  test('the same bytes again are no edit', () => {
    expect(refusalOf(when({ digest: 'd2' }, edit()))).toBe('unchanged');
  });
});

describe('taking back, settling', () => {
  const cancel = (by = voter('csm1')): ProposalCommand => ({ kind: 'cancel', by, reason: 'no more' });
  const settle = (by = voter()): ProposalCommand => ({ kind: 'settle', by, outcome: 'done', reason: 'seen' });
  const states = [
    'proposed',
    'approved',
    'executing',
    'unknown',
    'done',
    'failed',
    'rejected',
    'expired',
  ] as const;

  test.each(states)('given %s, then it can be taken back only until a worker has begun', (state) => {
    expect(when({ state }, cancel()).ok).toBe(state === 'proposed' || state === 'approved');
  });

  test.each(states)('given %s, then a person settles only what is unknown', (state) => {
    expect(when({ state }, settle()).ok).toBe(state === 'unknown');
  });

  test('what began and was never heard of again is settled too, an hour after its time', () => {
    const over = Date.parse(proposalOf().expiresAt) + 3_600_000;
    const running = proposalOf({ state: 'executing' });
    expect(decideProposal(running, settle(), new Date(over)).ok).toBe(true);
    expect(refusalOf(decideProposal(running, settle(), new Date(over - 1)))).toBe('already_decided');
    expect(refusalOf(decideProposal(proposalOf({ state: 'done' }), settle(), new Date(over)))).toBe(
      'already_decided',
    );
  });

  test('says that nobody has decided where there is nothing to settle yet', () => {
    expect(refusalOf(when({}, settle()))).toBe('not_decided');
  });

  test('both need somebody entitled', () => {
    const stranger = voter('csm2', { entitled: false });
    expect(refusalOf(when({}, cancel(stranger)))).toBe('not_entitled');
    expect(refusalOf(when({ state: 'unknown' }, settle(stranger)))).toBe('not_entitled');
  });
});
