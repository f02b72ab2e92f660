import type { Band, HealthSentiment } from '../../domain/health.ts';
import type { Sentiment } from '../../domain/judgement.ts';
import type { Profile } from '../../domain/profile.ts';
import { newestInForce } from './judgement.ts';

/** A computed score, as far as a sentiment can disagree with it. */
interface Computed {
  hundredths: number | null; // null = no score
  band: Band | null; // null = no score
}

/**
 * The sentiment that holds at an instant. It is kept apart from the score: nothing is computed from it.
 * @param sentiments - about one account, in any order
 * @returns null when none is in force
 */
export function sentimentInForce(sentiments: readonly Sentiment[], at: Date): Sentiment | null {
  return newestInForce(sentiments, at);
}

/**
 * Says how a person and the computed score contradict each other: good while the score is red or in the lower half of
 * amber, poor while it is green.
 * @returns null when they do not; neutral contradicts nothing, and neither does an unknown score
 */
export function disagreement(
  sentiment: Pick<Sentiment, 'value' | 'by'>,
  score: Computed,
  profile: Pick<Profile, 'bands'>,
): string | null {
  const { value, by } = sentiment;
  if (value === 'good' && score.band === 'red') return `${by.name} says good, while the score is red.`;
  if (value === 'good' && isLowAmber(score, profile))
    return `${by.name} says good, while the score is in the lower half of amber.`;
  if (value === 'poor' && score.band === 'green') return `${by.name} says poor, while the score is green.`;
  return null;
}

/** A sentiment as the answer gives it. */
export function toHealthSentiment(
  sentiment: Sentiment,
  score: Computed,
  profile: Pick<Profile, 'bands'>,
): HealthSentiment {
  return {
    value: sentiment.value,
    reason: sentiment.reason,
    by: sentiment.by,
    at: sentiment.at.toISOString(),
    until: sentiment.until.toISOString(),
    disagrees: disagreement(sentiment, score, profile),
    proposalId: sentiment.proposalId,
  };
}

function isLowAmber({ hundredths, band }: Computed, { bands }: Pick<Profile, 'bands'>): boolean {
  const amber = bands.find(({ id }) => id === 'amber');
  if (band !== 'amber' || hundredths === null || !amber) return false;
  return hundredths * 2 < (amber.from + amber.below) * 100;
}
