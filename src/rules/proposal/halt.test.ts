import { describe, expect, test } from 'vitest';
import { haltedBy, scopesOf } from './halt.ts';

const proposal = { account: 'acme', kind: 'task.create', connector: 'hubspot', origin: 'agent' } as const;

describe('which switches hold a proposal back', () => {
  test('everything, its account, its kind, its connector, and the model where a model had the idea', () => {
    const scopes = ['all', 'account:acme', 'kind:task.create', 'connector:hubspot', 'model'];
    expect(scopesOf(proposal)).toEqual(scopes);
    for (const scope of scopes) expect(haltedBy(proposal, [{ scope, on: true }])).toBe(scope);
  });

  test.each(['account:globex', 'kind:crm.update', 'connector:smtp', 'account:', 'acme', 'ALL'])(
    'not %s',
    (scope) => {
      expect(haltedBy(proposal, [{ scope, on: true }])).toBeNull();
    },
  );

  test('the model only what a model had the idea of', () => {
    for (const origin of ['member', 'system'] as const) {
      expect(haltedBy({ ...proposal, origin }, [{ scope: 'model', on: true }])).toBeNull();
    }
  });

  test('no account is held by no switch of an account', () => {
    expect(scopesOf({ ...proposal, account: null })).not.toContain('account:null');
  });

  test('a switch that is off holds nothing, beside one that is on', () => {
    const switches = [
      { scope: 'all', on: false },
      { scope: 'kind:task.create', on: true },
    ];
    expect(haltedBy(proposal, switches.slice(0, 1))).toBeNull();
    expect(haltedBy(proposal, switches)).toBe('kind:task.create');
  });
});
