import type { Bound, Condition, PortfolioQuery } from './query.ts';

/**
 * Two conditions that no account can fulfil together: red and green, over 100k and under 50k, one day before another.
 * @returns null = none is seen; what is found is certain
 */
export function findContradiction({
  conditions,
}: Pick<PortfolioQuery, 'conditions'>): [Condition, Condition] | null {
  for (const [at, one] of conditions.entries())
    for (const other of conditions.slice(at)) if (excludes(one, other)) return [one, other];
  return null;
}

function excludes(one: Condition, other: Condition): boolean {
  if (one.field === 'missing' || other.field === 'missing') return lacksWhatIsAsked(one, other);
  if (one.field !== other.field) return false;
  if (isSame(one, other) && one.not !== other.not) return true;
  if ('anyOf' in one && 'anyOf' in other) return valuesExclude(one, other);
  if (one.not || other.not) return false;
  if ('min' in one && 'min' in other) {
    const apart = one.field === 'arr' && other.field === 'arr' && one.currency !== other.currency;
    return !apart && (isEmpty(one.min, other.max) || isEmpty(other.min, one.max));
  }
  if ('to' in one && 'to' in other && one.field !== 'use')
    return isReversed(one.from, other.to) || isReversed(other.from, one.to);
  return (
    'direction' in one && 'direction' in other && one.direction !== other.direction && isSameSpan(one, other)
  );
}

/** "without a renewal date, renewing in 90 days" */
function lacksWhatIsAsked(one: Condition, other: Condition): boolean {
  const [missing, asked] = one.field === 'missing' ? [one, other] : [other, one];
  if (missing.field !== 'missing' || missing.not) return false;
  if (asked.field === 'missing') return asked.of === missing.of && asked.not;
  return (
    asked.field === missing.of ||
    (missing.of === 'score' && (asked.field === 'band' || asked.field === 'scoreChange'))
  );
}

function valuesExclude(
  one: { not: boolean; anyOf: readonly string[] },
  other: { not: boolean; anyOf: readonly string[] },
): boolean {
  if (one.not && other.not) return false;
  if (!one.not && !other.not) return !one.anyOf.some((value) => other.anyOf.includes(value));
  const [wanted, refused] = one.not ? [other, one] : [one, other];
  return wanted.anyOf.every((value) => refused.anyOf.includes(value));
}

function isEmpty(min: Bound | null, max: Bound | null): boolean {
  if (!min || !max) return false;
  return min.hundredths > max.hundredths || (min.hundredths === max.hundredths && (min.open || max.open));
}

function isReversed(from: string | null, to: string | null): boolean {
  return from !== null && to !== null && from > to;
}

function isSame(one: Condition, other: Condition): boolean {
  const bare = ({ not: _, typed: __, ...test }: Condition): string => JSON.stringify(test);
  return bare(one) === bare(other);
}

function isSameSpan(one: Condition, other: Condition): boolean {
  const bare = (condition: Condition): string =>
    JSON.stringify({ ...condition, not: false, typed: '', direction: '' });
  return bare(one) === bare(other);
}
