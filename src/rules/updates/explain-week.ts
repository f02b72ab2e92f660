import type { AccountWeek } from '../../domain/account-week.ts';
import type { ComponentId } from '../../domain/health.ts';

/** How the score moved in a week, and the component that moved it most in that direction. */
export interface ScoreMove {
  /** Hundredths; null = there was no score at one of the moments */
  change: number | null;
  /** Null = nothing moved it */
  by: { id: ComponentId; change: number; reason: string } | null;
}

/** Holds a score against the one of a week before. */
export function moveOfScore({ now, before }: AccountWeek['score']): ScoreMove {
  if (now?.hundredths == null || before?.hundredths == null) return { change: null, by: null };
  const change = now.hundredths - before.hundredths;
  const earlier = new Map(before.components.map(({ id, contribution }) => [id, contribution]));
  const direction = Math.sign(change);
  const [largest] = now.components
    .map(({ id, contribution, reason }) => ({ id, reason, change: contribution - (earlier.get(id) ?? 0) }))
    .filter((one) => direction !== 0 && Math.sign(one.change) === direction)
    .sort((one, other) => Math.abs(other.change) - Math.abs(one.change) || (one.id < other.id ? -1 : 1));
  return { change, by: largest ?? null };
}

/** What was measured of value in a week, summed; money by currency. Null = nobody reported it */
export function sumValue(wins: AccountWeek['wins']): {
  hoursSaved: number | null;
  automations: number | null;
  revenue: { amount: number; currency: string }[];
} {
  const measured = wins.filter((win) => win.kind === 'value');
  const sum = (values: (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : Math.round(10 * known.reduce((total, one) => total + one, 0)) / 10;
  };
  const byCurrency = new Map<string, number>();
  for (const { revenue } of measured)
    if (revenue) byCurrency.set(revenue.currency, (byCurrency.get(revenue.currency) ?? 0) + revenue.amount);
  return {
    hoursSaved: sum(measured.map(({ hoursSaved }) => hoursSaved)),
    automations: sum(measured.map(({ automations }) => automations)),
    revenue: [...byCurrency].sort().map(([currency, amount]) => ({ amount, currency })),
  };
}
