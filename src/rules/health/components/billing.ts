import { counted } from '../../../domain/counted.ts';
import { type Component, judgeBy, readSignal, unknownBecause } from '../component.ts';

/**
 * Whether the account pays: days since the oldest unpaid invoice fell due, and failed payments in 84 days. The lower
 * of the two, since paying one invoice does not heal another.
 * Source: seeds, "billing health", "unpaid invoices", "payment failures".
 */
export const billing: Component = {
  id: 'billing',
  evidenceTypes: ['billing.invoice'],
  evidenceSignals: [],
  combines: 'lowest',
  judge(facts, curves) {
    if (facts.invoicesEver === 0) return unknownBecause('No invoice was ever seen.');
    const readings = [
      readSignal(curves, 'overdueDays', facts.overdueDays),
      readSignal(curves, 'failedPayments84', facts.failedPayments84),
    ];
    const unpaid =
      facts.overdueDays === 0
        ? 'Nothing overdue'
        : `The oldest unpaid invoice is ${counted(facts.overdueDays, 'day')} overdue`;
    return judgeBy(
      this.combines,
      readings,
      `${unpaid}; ${counted(facts.failedPayments84, 'failed payment')} in 84 days.`,
    );
  },
};
