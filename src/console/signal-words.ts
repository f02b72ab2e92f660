import type { ComponentId } from '../domain/health.ts';
import type { SignalId } from '../domain/profile.ts';

/** What each signal counts, with its unit. */
export const signalLabels: Readonly<Record<SignalId, string>> = {
  engagedDays28: 'Active days in the last 28',
  engagedDays84: 'Active days in the last 84',
  engagedDays168: 'Active days in the last 168',
  userWeeks12: 'Users per week, added up over 12 weeks',
  seatSharePermille: 'Active users per 1,000 seats',
  features84: 'Different features used in 84 days',
  lastEngagedAge: 'Days since the latest active day',
  thirdEngagedAge: 'Days since the third-latest active day',
  engagedWeeks12: 'Weeks with activity out of 12',
  dauWauPermille: 'Daily users per 1,000 weekly users',
  errorRatePercentOfBaseline: 'Error rate of 7 days, in percent of the baseline',
  ticketsPer100Users: 'Tickets per 100 active users in 28 days',
  csatHundredths: 'Mean CSAT in hundredths (1 to 5 is 100 to 500)',
  npsScore: 'NPS (−100 to 100)',
  lastSponsorAge: 'Days since the latest sponsor contact',
  sponsorDays84: 'Days with sponsor contact in 84',
  overdueDays: 'Days that the oldest unpaid invoice is overdue',
  failedPayments84: 'Failed payments in 84 days',
};

/** What each component stands for. */
export const componentLabels: Readonly<Record<ComponentId, string>> = {
  adoption: 'Adoption',
  stickiness: 'Stickiness',
  errors: 'Errors',
  support: 'Support',
  sentiment: 'Sentiment',
  sponsor: 'Sponsor',
  billing: 'Billing',
};
