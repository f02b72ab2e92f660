import { expect, test, vi } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { modelBase } from './model-base.ts';
import { type Mutant, mutants, mutatedStore } from './mutants.ts';
import { proveInterleavings } from './prove-model.ts';
import { members, modelAccounts } from './system-under-test.ts';

const planted = vi.hoisted((): { mutant: Mutant | null } => ({ mutant: null }));

vi.mock(import('../../src/rules/proposal/decide-proposal.ts'), async (original) => {
  const { decideProposal } = await original();
  return {
    decideProposal: (...given) => (planted.mutant?.decide?.(decideProposal) ?? decideProposal)(...given),
  };
});
vi.mock(import('../../src/guardrail/grant.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    redeemGrant: (record, bytes, key, now) =>
      real.redeemGrant(planted.mutant?.anyMac ? real.issueGrant(record, key) : record, bytes, key, now),
  };
});
vi.mock(import('../../src/guardrail/check-effect.ts'), async (original) => {
  const { checkEffect } = await original();
  const { redeemGrant } = await import('../../src/guardrail/grant.ts');
  return {
    checkEffect: (door, claimed, proposalCase, now) => {
      const { grant, body } = claimed;
      const redeemed = planted.mutant?.noLastLook && grant && redeemGrant(grant, body, door.keys.grant, now);
      return redeemed ? { kind: 'go', grant: redeemed } : checkEffect(door, claimed, proposalCase, now);
    },
  };
});
vi.mock(import('../../src/guardrail/settle.ts'), async (original) => {
  const { settle } = await original();
  return {
    settle: (store, results, now, random) => {
      const blind = results.map((one) =>
        planted.mutant?.blindRetry && one.result.kind === 'unknown'
          ? {
              ...one,
              result: { kind: 'not_happened' as const, reason: '', permanent: false, retryAfterMs: 0 },
            }
          : one,
      );
      return settle(store, blind, now, random);
    },
  };
});

const runs = 4_000;
const seed = 20_261_126;

test('control: with every check on, the same interleavings find nothing', async () => {
  planted.mutant = null;
  const store = () => createMemoryStore(modelAccounts, members);
  expect((await proveInterleavings(store, await modelBase(), { runs: 300, seed })).failure).toBeNull();
});

test.each(mutants)('planted bug: $name; the model test finds it', async (mutant) => {
  planted.mutant = mutant;
  const store = () => mutatedStore(createMemoryStore(modelAccounts, members), mutant);
  const base = { ...(await modelBase()), ...(mutant.silent ? { silent: mutant.silent } : {}) };
  const proof = await proveInterleavings(store, base, { runs, seed, shrink: false });
  expect(proof).toMatchObject({ violated: true });
});
