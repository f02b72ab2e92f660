import { type Action, sealAction } from '../../src/domain/action.ts';
import { type Grant, issueGrant, redeemGrant } from '../../src/guardrail/grant.ts';
import { macKeyOf } from '../../src/guardrail/mac.ts';

const key = macKeyOf('ab'.repeat(32));

/** A real grant for an action, as the worker redeems it. */
export function grantFor(
  action: Action,
  { proposalId = 'p1', version = 1, grantedAt = '2026-11-25T09:00:00.000Z' } = {},
): Grant {
  const sealed = sealAction(action);
  if (!sealed.ok) throw new Error(sealed.reason);
  const expiresAt = new Date(new Date(grantedAt).getTime() + 86_400_000).toISOString();
  const { digest, bytes } = sealed.sealed;
  const record = issueGrant(
    { proposalId, version, digest, approvers: ['manager1'], grantedAt, expiresAt },
    key,
  );
  const grant = redeemGrant(record, bytes, key, new Date(grantedAt));
  if (!grant) throw new Error('The grant was not redeemed');
  return grant;
}

/** Everything that looks like a grant and is none. */
export function forgedGrants(real: Grant): [string, Grant][] {
  class Lookalike {}
  return [
    ['nothing', undefined as unknown as Grant],
    ['null', null as unknown as Grant],
    ['a text', real.key as unknown as Grant],
    ['an object with the same fields', { ...real }],
    ['a frozen copy', Object.freeze({ ...real })],
    [
      'a copy with its prototype and descriptors',
      Object.create(Object.getPrototypeOf(real), Object.getOwnPropertyDescriptors(real)) as Grant,
    ],
    ['an object that inherits from it', Object.create(real) as Grant],
    ['its JSON', JSON.parse(JSON.stringify(real)) as Grant],
    ['a structured clone', structuredClone(real)],
    ['a proxy of it', new Proxy(real, {})],
    ['a promise of it', Promise.resolve(real) as unknown as Grant],
    ['an array with it', [real] as unknown as Grant],
    ['an instance with its fields', Object.assign(new Lookalike(), real) as Grant],
  ];
}
