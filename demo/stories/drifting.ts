import type { Story } from '../story.ts';
import { steady, thriving } from './healthy.ts';

/** Likes the product and does not pay for it. */
export const unpaidInvoice: Story = {
  ...steady,
  summary: 'Unpaid: the invoice of a whole quarter has been overdue for five weeks, and use fades with it.',
  leadsTo: 'amber',
  mood: [
    [100, 7.6],
    [40, 4],
    [0, 3],
  ],
  payment: { afterDays: 19, stopsDaysAgo: 80, otherwise: 'overdue' },
  sponsor: { everyDays: 35, lastDaysAgo: 118 },
  activity: [
    [80, 0.9],
    [50, 0.2],
    [35, 0.07],
    [0, 0.035],
  ],
  headcount: [
    [75, 1],
    [40, 0.5],
  ],
};

/** The card is refused, month after month. */
export const failedPayment: Story = {
  ...steady,
  summary: 'Failed payment: the card has been refused for two months, and nobody has worked there since.',
  leadsTo: 'red',
  activity: [
    [140, 0.9],
    [90, 0.4],
    [64, 0.1],
    [52, 0],
  ],
  mood: [[0, 6.5]],
  answersSurveys: false,
  payment: { afterDays: 2, stopsDaysAgo: 66, otherwise: 'failed' },
  sponsor: { everyDays: 60, lastDaysAgo: 132 },
  ticketsPerMonth: [
    [120, 0.5],
    [80, 0],
  ],
};

/** The sponsor in the books left long ago; nobody has met the new one. */
export const wrongSponsor: Story = {
  ...steady,
  summary:
    'Wrong sponsor: the sponsor on record left, nobody has been in touch for seven months, and teams stop one by one.',
  leadsTo: 'amber',
  activity: [
    [170, 0.9],
    [80, 0.4],
    [45, 0.08],
    [0, 0.03],
  ],
  mood: [
    [150, 7],
    [0, 4],
  ],
  sponsor: { everyDays: 40, lastDaysAgo: 214 },
  moments: [
    {
      daysAgo: 60,
      type: 'feature.requested',
      payload: { feature: 'management summary' },
      by: 'champion',
    },
  ],
  headcount: [
    [120, 1],
    [40, 0.35],
  ],
};

/** The person who made it work has gone. */
export const championLeft: Story = {
  ...thriving,
  summary:
    'Champion left: the administrator went four months ago, took the routine along, and nobody has worked there for weeks.',
  leadsTo: 'red',
  activity: [
    [119, 1],
    [104, 0.6],
    [85, 0.25],
    [70, 0.08],
    [62, 0],
  ],
  championLeavesDaysAgo: 118,
  mood: [
    [125, 9],
    [90, 5],
    [0, 3],
  ],
  sponsor: { everyDays: 25, lastDaysAgo: 139 },
  ticketsPerMonth: [
    [120, 0.5],
    [95, 2.5],
    [70, 0],
  ],
  moments: [
    {
      daysAgo: 101,
      type: 'survey.responded',
      payload: {
        kind: 'nps',
        score: 4,
        comment: 'Our administrator left. Nobody here knows how the flows are built.',
      },
      by: 'sponsor',
    },
  ],
};

/** Bought for everybody, used by a few. */
export const emptySeats: Story = {
  ...steady,
  summary:
    'Empty seats: three people used it, most licensed seats have never signed in, and visits are getting rare.',
  leadsTo: 'amber',
  activity: [
    [150, 0.5],
    [75, 0.11],
    [0, 0.04],
  ],
  headcount: [[0, 0.25]],
  mood: [
    [150, 6],
    [0, 2.5],
  ],
  sponsor: { everyDays: 45, lastDaysAgo: 142 },
  ticketsPerMonth: [
    [60, 0.7],
    [50, 1.6],
  ],
};
