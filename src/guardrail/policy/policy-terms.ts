import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

/** How a permit lets an action be carried out. */
export interface Terms {
  effect: 'auto' | 'earned' | 'approve';
  quorum: number;
  expiresHours: number;
  escalateHours: number;
}

/** What holds where a permit says nothing. `quorum` in people, the others in hours. */
export const defaultTerms = { quorum: 1, expiresHours: 72, escalateHours: 24 } as const;

const effects: readonly string[] = ['auto', 'earned', 'approve'] satisfies Terms['effect'][];

const numbers = {
  quorum: { field: 'quorum', to: 10 },
  expires_hours: { field: 'expiresHours', to: 24 * 365 },
  escalate_hours: { field: 'escalateHours', to: 24 * 365 },
} as const;

/**
 * Reads the annotations of a policy. Every permit that can allow `execute` says how, and nothing else does: a policy
 * that looks as if it set a quorum, but does not, is refused.
 * @returns null terms for policies that do not allow `execute`
 */
export function readTerms(
  policy: PolicyJson,
): { ok: true; terms: Terms | null } | { ok: false; reason: string } {
  const { id: _, ...annotations } = policy.annotations ?? {};
  const unknown = Object.keys(annotations).find((name) => name !== 'effect' && !(name in numbers));
  if (unknown !== undefined) return refuse(`@${unknown} is no annotation; there are ${known}`);
  if (policy.effect !== 'permit' || !coversExecute(policy)) {
    const [name] = Object.keys(annotations);
    if (name === undefined) return { ok: true, terms: null };
    return refuse(`@${name} means something only on a permit for Action::"execute"`);
  }
  const effect = annotations.effect;
  if (!isEffect(effect)) {
    const found = effect === undefined ? 'is missing' : `is ${JSON.stringify(effect)}`;
    return refuse(`@effect ${found}; a permit for Action::"execute" says "auto", "earned" or "approve"`);
  }
  const terms: Terms = { effect, ...defaultTerms };
  for (const [name, { field, to }] of Object.entries(numbers)) {
    if (!(name in annotations)) continue;
    const text = annotations[name] ?? '';
    const value = Number(text);
    if (!/^\d{1,5}$/.test(text) || value < 1 || value > to) {
      return refuse(`@${name} is ${JSON.stringify(text)}; it is a whole number from 1 to ${to}`);
    }
    terms[field] = value;
  }
  return { ok: true, terms };
}

const known = '@id, @effect, @quorum, @expires_hours, @escalate_hours';

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

function isEffect(text: string | null | undefined): text is Terms['effect'] {
  return typeof text === 'string' && effects.includes(text);
}

/** Whether the policy can be about `execute`: it names no action, or names that one. */
function coversExecute({ action }: PolicyJson): boolean {
  if (action.op === 'All') return true;
  const entities = 'entities' in action ? action.entities : 'entity' in action ? [action.entity] : [];
  return entities.some((entity) => ('__entity' in entity ? entity.__entity.id : entity.id) === 'execute');
}
