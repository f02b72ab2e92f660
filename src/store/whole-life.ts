import type { Permission, Proposal } from '../domain/proposal.ts';

/** Whether a stored life has what every reader relies on: something else may have written it. */
export function isWhole(life: unknown): life is Proposal {
  if (!isObject(life)) return false;
  const { ruling, approvals, proposedAt, expiresAt } = life as Partial<Proposal>;
  return (
    texts.every((name) => typeof life[name] === 'string') &&
    numbers.every((name) => Number.isSafeInteger(life[name])) &&
    [proposedAt, expiresAt].every((at) => typeof at === 'string' && !Number.isNaN(Date.parse(at))) &&
    isPermission(ruling) &&
    Array.isArray(approvals) &&
    approvals.every((one: unknown) => isObject(one) && typeof one.member === 'string')
  );
}

const texts = [
  ...([
    'id',
    'state',
    'kind',
    'connector',
    'risk',
    'digest',
    'summary',
    'origin',
    'requester',
    'author',
  ] as const),
  ...(['seal', 'autonomy'] as const),
] satisfies (keyof Proposal)[];
const numbers = ['version', 'revision', 'fence', 'attempts'] as const satisfies (keyof Proposal)[];
const hours = ['quorum', 'expiresHours', 'escalateHours'] as const satisfies (keyof Permission)[];

function isPermission(ruling: unknown): boolean {
  if (!isObject(ruling)) return false;
  const { effect, policyIds, policyVersion } = ruling;
  return (
    hours.every((name) => Number.isSafeInteger(ruling[name])) &&
    typeof effect === 'string' &&
    typeof policyVersion === 'string' &&
    Array.isArray(policyIds)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
