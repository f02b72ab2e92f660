import { counted } from '../../domain/counted.ts';
import type { StoredEvent } from '../../domain/event.ts';
import { readIntegrations } from '../integration-states.ts';
import { done, type Measure, unmeasured } from './measure.ts';
import { milestonesOf, type OnboardingFacts, ofType } from './onboarding-facts.ts';

/** Whether a milestone was reached. */
export function measureMilestone({ events, heard }: OnboardingFacts, milestone: string): Measure {
  const reached = milestonesOf(events, milestone);
  const words = milestone.replaceAll('_', ' ');
  if (reached.length > 0) return done(true, `milestone ${words} reached`, reached);
  if (!heard.has(`milestone.reached ${milestone}`))
    return unmeasured(`no source has ever sent the milestone ${words}`);
  return done(false, `milestone ${words} not reached`);
}

/**
 * Whether so many integrations work: each counts by its last state, and one that is degraded still works. Without states
 * each milestone `integration_live` counts as one.
 */
export function measureIntegrations({ events, heard }: OnboardingFacts, wanted: number): Measure {
  const working = workingIntegrations(events);
  const live = milestonesOf(events, 'integration_live');
  const hasStates = ofType(events, 'integration.state').length > 0;
  const evidence: readonly StoredEvent[] = hasStates ? working.map(({ since }) => since) : live;
  if (
    evidence.length === 0 &&
    !heard.has('integration.state') &&
    !heard.has('milestone.reached integration_live')
  )
    return unmeasured('no source has ever sent the state of an integration');
  const names = hasStates && working.length > 0 ? `: ${working.map(({ name }) => name).join(', ')}` : '';
  return done(
    evidence.length >= wanted,
    `${counted(evidence.length, 'integration')} of ${wanted} connected${names}`,
    evidence,
  );
}

/** The integrations that are set up, each with the event that connected it last. */
export function workingIntegrations(events: readonly StoredEvent[]): { name: string; since: StoredEvent }[] {
  return readIntegrations(ofType(events, 'integration.state'), ({ event }) => event.payload).flatMap(
    ({ name, setUpSince }) => (setUpSince === null ? [] : [{ name, since: setUpSince }]),
  );
}

/** Whether a guided recipe was completed. */
export function measureRecipe({ events, heard }: OnboardingFacts): Measure {
  const recipes = ofType(events, 'recipe.completed');
  const [first] = recipes;
  if (first) return done(true, `${first.event.payload.recipe} was completed`, recipes);
  if (!heard.has('recipe.completed')) return unmeasured('no source has ever sent a completed recipe');
  return done(false, 'no guided recipe was completed');
}

/** Whether two dashboards or reports, in any mixture, were shipped. */
export function measureShipped({ events, heard }: OnboardingFacts): Measure {
  const wanted = 2;
  const names = ['dashboard_shipped', 'report_shipped'];
  const shipped = milestonesOf(events, ...names);
  if (shipped.length === 0 && !names.some((name) => heard.has(`milestone.reached ${name}`)))
    return unmeasured('no source has ever sent a shipped dashboard or report');
  return done(
    shipped.length >= wanted,
    `${shipped.length} of ${wanted} dashboards or reports shipped`,
    shipped,
  );
}

/** Whether a business review was held, and there was a measured return to show in it. */
export function measureReview(facts: OnboardingFacts): Measure {
  const review = measureMilestone(facts, 'business_review');
  if (review.kind === 'unmeasured' || !review.reached) return review;
  const value = ofType(facts.events, 'value.measured');
  if (value.length === 0 && !facts.heard.has('value.measured'))
    return unmeasured(
      'the review was held, but no source has ever sent a measured value, so its return is not known',
    );
  return done(
    value.length > 0,
    value.length > 0
      ? 'the review was held and value was measured'
      : 'the review was held without a measured value',
    [...review.evidence, ...value],
  );
}

/** Whether there is a backlog of next use cases: features asked for, or a use case added to the contract later. */
export function measureNextUseCases({ events, heard }: OnboardingFacts): Measure {
  const asked = ofType(events, 'feature.requested');
  const named = ofType(events, 'contract.updated').filter(({ event }) => event.payload.useCase !== undefined);
  const [first] = named;
  const added = named.filter(({ event }) => event.payload.useCase !== first?.event.payload.useCase);
  const found = [...asked, ...added];
  if (found.length === 0 && !heard.has('feature.requested'))
    return unmeasured('no source has ever sent a requested feature');
  return done(found.length > 0, `${counted(found.length, 'next use case')} on record`, found);
}
