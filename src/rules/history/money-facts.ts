import { type CustomerEvent, isBuiltIn } from '../../domain/event.ts';
import type { CountedFacts } from '../../domain/health-facts.ts';
import { daysBetween, type UtcDay } from '../../domain/utc-day.ts';

type MoneyFacts = Pick<
  CountedFacts,
  'invoicesEver' | 'overdueDays' | 'failedPayments84' | 'expansionsWon365'
>;

interface Invoice {
  status: string;
  dueOn: UtcDay | null;
  /** The day on which its source first said that it is unpaid. */
  unpaidSince: number | null;
}

const epoch: UtcDay = '1970-01-01';

/** Invoices as their latest event has them, failed payments and expansions. Events come in the order of their instants. */
export function createMoneyFacts(): {
  add(event: CustomerEvent, number: number): void;
  countAt(today: number): MoneyFacts;
} {
  const invoices = new Map<string, Invoice>();
  const failed: number[] = [];
  const won: number[] = [];
  return {
    add(event, number) {
      if (!isBuiltIn(event)) return;
      if (event.type === 'expansion.won') won.push(number);
      if (event.type !== 'billing.invoice') return;
      const { invoiceId, status, dueOn } = event.payload;
      if (status === 'failed') failed.push(number);
      const known = invoices.get(invoiceId);
      const isUnpaid = status === 'overdue' || status === 'failed';
      invoices.set(invoiceId, {
        status,
        dueOn: dueOn ?? known?.dueOn ?? null,
        unpaidSince: known?.unpaidSince ?? (isUnpaid ? number : null),
      });
    },
    countAt: (today) => ({
      invoicesEver: invoices.size,
      overdueDays: overdueDays(invoices.values(), today),
      failedPayments84: failed.filter((number) => number <= today && today - number < 84).length,
      expansionsWon365: won.filter((number) => number <= today && today - number < 365).length,
    }),
  };
}

/** Without a due day an invoice is overdue from the day on which its source first says so. */
function overdueDays(invoices: Iterable<Invoice>, today: number): number {
  let most = 0;
  for (const { status, dueOn, unpaidSince } of invoices) {
    if (status !== 'overdue' && status !== 'failed' && status !== 'issued') continue;
    const since = dueOn === null ? unpaidSince : daysBetween(epoch, dueOn);
    if (since !== null) most = Math.max(most, today - since);
  }
  return most;
}
