import { counted } from '../../../domain/counted.ts';
import { type Component, judgeBy, readSignal, type SignalReading, unknownBecause } from '../component.ts';

/**
 * What customers say: mean CSAT (1–5) of 84 days and NPS (−100 to 100) of 168 days, the mean of those that exist.
 * Source: seeds, "sentiment/CSAT" and "NPS > 50"; NPS = promoters minus detractors, in percent of answers.
 */
export const sentiment: Component = {
  id: 'sentiment',
  evidenceTypes: ['survey.responded', 'ticket.resolved'],
  evidenceSignals: [],
  combines: 'mean',
  judge(facts, curves) {
    const readings: SignalReading[] = [];
    const parts: string[] = [];
    if (facts.csatCount84 > 0) {
      const csat = Math.floor((100 * facts.csatSum84) / facts.csatCount84);
      const working = `100 × ${facts.csatSum84} (sum of the answers) ÷ ${counted(facts.csatCount84, 'answer')}`;
      readings.push(readSignal(curves, 'csatHundredths', csat, { working }));
      parts.push(
        `CSAT ${(csat / 100).toFixed(2)} of 5 from ${counted(facts.csatCount84, 'answer')} in 84 days`,
      );
    }
    if (facts.npsCount168 > 0) {
      const nps = Math.trunc((100 * (facts.npsPromoters168 - facts.npsDetractors168)) / facts.npsCount168);
      const balance = `${counted(facts.npsPromoters168, 'promoter')} − ${counted(facts.npsDetractors168, 'detractor')}`;
      const working = `100 × (${balance}) ÷ ${counted(facts.npsCount168, 'answer')}`;
      readings.push(readSignal(curves, 'npsScore', nps, { working }));
      parts.push(
        `NPS ${String(nps).replace('-', '−')} from ${counted(facts.npsCount168, 'answer')} in 168 days`,
      );
    }
    if (readings.length === 0) return unknownBecause('No CSAT answer in 84 days and no NPS answer in 168.');
    return judgeBy(this.combines, readings, `${parts.join('; ')}.`);
  },
};
