import { counted } from '../../../domain/counted.ts';
import type { HealthFacts } from '../../../domain/health-facts.ts';
import { type Component, type Curves, judgeBy, readSignal, type SignalReading } from '../component.ts';

/**
 * Depth and width of use: engaged days over one, three and six months; users against licensed seats (or per week
 * where seats are unknown); distinct features. The mean of the five. Without use it is 0, not unknown.
 * Source: seeds, "adoption depth/width"; shape and windows are ADR-0007.
 */
export const adoption: Component = {
  id: 'adoption',
  evidenceTypes: ['feature.used', 'user.session', 'recipe.completed'],
  evidenceSignals: ['use', 'session'],
  combines: 'mean',
  judge(facts, curves) {
    const readings = [
      readSignal(curves, 'engagedDays28', facts.engagedDays28),
      readSignal(curves, 'engagedDays84', facts.engagedDays84),
      readSignal(curves, 'engagedDays168', facts.engagedDays168),
      width(facts, curves),
      readSignal(curves, 'features84', facts.features84),
    ];
    return judgeBy(this.combines, readings, describe(facts));
  },
};

function width(facts: HealthFacts, curves: Curves): SignalReading {
  const { seats } = facts.account;
  if (!seats) return readSignal(curves, 'userWeeks12', facts.userWeeks12);
  const working = `1,000 × ${counted(facts.users28, 'active user')} in 28 days ÷ ${counted(seats, 'seat')}`;
  return readSignal(curves, 'seatSharePermille', Math.floor((1000 * facts.users28) / seats), { working });
}

function describe(facts: HealthFacts): string {
  const { seats } = facts.account;
  const people = seats ? `${facts.users28} of ${counted(seats, 'seat')}` : counted(facts.users28, 'user');
  return `Active on ${facts.engagedDays28} of 28 days and ${facts.engagedDays84} of 84; ${people} active in 28 days; ${counted(facts.features84, 'feature')} used in 84 days.`;
}
