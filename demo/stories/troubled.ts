import type { Story } from '../story.ts';
import { steady } from './healthy.ts';

/** Uses the product a lot, and complains a lot. */
export const loud: Story = {
  ...steady,
  summary:
    'Loud: many tickets, many of them P1, the lowest ratings of all; daily use keeps the score green, the rules do not.',
  leadsTo: 'green',
  activity: [[0, 0.9]],
  errorsPerThousand: [
    [120, 3],
    [60, 9],
  ],
  ticketsPerMonth: [
    [120, 3],
    [60, 9],
    [0, 12],
  ],
  mood: [
    [120, 7],
    [45, 4],
    [0, 3],
  ],
  sponsor: { everyDays: 20, lastDaysAgo: 17 },
  tickets: [
    {
      daysAgo: 12,
      priority: 'P1',
      subject: 'Approval reminders stopped again',
      body: 'For the third time this quarter nobody was reminded and eleven orders were released late. I expect a call, not another link to the manual.',
      tags: ['bug', 'approvals', 'repeat'],
      firstReplyMinutes: 260,
      resolvedAfterHours: 96,
      csat: 1,
    },
    {
      daysAgo: 4,
      priority: 'P1',
      subject: 'Dashboards show yesterday’s data at ten in the morning',
      body: 'The depot managers decide on these numbers at eight. Please tell us what you changed, and who at your company is responsible for us.',
      solution: 'Moved the refresh of the dashboards behind the load, which ends at 07:40 since the update.',
      tags: ['bug', 'dashboards', 'churn-risk'],
      firstReplyMinutes: 305,
      resolvedAfterHours: null,
    },
  ],
};

/** Eight days of failing loads. */
export const errorSpike: Story = {
  ...steady,
  summary:
    'Error spike: failing loads for eight days, three tickets; the score is still green, the rules are not.',
  leadsTo: 'green',
  activity: [
    [9, 0.95],
    [0, 0.75],
  ],
  errorsPerThousand: [
    [9, 2],
    [8, 55],
    [0, 90],
  ],
  trouble: { code: 'SCHEMA_DRIFT', sinceDaysAgo: 9 },
  mood: [
    [20, 8],
    [0, 5.5],
  ],
  tickets: [
    {
      daysAgo: 8,
      priority: 'P1',
      subject: 'All imports fail with SCHEMA_DRIFT',
      body: 'Every import since 06:00 fails with SCHEMA_DRIFT, also the files that we have not changed for a year. Please look at this today.',
      tags: ['bug', 'datasets'],
      firstReplyMinutes: 47,
      resolvedAfterHours: null,
    },
    {
      daysAgo: 6,
      priority: 'P2',
      subject: 'Can we load the missed days again after the fix?',
      body: 'We have five days of files waiting. Will they be read in the right order, or do we have to send them one by one?',
      solution:
        'Yes, in the order of their dates: Datasets > Loads > Load missed days reads all waiting files one after the other.',
      tags: ['how-to', 'datasets'],
      firstReplyMinutes: 220,
      resolvedAfterHours: 40,
      csat: 3,
    },
    {
      daysAgo: 2,
      priority: 'P1',
      subject: 'Imports: still nothing, our month cannot be closed',
      body: 'One week without data. Our month closes on Friday with or without you.',
      tags: ['bug', 'datasets', 'repeat'],
      firstReplyMinutes: 130,
      resolvedAfterHours: null,
    },
  ],
  moments: [
    {
      daysAgo: 8,
      type: 'incident.opened',
      payload: { incidentId: 'imports-schema', severity: 'major', title: 'Imports refuse unchanged files' },
    },
  ],
};

/** One connection down, and everything that hangs on it. */
export const integrationBroken: Story = {
  ...steady,
  summary:
    'Integration broken: the warehouse has been disconnected for two months and people stay away from empty dashboards.',
  leadsTo: 'amber',
  activity: [
    [62, 0.95],
    [54, 0.35],
    [38, 0.08],
    [0, 0.04],
  ],
  errorsPerThousand: [
    [62, 2],
    [61, 40],
  ],
  trouble: { code: 'SYNC_TOKEN_EXPIRED', sinceDaysAgo: 61 },
  mood: [
    [110, 7],
    [30, 4],
    [0, 3],
  ],
  tickets: [
    {
      daysAgo: 60,
      priority: 'P1',
      subject: 'Warehouse connection cannot be authorised',
      body: 'SYNC_TOKEN_EXPIRED since Thursday. Our identity team rotated the certificate; the connection page returns to itself after sign-in.',
      tags: ['bug', 'integration', 'datasets'],
      firstReplyMinutes: 66,
      resolvedAfterHours: null,
    },
  ],
  moments: [
    { daysAgo: 63, type: 'integration.state', payload: { integration: 'warehouse', state: 'degraded' } },
    { daysAgo: 61, type: 'integration.state', payload: { integration: 'warehouse', state: 'failed' } },
    { daysAgo: 58, type: 'job.retry', payload: { job: 'warehouse-sync', attempt: 5, outcome: 'failed' } },
    { daysAgo: 56, type: 'integration.state', payload: { integration: 'warehouse', state: 'disconnected' } },
  ],
  sponsor: { everyDays: 30, lastDaysAgo: 126 },
  headcount: [
    [62, 1],
    [40, 0.5],
  ],
  ticketsPerMonth: [
    [40, 0.7],
    [34, 3],
  ],
};
