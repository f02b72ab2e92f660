import type { FrictionPart } from '../../domain/friction.ts';
import type { FrictionEntry } from '../../domain/onboarding.ts';
import { rankFriction } from '../../rules/onboarding/rank-friction.ts';
import type { RequestContext } from '../context.ts';
import { knowOnboardings } from '../onboarding/list-onboardings.ts';
import type { IssueFriction } from './issue-friction.ts';

/**
 * What is open in the friction logs of onboardings. An error that a known issue has among its signatures, and a record that
 * is a hit of one, are that issue: they stand under it.
 */
export async function onboardingParts(ctx: RequestContext, issues: IssueFriction): Promise<FrictionPart[]> {
  const entries = (await knowOnboardings(ctx)).flatMap(({ facts, friction }) =>
    friction.map((entry) => ({ ...entry, account: facts.account.id })),
  );
  const ranked = rankFriction(entries, Number.MAX_SAFE_INTEGER);
  return ranked.map(({ key, title, accounts, count, owners, shipOn }): FrictionPart => {
    const own = entries.find(
      (entry) => entry.isOpen && (entry.key === key || `${entry.account} ${entry.key}` === key),
    );
    return {
      source: 'onboarding',
      key: issueOf(own, issues) ?? `onboarding ${key}`,
      title,
      customers: accounts,
      times: count,
      timesBefore: null,
      owners,
      shipsOn: shipOn,
      url: own?.evidence[0]?.url ?? null,
    };
  });
}

function issueOf(entry: FrictionEntry | undefined, issues: IssueFriction): string | null {
  if (!entry) return null;
  const code = entry.kind === 'error' ? entry.key.slice('error:'.length) : null;
  const byCode = code === null ? null : issues.keyOf(code);
  return (
    byCode ??
    entry.evidence.map(({ url }) => issues.hits.get(url) ?? null).find((key) => key !== null) ??
    null
  );
}
