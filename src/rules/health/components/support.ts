import { counted } from '../../../domain/counted.ts';
import { type Component, judgeBy, readSignal, unknownBecause } from '../component.ts';

/**
 * Tickets of the last 28 days per hundred active users. A quarter without any ticket is unknown, not healthy:
 * who has gone silent opens none either.
 * Source: seeds, "support load"; the unknown rule is ADR-0007.
 */
export const support: Component = {
  id: 'support',
  evidenceTypes: ['ticket.created', 'ticket.resolved'],
  evidenceSignals: ['ticket'],
  combines: 'mean',
  judge(facts, curves) {
    if (facts.ticketsCreated84 === 0)
      return unknownBecause('No ticket in 84 days: quiet is not the same as content.');
    const load = Math.floor((100 * facts.ticketsCreated28) / Math.max(1, facts.users28));
    const urgent = facts.ticketsUrgent28 > 0 ? ` (${facts.ticketsUrgent28} urgent)` : '';
    const working = `100 × ${counted(facts.ticketsCreated28, 'ticket')} ÷ ${counted(facts.users28, 'active user')}${facts.users28 === 0 ? ', counted as 1' : ''}`;
    return judgeBy(
      this.combines,
      [readSignal(curves, 'ticketsPer100Users', load, { working })],
      `${counted(facts.ticketsCreated28, 'ticket')}${urgent} in 28 days for ${counted(facts.users28, 'active user')}; ${facts.ticketsOpen} open.`,
    );
  },
};
