import { describe, expect, test } from 'vitest';
import { proposalOf, rulingOf } from '../../test/support/proposals.ts';
import { isWhole } from './whole-life.ts';

const approval = { member: 'manager1', actingFor: null, at: '2026-11-21T12:00:00.000Z', mac: '' };

describe('a stored life', () => {
  test('is whole as it is written, in every state of its waiting', () => {
    expect(isWhole(JSON.parse(JSON.stringify(proposalOf())))).toBe(true);
    expect(isWhole(proposalOf({ state: 'approved', approvals: [approval] }))).toBe(true);
    expect(isWhole(proposalOf({ ruling: rulingOf({ policyIds: [] }) }))).toBe(true);
  });

  test.each(Object.keys(proposalOf()).filter((name) => isNeeded(name)))('is broken without %s', (name) => {
    const { [name]: _gone, ...rest } = { ...proposalOf() } as Record<string, unknown>;
    expect(isWhole(rest)).toBe(false);
    expect(isWhole({ ...rest, [name]: { other: true } })).toBe(false);
  });

  test.each(Object.keys(rulingOf()))('is broken where its ruling has no %s', (name) => {
    const { [name]: _gone, ...ruling } = { ...rulingOf() } as Record<string, unknown>;
    expect(isWhole({ ...proposalOf(), ruling })).toBe(false);
  });

  test.each([
    ['null', null],
    ['a text', 'life'],
    ['a list', [proposalOf()]],
    ['an instant that is none', { ...proposalOf(), expiresAt: 'never' }],
    ['approvals of nobody', { ...proposalOf(), approvals: [{}] }],
    ['approvals that are none', { ...proposalOf(), approvals: [null] }],
  ])('is broken when it is or has %s', (_what, life) => {
    expect(isWhole(life)).toBe(false);
  });
});

/** What may be null, or is read only where it is there. */
function isNeeded(name: string): boolean {
  const optional = ['account', 'remindedAt', 'escalatedAt', 'decidedBy', 'decidedAt', 'reason', 'receipt'];
  return ![...optional, 'finishedAt', 'compensates', 'batch'].includes(name);
}
