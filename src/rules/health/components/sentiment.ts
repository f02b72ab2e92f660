import { type Component, counted, curveOf, unknownBecause } from '../component.ts';
import { meanOf, pointsAt } from '../curve.ts';

/**
 * What customers say: mean CSAT (1–5) of 84 days and NPS (−100 to 100) of 168 days, the mean of those that exist.
 * Source: seeds, "sentiment/CSAT" and "NPS > 50"; NPS = promoters minus detractors, in percent of answers.
 */
export const sentiment: Component = {
  id: 'sentiment',
  evidenceTypes: ['survey.responded', 'ticket.resolved'],
  evidenceSignals: [],
  judge(facts, curves) {
    const values: number[] = [];
    const parts: string[] = [];
    if (facts.csatCount84 > 0) {
      const csat = Math.floor((100 * facts.csatSum84) / facts.csatCount84);
      values.push(pointsAt(curveOf(curves, 'csatHundredths'), csat));
      parts.push(`CSAT ${(csat / 100).toFixed(2)} of 5 from ${counted(facts.csatCount84, 'answer')} in 84 days`);
    }
    if (facts.npsCount168 > 0) {
      const nps = Math.trunc((100 * (facts.npsPromoters168 - facts.npsDetractors168)) / facts.npsCount168);
      values.push(pointsAt(curveOf(curves, 'npsScore'), nps));
      parts.push(`NPS ${nps} from ${counted(facts.npsCount168, 'answer')} in 168 days`);
    }
    if (values.length === 0) return unknownBecause('No CSAT answer in 84 days and no NPS answer in 168.');
    return { hundredths: meanOf(values), reason: `${parts.join('; ')}.` };
  },
};
