import type { Moment, Story } from '../story.ts';
import { thriving } from './healthy.ts';

/**
 * The account that the guides follow: healthy for years, drifting for five weeks.
 * Release 4.38 broke its nightly pipelines for two days, 4.40 brought the timeouts back last week; the sponsor
 * has been silent for four months, an invoice is overdue and the renewal is 32 days away.
 */
export const acmeDrift: Story = {
  ...thriving,
  summary:
    'Drifting for five weeks: use fell after release 4.38, timeouts came back with 4.40; P1 tickets, a silent sponsor, an overdue invoice, a renewal in 32 days.',
  leadsTo: 'amber',
  activity: [
    [365, 0.96],
    [36, 1],
    [31, 0.5],
    [20, 0.22],
    [0, 0.12],
  ],
  headcount: [
    [200, 0.8],
    [150, 1],
    [36, 1],
    [29, 0.4],
  ],
  errorsPerThousand: [
    [37, 2],
    [36, 30],
    [35, 30],
    [34, 0],
    [8, 0],
    [7, 160],
    [0, 180],
  ],
  trouble: { code: 'PIPELINE_TIMEOUT', sinceDaysAgo: 36 },
  ticketsPerMonth: [
    [40, 1.4],
    [34, 6],
  ],
  mood: [
    [365, 9.2],
    [60, 8.6],
    [40, 5],
    [28, 2],
    [0, 1.5],
  ],
  sponsor: { everyDays: 14, lastDaysAgo: 124 },
  payment: { afterDays: 9, stopsDaysAgo: 65, otherwise: 'overdue' },
  expansion: { openedDaysAgo: 210, wonDaysAgo: 182 },
  tickets: [
    {
      daysAgo: 35,
      priority: 'P1',
      subject: 'Nightly stock pipeline times out since release 4.38',
      body: 'The pipeline that loads stock levels took 12 minutes until yesterday. Since the update of last night it stops after 15 minutes with PIPELINE_TIMEOUT. The planners start their day without numbers. Nothing changed on our side.',
      solution:
        'Lowered the number of parallel runs of the pipeline from eight to two. It finished in 14 minutes.',
      tags: ['bug', 'pipelines', 'release-4.38'],
      firstReplyMinutes: 38,
      resolvedAfterHours: 52,
      csat: 3,
    },
    {
      daysAgo: 28,
      priority: 'P1',
      subject: 'Pipeline hangs again: two of three plants have no stock data',
      body: 'You closed our last ticket after lowering the number of parallel runs. It held for four days. Tonight two of three plants have no data again: the run hangs and is cancelled. Please treat this as the same fault.',
      solution:
        'Moved the three plants to runs of their own, one after the other, and loaded the missed night again by hand. The release of the engine that holds it back is not out yet.',
      tags: ['bug', 'pipelines', 'release-4.38', 'repeat'],
      firstReplyMinutes: 95,
      resolvedAfterHours: 74,
      csat: 2,
    },
    {
      daysAgo: 20,
      priority: 'P2',
      subject: 'Weekly supply report is missing rows',
      body: 'The report that goes to our executives on Monday was short by 340 rows. We think that it ran before the pipeline had finished. Can a report wait for its data?',
      solution:
        'Set the report to wait for its data: Deliver > After the run of the stock pipeline. The missing 340 rows were in the next one.',
      tags: ['bug', 'reports', 'scheduler'],
      firstReplyMinutes: 310,
      resolvedAfterHours: 61,
      csat: 3,
    },
    {
      daysAgo: 6,
      priority: 'P1',
      subject: 'PIPELINE_TIMEOUT is back with release 4.40: when will it be fixed for good?',
      body: 'The nightly load fails again since the last update. Most of the team has gone back to spreadsheets. I need a date that I can give to my management before we talk about the renewal.',
      tags: ['bug', 'pipelines', 'repeat', 'churn-risk'],
      firstReplyMinutes: 170,
      resolvedAfterHours: null,
    },
  ],
  moments: [
    ...[5, 3, 2].flatMap(failedAttempt),
    {
      daysAgo: 120,
      type: 'value.measured',
      payload: { hoursSaved: 310, revenue: { amount: 4_800_000, currency: 'USD' } },
    },
    { daysAgo: 100, type: 'feature.requested', payload: { feature: 'reports that wait for their data' } },
    {
      daysAgo: 35,
      type: 'incident.opened',
      payload: {
        incidentId: 'pipelines-4-38',
        severity: 'major',
        title: 'Long pipelines time out after 4.38',
      },
    },
    {
      daysAgo: 33,
      type: 'config.changed',
      payload: { key: 'pipelines.parallel', from: 8, to: 4 },
      by: 'champion',
    },
    {
      daysAgo: 29,
      type: 'incident.resolved',
      payload: {
        incidentId: 'pipelines-4-38',
        severity: 'major',
        title: 'Long pipelines time out after 4.38',
      },
    },
    { daysAgo: 26, type: 'flag.changed', payload: { flag: 'pipeline-engine-v2', to: false } },
    {
      daysAgo: 17,
      type: 'survey.responded',
      payload: { kind: 'nps', score: 5, comment: 'We check every number twice since the last release.' },
      by: 'champion',
    },
    { daysAgo: 12, type: 'integration.state', payload: { integration: 'warehouse', state: 'degraded' } },
    { daysAgo: 8, type: 'integration.state', payload: { integration: 'warehouse', state: 'connected' } },
    { daysAgo: 5, type: 'nudge.sent', payload: { nudgeId: 'nudge-acme-retry-guide', kind: 'retry-guide' } },
    {
      daysAgo: 3,
      type: 'feature.requested',
      payload: { feature: 'priority lane for pipelines', tier: 'enterprise' },
      by: 'champion',
    },
  ],
};

/** The champion starts the pipeline by hand, and it times out again. */
function failedAttempt(daysAgo: number): Moment[] {
  const failure = {
    code: 'PIPELINE_TIMEOUT',
    fingerprint: 'pipeline_timeout/pipelines',
    feature: 'pipelines',
  };
  return [
    {
      daysAgo,
      type: 'feature.used',
      payload: { feature: 'pipelines', module: 'build', count: 8 },
      by: 'champion',
    },
    { daysAgo, type: 'error.raised', payload: { ...failure, limit: '900 s', count: 4 } },
    { daysAgo, type: 'job.retry', payload: { job: 'nightly-stock-load', attempt: 5, outcome: 'failed' } },
  ];
}
