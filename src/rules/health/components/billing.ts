import { type Component, counted, curveOf, unknownBecause } from '../component.ts';
import { pointsAt } from '../curve.ts';

/**
 * Whether the account pays: days since the oldest unpaid invoice fell due, and failed payments in 84 days. The lower
 * of the two, since paying one invoice does not heal another.
 * Source: seeds, "billing health", "unpaid invoices", "payment failures".
 */
export const billing: Component = {
  id: 'billing',
  evidenceTypes: ['billing.invoice'],
  evidenceSignals: [],
  judge(facts, curves) {
    if (facts.invoicesEver === 0) return unknownBecause('No invoice was ever seen.');
    const overdue = pointsAt(curveOf(curves, 'overdueDays'), facts.overdueDays);
    const failures = pointsAt(curveOf(curves, 'failedPayments84'), facts.failedPayments84);
    const unpaid =
      facts.overdueDays === 0 ? 'Nothing overdue' : `The oldest unpaid invoice is ${counted(facts.overdueDays, 'day')} overdue`;
    return {
      hundredths: Math.min(overdue, failures),
      reason: `${unpaid}; ${counted(facts.failedPayments84, 'failed payment')} in 84 days.`,
    };
  },
};
