import type { FrictionEntry } from '../../domain/onboarding.ts';

/** One cause of friction over all accounts. */
export interface FrictionCause {
  key: string;
  title: string;
  /** Those that it stands open for, in the order of their ids. */
  accounts: string[];
  count: number;
  /** Who mends it, as far as anybody was named. */
  owners: string[];
  /** The earliest date that was promised; null = none */
  shipOn: string | null;
}

/** What may have the same cause elsewhere; a ticket or a stall is its account's own. */
const shared = new Set(['integration', 'job', 'error', 'noted']);

/** The open causes that hit the most accounts, then the most often; at most `limit`. */
export function rankFriction(
  entries: readonly (Pick<
    FrictionEntry,
    'key' | 'kind' | 'title' | 'count' | 'isOpen' | 'owner' | 'shipOn'
  > & {
    account: string;
  })[],
  limit: number,
): FrictionCause[] {
  const open = entries.filter(({ isOpen }) => isOpen);
  const causes = Map.groupBy(open, ({ key, kind, account }) =>
    shared.has(kind) ? key : `${account} ${key}`,
  );
  return [...causes]
    .map(([key, those]) => ({
      key,
      title: those[0]?.title ?? key,
      accounts: [...new Set(those.map(({ account }) => account))].sort(),
      count: those.reduce((sum, { count }) => sum + count, 0),
      owners: [...new Set(those.flatMap(({ owner }) => owner ?? []))].sort(),
      shipOn: those.flatMap(({ shipOn }) => shipOn ?? []).sort()[0] ?? null,
    }))
    .sort(
      (one, other) =>
        other.accounts.length - one.accounts.length ||
        other.count - one.count ||
        (one.key < other.key ? -1 : 1),
    )
    .slice(0, limit);
}
