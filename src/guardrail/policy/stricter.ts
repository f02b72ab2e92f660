import type { Permission, Ruling } from '../../domain/proposal.ts';
import type { Terms } from './policy-terms.ts';

const strictness = { auto: 0, earned: 1, approve: 2 } as const;

/**
 * The strictest of two rulings on one action, term by term: the rule for policies that changed while it waited
 * (INV5). A denial wins; otherwise the stricter effect, the larger quorum, the shorter times.
 * @param later - its version is the one named, unless only the other denies
 */
export function stricter(earlier: Ruling, later: Ruling): Ruling {
  if (earlier.effect === 'deny' && later.effect === 'deny') {
    return { ...later, policyIds: union(earlier.policyIds, later.policyIds) };
  }
  if (earlier.effect === 'deny') return earlier;
  if (later.effect === 'deny') return later;
  const policyIds = union(earlier.policyIds, later.policyIds);
  return { ...strictestTerms(earlier, later), policyIds, policyVersion: later.policyVersion };
}

/** The strictest of each term, independently of the others. */
export function strictestTerms(a: Terms, b: Terms): Terms {
  return {
    effect: strictness[a.effect] >= strictness[b.effect] ? a.effect : b.effect,
    quorum: Math.max(a.quorum, b.quorum),
    expiresHours: Math.min(a.expiresHours, b.expiresHours),
    escalateHours: Math.min(a.escalateHours, b.escalateHours),
  };
}

/** Nothing runs by itself: what would have is asked about. */
export function withoutAutomation(ruling: Ruling): Ruling {
  return ruling.effect === 'deny' ? ruling : ({ ...ruling, effect: 'approve' } satisfies Permission);
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort();
}
