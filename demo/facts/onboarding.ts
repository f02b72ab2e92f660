import type { milestones } from '../../src/domain/event-types.ts';
import type { recipes } from '../company/product.ts';
import type { Fact } from '../fact.ts';
import { randomFor } from '../random.ts';
import type { Scene } from '../scene.ts';

/** One thing that a new customer gets done; `day` counts from the start of the contract. */
export type OnboardingStep = { day: number } & (
  | { milestone: (typeof milestones)[number] }
  | { recipe: (typeof recipes)[number] }
  /** Position in the account's list of integrations. */
  | { integration: number }
);

/** The steps that an account takes, in order; an account that stalls has a short plan. */
export type OnboardingPlan = readonly OnboardingStep[];

/** Everything in time for the goals of days 7, 14 and 30. */
export const smoothPlan: OnboardingPlan = [
  { day: 1, milestone: 'sso_live' },
  { day: 2, integration: 0 },
  { day: 2, milestone: 'integration_live' },
  { day: 3, milestone: 'dataset_ingested' },
  { day: 5, recipe: 'first-dashboard' },
  { day: 5, milestone: 'first_value' },
  { day: 8, milestone: 'dashboard_shipped' },
  { day: 9, integration: 1 },
  { day: 11, milestone: 'report_shipped' },
  { day: 12, milestone: 'dashboard_shipped' },
  { day: 13, milestone: 'champion_trained' },
  { day: 15, recipe: 'nightly-sync' },
  { day: 20, integration: 2 },
  { day: 28, milestone: 'business_review' },
];

/** Gets there, about two weeks behind. */
export const slowPlan: OnboardingPlan = [
  { day: 6, milestone: 'sso_live' },
  { day: 9, integration: 0 },
  { day: 9, milestone: 'integration_live' },
  { day: 13, milestone: 'dataset_ingested' },
  { day: 19, recipe: 'first-dashboard' },
  { day: 20, milestone: 'first_value' },
  { day: 26, milestone: 'dashboard_shipped' },
  { day: 29, milestone: 'champion_trained' },
];

/** Signs in, and stops there. */
export const stalledPlan: OnboardingPlan = [{ day: 2, milestone: 'sso_live' }];

/** The first weeks of an account, or what a longer customer already had connected when the books opened. */
export function onboardingFacts(scene: Scene): Fact[] {
  const { account, openedDaysAgo } = scene;
  if (account.contract.startedDaysAgo > openedDaysAgo) {
    return account.integrations.map((integration) => ({
      at: scene.instant(openedDaysAgo, 0.9),
      type: 'integration.state',
      payload: { integration, state: 'connected' },
    }));
  }
  const random = randomFor(`onboarding/${account.id}`);
  return account.story.onboarding.flatMap((step) => stepFacts(scene, step, scene.workHour(random)));
}

function stepFacts(scene: Scene, step: OnboardingStep, hour: number): Fact[] {
  const at = scene.instant(scene.workday(scene.openedDaysAgo - step.day), hour);
  const champion = scene.people[0]?.id ?? scene.sponsor;
  if ('milestone' in step) return [{ at, type: 'milestone.reached', payload: { milestone: step.milestone } }];
  if ('recipe' in step) {
    return [
      { at, type: 'recipe.completed', payload: { recipe: step.recipe }, user: champion, role: 'admin' },
    ];
  }
  const integration = scene.account.integrations[step.integration];
  return integration ? [{ at, type: 'integration.state', payload: { integration, state: 'connected' } }] : [];
}
