import type { Proposal } from '../../domain/proposal.ts';

/** The scopes of the switches that would hold this proposal's effect back. The store's claim asks for the same. */
export function scopesOf({
  account,
  kind,
  connector,
  origin,
}: Pick<Proposal, 'account' | 'kind' | 'connector' | 'origin'>): string[] {
  return [
    'all',
    ...(account === null ? [] : [`account:${account}`]),
    `kind:${kind}`,
    `connector:${connector}`,
    ...(origin === 'agent' ? ['model'] : []),
  ];
}

/** The switch that holds a proposal back; null = none is on */
export function haltedBy(
  proposal: Parameters<typeof scopesOf>[0],
  switches: readonly { scope: string; on: boolean }[],
): string | null {
  const scopes = scopesOf(proposal);
  return switches.find(({ scope, on }) => on && scopes.includes(scope))?.scope ?? null;
}
