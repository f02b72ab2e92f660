import type { HealthFacts } from '../../../domain/health-facts.ts';
import { ago, type Component, type Curves, judgeBy, readSignal, type SignalReading } from '../component.ts';

/** Age that stands for "not within the window that is looked at". */
const outOfSight = 180;

/**
 * Whether use is a habit: two thirds recency (age of the latest and of the third-latest engaged day, since one lone
 * visit is no return), one third regularity (weeks with activity, DAU/WAU). Silent weeks count as 0.
 * Source: seeds, "stickiness"; shape is ADR-0007.
 */
export const stickiness: Component = {
  id: 'stickiness',
  evidenceTypes: ['feature.used', 'user.session', 'recipe.completed', 'ticket.created', 'sponsor.touch'],
  evidenceSignals: ['use', 'session', 'ticket', 'sponsor'],
  combines: 'mean',
  judge(facts, curves) {
    const readings = [
      readAge(curves, 'lastEngagedAge', facts.lastEngagedAge),
      readAge(curves, 'thirdEngagedAge', facts.thirdEngagedAge),
      readSignal(curves, 'engagedWeeks12', facts.engagedWeeks12),
      readSignal(curves, 'dauWauPermille', facts.dauWauPermille),
    ];
    return judgeBy(this.combines, readings, describe(facts));
  },
};

function readAge(
  curves: Curves,
  signal: 'lastEngagedAge' | 'thirdEngagedAge',
  age: number | null,
): SignalReading {
  const working = age === null ? `no such day in ${outOfSight} days, so ${outOfSight} stands for it` : null;
  return readSignal(curves, signal, age ?? outOfSight, { weight: 2, working });
}

function describe(facts: HealthFacts): string {
  if (facts.lastEngagedAge === null) return `No sign of life in ${outOfSight} days.`;
  const percent = Math.floor(facts.dauWauPermille / 10);
  return `Last active ${ago(facts.lastEngagedAge)}; active in ${facts.engagedWeeks12} of 12 weeks; an average day sees ${percent}\u00a0% of the week's users.`;
}
