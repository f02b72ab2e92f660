import type { HealthOverride } from '../../domain/health.ts';
import type { ScoreOverride } from '../../domain/judgement.ts';
import type { Profile } from '../../domain/profile.ts';
import { newestInForce } from './judgement.ts';
import { bandOf } from './score-health.ts';

/**
 * The override that stands beside the computed score at an instant; the computed score is not touched by it.
 * @param overrides - of one account, in any order
 * @returns null when none is in force
 */
export function overrideInForce(overrides: readonly ScoreOverride[], at: Date): ScoreOverride | null {
  return newestInForce(overrides, at);
}

/** An override as the answer gives it, with its band under the profile of the computed score. */
export function toHealthOverride(override: ScoreOverride, profile: Profile): HealthOverride {
  return {
    score: override.hundredths / 100,
    band: bandOf(override.hundredths, profile),
    reason: override.reason,
    by: override.by,
    at: override.at.toISOString(),
    until: override.until.toISOString(),
    proposalId: override.proposalId,
  };
}
