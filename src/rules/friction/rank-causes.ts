import type { FrictionPart, FrictionSource, RankedFriction } from '../../domain/friction.ts';
import { frictionSources } from '../../domain/friction.ts';

/**
 * Brings the parts of one cause together and ranks causes: by how many customers they hit, then by how often in the week.
 * Money does not rank them: sums of several currencies have no order.
 */
export function rankCauses(parts: readonly FrictionPart[]): RankedFriction[] {
  return [...Map.groupBy(parts, ({ key }) => key)]
    .map(([key, those]) => mergeParts(key, those))
    .filter(({ customers }) => customers.length > 0)
    .sort(
      (one, other) =>
        other.customers.length - one.customers.length ||
        other.times - one.times ||
        (one.key < other.key ? -1 : 1),
    );
}

/** What a known issue says of a cause goes before what an error, a category or an onboarding says. */
function mergeParts(key: string, parts: readonly FrictionPart[]): RankedFriction {
  const ordered = [...parts].sort((one, other) => rankOf(one.source) - rankOf(other.source));
  const counted = ordered.filter(({ timesBefore }) => timesBefore !== null);
  return {
    key,
    title: ordered[0]?.title ?? key,
    sources: [...new Set(ordered.map(({ source }) => source))],
    customers: [...new Set(ordered.flatMap(({ customers }) => customers))].sort(),
    // The same trouble counted from two sides is one trouble: the side that saw more of it counts.
    times: Math.max(...ordered.map(({ times }) => times)),
    timesBefore:
      counted.length === 0 ? null : Math.max(...counted.map(({ timesBefore }) => timesBefore ?? 0)),
    owners: [...new Set(ordered.flatMap(({ owners }) => owners))],
    shipsOn: ordered.find(({ shipsOn }) => shipsOn !== null)?.shipsOn ?? null,
    url: ordered.find(({ url }) => url !== null)?.url ?? null,
  };
}

function rankOf(source: FrictionSource): number {
  return frictionSources.indexOf(source);
}
