import { stalledPlan } from '../facts/onboarding.ts';
import type { Story } from '../story.ts';
import { steady } from './healthy.ts';

/** No complaint, no answer, no visit. */
export const silentChurn: Story = {
  ...steady,
  summary: 'Silent churn risk: use faded without one complaint; nobody has signed in for two months.',
  leadsTo: 'red',
  activity: [
    [170, 0.9],
    [110, 0.45],
    [80, 0.1],
    [66, 0],
  ],
  ticketsPerMonth: [
    [170, 0.5],
    [120, 0],
  ],
  answersSurveys: false,
  sponsor: { everyDays: 45, lastDaysAgo: 141 },
};

/** From every day to every week to hardly ever. */
export const quietFade: Story = {
  ...steady,
  summary: 'Quiet fade: daily use became weekly, then rare, over three months; nobody has complained.',
  leadsTo: 'amber',
  activity: [
    [130, 0.9],
    [80, 0.25],
    [50, 0.06],
    [0, 0.04],
  ],
  ticketsPerMonth: [
    [100, 0.6],
    [70, 0],
  ],
  mood: [
    [130, 8],
    [0, 4],
  ],
  sponsor: { everyDays: 40, lastDaysAgo: 121 },
  headcount: [
    [100, 1],
    [60, 0.5],
  ],
};

/** Half the use gone within a month. */
export const halvedUse: Story = {
  ...steady,
  summary: 'Halved use: a reorganisation took most users within two months, right before the renewal.',
  leadsTo: 'amber',
  activity: [
    [90, 0.95],
    [64, 0.3],
    [42, 0.07],
    [0, 0.035],
  ],
  headcount: [
    [80, 1],
    [45, 0.35],
  ],
  mood: [
    [100, 8],
    [40, 3],
    [0, 2],
  ],
  sponsor: { everyDays: 30, lastDaysAgo: 122 },
  tickets: [
    {
      daysAgo: 11,
      priority: 'P2',
      subject: 'How do we export all our flows?',
      body: 'We would like to keep a copy of every flow, form and dataset outside of your product. Is there an export of the whole workspace?',
      solution:
        'Sent the export of the whole workspace: flows, forms and datasets as files, with a link that holds for seven days.',
      tags: ['how-to', 'export', 'churn-risk'],
      firstReplyMinutes: 420,
      resolvedAfterHours: 30,
      csat: 3,
    },
  ],
};

/** Signed, and stuck at the second step. */
export const stalledOnboarding: Story = {
  ...steady,
  summary: 'Stalled onboarding: single sign-on works, nothing has moved for two weeks; no data, no recipe.',
  leadsTo: 'amber',
  headcount: [[0, 0.13]],
  activity: [
    [16, 1],
    [15, 0],
  ],
  errorsPerThousand: [[0, 60]],
  trouble: { code: 'SYNC_TOKEN_EXPIRED', sinceDaysAgo: 20 },
  mood: [[0, 5]],
  sponsor: null,
  onboarding: stalledPlan,
  tickets: [
    {
      daysAgo: 12,
      priority: 'P2',
      subject: 'Who has to approve the warehouse connection?',
      body: 'The guided setup stops at step three: our security team wants to know which addresses you connect from before they open the firewall.',
      solution: 'Sent the addresses that we connect from and the form for the security team.',
      tags: ['how-to', 'integration', 'onboarding'],
      firstReplyMinutes: 380,
      resolvedAfterHours: null,
    },
  ],
  moments: [
    { daysAgo: 13, type: 'integration.state', payload: { integration: 'warehouse', state: 'failed' } },
    { daysAgo: 8, type: 'nudge.sent', payload: { nudgeId: 'nudge-finish-setup', kind: 'finish-setup' } },
  ],
  ticketsPerMonth: [[0, 0]],
};

/** Left because the price went up. */
export const churned: Story = {
  ...steady,
  summary: 'Churned: the contract was not renewed; use had been falling for three months before.',
  leadsTo: 'ended',
  activity: [
    [160, 0.9],
    [100, 0.5],
    [45, 0.1],
  ],
  mood: [
    [160, 7.5],
    [60, 4],
  ],
  sponsor: { everyDays: 40, lastDaysAgo: 130 },
  moments: [
    {
      daysAgo: 140,
      type: 'expansion.opened',
      payload: { opportunityId: 'opp-three-years', reason: 'three-year offer' },
    },
    {
      daysAgo: 95,
      type: 'expansion.lost',
      payload: { opportunityId: 'opp-three-years', reason: 'chose another supplier' },
    },
    {
      daysAgo: 70,
      type: 'survey.responded',
      payload: { kind: 'nps', score: 3, comment: 'We use a tenth of it and pay for all of it.' },
      by: 'sponsor',
    },
  ],
};
