import type { FrictionEntry, OnboardingOutcome, RecoveryWay } from '../../domain/onboarding.ts';

/** A step of the set-up that failed, and the ways out of it. */
export interface Recoverable {
  /** Of the friction entry, or `goal:` and the goal's id. */
  key: string;
  title: string;
  ways: readonly RecoveryWay[];
  /** What a retry runs again; null = nothing can be run */
  job: string | null;
}

/**
 * The steps that failed and can be helped: broken integrations and jobs first, then goals that were missed and are not
 * reached yet.
 */
export function recoverableSteps(
  outcomes: readonly Pick<OnboardingOutcome, 'id' | 'day' | 'label' | 'verdict' | 'lateOn'>[],
  friction: readonly Pick<FrictionEntry, 'key' | 'kind' | 'title' | 'isOpen'>[],
): Recoverable[] {
  const broken = friction
    .filter(({ isOpen, kind }) => isOpen && (kind === 'integration' || kind === 'job'))
    .map(({ key, title }): Recoverable => {
      return { key, title, ways: ['retry', 'template', 'person'], job: key.slice(key.indexOf(':') + 1) };
    });
  const missed = outcomes
    .filter(({ id, verdict, lateOn }) => verdict === 'fail' && lateOn === null && setUpGoals.has(id))
    .map(({ id, day, label }): Recoverable => {
      return { key: `goal:${id}`, title: `${label} (day ${day})`, ways: ['template', 'person'], job: null };
    });
  return [...broken, ...missed];
}

/** Goals that the customer sets up; a rate of errors or an answer of ours is no step of theirs. */
const setUpGoals: ReadonlySet<string> = new Set([
  'sso_live',
  'first_integration',
  'first_dataset',
  'first_recipe',
  'active_users',
  'second_integration',
  'dashboards_or_reports',
  'champion_trained',
]);
