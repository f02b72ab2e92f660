import type { HealthFacts } from '../../../domain/health-facts.ts';
import { ago, type Component, curveOf } from '../component.ts';
import { meanOf, pointsAt } from '../curve.ts';

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
  judge(facts, curves) {
    const values = [
      pointsAt(curveOf(curves, 'lastEngagedAge'), facts.lastEngagedAge ?? outOfSight),
      pointsAt(curveOf(curves, 'thirdEngagedAge'), facts.thirdEngagedAge ?? outOfSight),
      pointsAt(curveOf(curves, 'engagedWeeks12'), facts.engagedWeeks12),
      pointsAt(curveOf(curves, 'dauWauPermille'), facts.dauWauPermille),
    ];
    return { hundredths: meanOf(values, [2, 2, 1, 1]), reason: describe(facts) };
  },
};

function describe(facts: HealthFacts): string {
  if (facts.lastEngagedAge === null) return `No sign of life in ${outOfSight} days.`;
  const percent = Math.floor(facts.dauWauPermille / 10);
  return `Last active ${ago(facts.lastEngagedAge)}; active in ${facts.engagedWeeks12} of 12 weeks; DAU/WAU ${percent} %.`;
}
