import { counted } from '../../../domain/counted.ts';
import { ago, type Component, judgeBy, readSignal, unknownBecause } from '../component.ts';

/** One or two contacts are no cadence that could be lost. */
const minimumDays = 3;

/**
 * Contact with the account's sponsor: age of the latest, and days with contact in 84. Once known it stays known:
 * a sponsor who falls silent goes to 0, never back to unknown.
 * Source: seeds, "sponsor engagement"; the floor of three days is ADR-0007.
 */
export const sponsor: Component = {
  id: 'sponsor',
  evidenceTypes: ['sponsor.touch'],
  evidenceSignals: ['sponsor'],
  combines: 'mean',
  judge(facts, curves) {
    if (facts.lastSponsorAge === null || facts.sponsorDaysEver < minimumDays) {
      return unknownBecause(
        `Sponsor contact on ${counted(facts.sponsorDaysEver, 'day')} ever; ${minimumDays} make a cadence.`,
      );
    }
    const readings = [
      readSignal(curves, 'lastSponsorAge', facts.lastSponsorAge),
      readSignal(curves, 'sponsorDays84', facts.sponsorDays84),
    ];
    return judgeBy(
      this.combines,
      readings,
      `Last sponsor contact ${ago(facts.lastSponsorAge)}; contact on ${facts.sponsorDays84} of 84 days.`,
    );
  },
};
