import { compareText } from '../../domain/compare-text.ts';
import { type Money, sumExactly } from '../../domain/money.ts';

const weekMs = 7 * 86_400_000;
/** Weeks of a trend. Source: the feature contract. */
const trendWeeks = 4;

/** How many instants fall into each of the last four weeks of seven days before `now`, oldest first. */
export function weeklyTrend(instants: readonly Date[], now: Date): number[] {
  const weeks = Array.from({ length: trendWeeks }, () => 0);
  for (const at of instants) {
    const back = Math.floor((now.getTime() - at.getTime()) / weekMs);
    const index = trendWeeks - 1 - back;
    if (back >= 0 && index >= 0) weeks[index] = (weeks[index] ?? 0) + 1;
  }
  return weeks;
}

/** Sums of money, one per currency, in the order of their codes; nothing is converted. */
export function sumByCurrency(amounts: readonly Money[]): Money[] {
  return [...Map.groupBy(amounts, ({ currency }) => currency)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, group]) => ({ amount: sumExactly(group.map(({ amount }) => amount)), currency }));
}

/** The order of a bug's accounts: those that stay before those that left, by currency, the most revenue first. */
export function byRevenue(
  one: { id: string; arr: Money | null; status: string },
  other: { id: string; arr: Money | null; status: string },
): number {
  return (
    Number(one.status !== 'active') - Number(other.status !== 'active') ||
    Number(one.arr === null) - Number(other.arr === null) ||
    compareText(one.arr?.currency ?? '', other.arr?.currency ?? '') ||
    (other.arr?.amount ?? 0) - (one.arr?.amount ?? 0) ||
    compareText(one.id, other.id)
  );
}
