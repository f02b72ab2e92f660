import type { Fact, PayloadOf } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { termsOn } from './contract.ts';

const periods = {
  monthly: { days: 30, inYear: 12, dueAfterDays: 14 },
  quarterly: { days: 91, inYear: 4, dueAfterDays: 30 },
  yearly: { days: 365, inYear: 1, dueAfterDays: 30 },
} as const;

/** Every invoice of the year: issued, then paid, failed or overdue as the story has it. */
export function invoiceFacts(scene: Scene): Fact[] {
  const { invoiced, startedDaysAgo } = scene.account.contract;
  if (invoiced === 'never') return [];
  const facts: Fact[] = [];
  const period = periods[invoiced];
  for (let number = 0; startedDaysAgo - number * period.days > scene.closedDaysAgo; number += 1) {
    const issuedDaysAgo = startedDaysAgo - number * period.days;
    if (issuedDaysAgo <= scene.openedDaysAgo)
      facts.push(...oneInvoice(scene, number + 1, issuedDaysAgo, period));
  }
  return facts;
}

function oneInvoice(
  scene: Scene,
  number: number,
  issuedDaysAgo: number,
  period: (typeof periods)[keyof typeof periods],
): Fact[] {
  const { account } = scene;
  const { payment } = account.story;
  const { arr } = termsOn(account, issuedDaysAgo);
  const invoice = {
    invoiceId: `inv-${account.id}-${String(number).padStart(3, '0')}`,
    amount: { amount: Math.round(arr.amount / period.inYear), currency: arr.currency },
    dueOn: scene.dayOf(issuedDaysAgo - period.dueAfterDays),
  };
  const entry = (daysAgo: number, hour: number, status: PayloadOf<'billing.invoice'>['status']): Fact => ({
    at: scene.instant(daysAgo, hour),
    type: 'billing.invoice',
    payload: { ...invoice, status },
  });
  const issued = entry(issuedDaysAgo, 6, 'issued');
  const open = payment.stopsDaysAgo !== null && issuedDaysAgo <= payment.stopsDaysAgo;
  const overdueDaysAgo = issuedDaysAgo - period.dueAfterDays - 1;
  if (!open) return [issued, entry(issuedDaysAgo - payment.afterDays, 15, 'paid')];
  if (payment.otherwise === 'overdue') return [issued, entry(overdueDaysAgo, 6.5, 'overdue')];
  return [
    issued,
    entry(issuedDaysAgo - 1, 6.25, 'failed'),
    entry(issuedDaysAgo - 5, 6.25, 'failed'),
    entry(overdueDaysAgo, 6.5, 'overdue'),
  ];
}
