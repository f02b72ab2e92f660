import { slowPlan, smoothPlan } from '../facts/onboarding.ts';
import type { Story } from '../story.ts';

/** Uses the product every day and says little about it. The other stories say how they differ. */
export const steady: Story = {
  summary: 'Steady: daily use, few tickets, pays on time.',
  leadsTo: 'green',
  activity: [[0, 0.95]],
  headcount: [[0, 1]],
  monthEndRhythm: false,
  championLeavesDaysAgo: null,
  errorsPerThousand: [[0, 2]],
  trouble: null,
  ticketsPerMonth: [[0, 0.7]],
  mood: [[0, 8.7]],
  answersSurveys: true,
  sponsor: { everyDays: 30, lastDaysAgo: 13 },
  payment: { afterDays: 8, stopsDaysAgo: null, otherwise: 'overdue' },
  expansion: null,
  onboarding: smoothPlan,
  tickets: [],
  moments: [],
};

/** The customer that everybody would like to have. */
export const thriving: Story = {
  ...steady,
  summary: 'Healthy: deep use in every team, promoters, a sponsor who shows up.',
  activity: [
    [365, 0.92],
    [0, 1.03],
  ],
  errorsPerThousand: [[0, 1]],
  mood: [[0, 9.5]],
  sponsor: { everyDays: 21, lastDaysAgo: 6 },
  payment: { afterDays: 4, stopsDaysAgo: null, otherwise: 'overdue' },
  moments: [
    {
      daysAgo: 74,
      type: 'feature.requested',
      payload: { feature: 'approvals on mobile', tier: 'enterprise' },
    },
    { daysAgo: 32, type: 'survey.responded', payload: { kind: 'csat', score: 5 }, by: 'sponsor' },
  ],
};

/** Runs into its limits, and grows. */
export const expansion: Story = {
  ...thriving,
  summary: 'Expansion: new teams joined, seats bought, and the next limit is near.',
  headcount: [
    [365, 0.55],
    [170, 0.62],
    [60, 1],
  ],
  expansion: { openedDaysAgo: 150, wonDaysAgo: 118 },
  moments: [
    {
      daysAgo: 25,
      type: 'usage.limit',
      payload: { limit: 'monthly_runs', used: 46_200, allowed: 50_000 },
    },
    { daysAgo: 18, type: 'feature.requested', payload: { feature: 'second workspace', tier: 'enterprise' } },
    {
      daysAgo: 9,
      type: 'usage.limit',
      payload: { limit: 'monthly_runs', used: 49_100, allowed: 50_000 },
    },
    {
      daysAgo: 7,
      type: 'expansion.opened',
      payload: { opportunityId: 'opp-second-workspace', reason: 'monthly runs used up' },
      by: 'sponsor',
    },
  ],
};

/** Busy while the books are closed, half as busy in between: a fall that is no drift. */
export const seasonal: Story = {
  ...steady,
  summary: 'Seasonal: busy around each month-end, quiet in between; the quiet weeks are not a risk.',
  activity: [[0, 1]],
  monthEndRhythm: true,
  mood: [[0, 8.9]],
};

/** Few visits, each of them worth it. */
export const lowUseButHappy: Story = {
  ...steady,
  summary: 'Low use but happy: signs in to approve and to read the weekly report, and praises it.',
  activity: [[0, 0.42]],
  ticketsPerMonth: [[0, 0.2]],
  mood: [[0, 9.7]],
  sponsor: { everyDays: 45, lastDaysAgo: 20 },
};

/** Pays nothing, and may one day. */
export const freeTier: Story = {
  ...steady,
  summary: 'Free tier: no contract value, no sponsor; reached the row limit, a candidate for Starter.',
  activity: [[0, 0.8]],
  ticketsPerMonth: [[0, 0.2]],
  sponsor: null,
  moments: [
    { daysAgo: 40, type: 'usage.limit', payload: { limit: 'rows', used: 9_400, allowed: 10_000 } },
    { daysAgo: 15, type: 'usage.limit', payload: { limit: 'rows', used: 10_000, allowed: 10_000 } },
    {
      daysAgo: 14,
      type: 'feature.requested',
      payload: { feature: 'scheduled reports', tier: 'starter' },
      by: 'champion',
    },
  ],
};

/** Was about to leave, and did not. */
export const recovered: Story = {
  ...steady,
  summary: 'Recovered: in trouble five months ago, won back by training and a new sponsor.',
  activity: [
    [200, 0.95],
    [150, 0.35],
    [125, 0.4],
    [80, 0.95],
  ],
  mood: [
    [200, 8],
    [150, 4],
    [90, 8.5],
    [0, 9],
  ],
  sponsor: { everyDays: 24, lastDaysAgo: 9 },
  moments: [
    {
      daysAgo: 132,
      type: 'expansion.lost',
      payload: { opportunityId: 'opp-forecasts', reason: 'value not shown yet' },
    },
    { daysAgo: 120, type: 'milestone.reached', payload: { milestone: 'champion_trained' } },
    { daysAgo: 96, type: 'milestone.reached', payload: { milestone: 'business_review' }, by: 'sponsor' },
  ],
};

/** Signed this week. */
export const brandNew: Story = {
  ...thriving,
  summary: 'Brand-new: four days old, already signed in and connected; most components are still unknown.',
  activity: [[0, 1]],
  sponsor: { everyDays: 30, lastDaysAgo: 3 },
  moments: [],
};

/** The first weeks as they are meant to be. */
export const smoothOnboarding: Story = {
  ...thriving,
  summary: 'Smooth onboarding: every goal of days 7 and 14 reached in time.',
  sponsor: { everyDays: 7, lastDaysAgo: 5 },
  headcount: [[0, 1]],
  moments: [],
};

/** Gets there, with patience. */
export const slowOnboarding: Story = {
  ...steady,
  summary:
    'Slow onboarding: the goals of day 7 came on day 20, few people have joined, and the sponsor is hard to reach.',
  leadsTo: 'amber',
  headcount: [[0, 0.3]],
  activity: [
    [45, 0.6],
    [25, 0.18],
    [0, 0.05],
  ],
  ticketsPerMonth: [[0, 2]],
  mood: [
    [45, 6],
    [0, 2.5],
  ],
  onboarding: slowPlan,
};
