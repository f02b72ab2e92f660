/**
 * The facts that a condition or check of a playbook may compare: whole numbers of an account's `HealthFacts` by their
 * names there, and `score`, the health score from 0 to 100.
 */
export const playbookFacts = [
  'score',
  'engagedDays28',
  'engagedDays84',
  'lastEngagedAge',
  'engagedWeeks12',
  'users7',
  'users28',
  'powerUsers28',
  'dauWauPermille',
  'features84',
  'uses7',
  'errors7',
  'ticketsCreated28',
  'ticketsUrgent28',
  'ticketsOpen',
  'sponsorDays84',
  'lastSponsorAge',
  'overdueDays',
  'failedPayments84',
  'expansionsWon365',
] as const;
export type PlaybookFact = (typeof playbookFacts)[number];

/** What each fact is, as it stands on a card: "days since the last sign of life". */
export const factWords: Readonly<Record<PlaybookFact, string>> = {
  score: 'health score',
  engagedDays28: 'days with a sign of life in 28 days',
  engagedDays84: 'days with a sign of life in 84 days',
  lastEngagedAge: 'days since the last sign of life',
  engagedWeeks12: 'weeks with a sign of life of the last 12',
  users7: 'users in 7 days',
  users28: 'users in 28 days',
  powerUsers28: 'users of five or more features in 28 days',
  dauWauPermille: 'daily of weekly users, in thousandths',
  features84: 'features used in 84 days',
  uses7: 'uses in 7 days',
  errors7: 'errors in 7 days',
  ticketsCreated28: 'tickets created in 28 days',
  ticketsUrgent28: 'urgent tickets in 28 days',
  ticketsOpen: 'open tickets',
  sponsorDays84: 'days with sponsor contact in 84 days',
  lastSponsorAge: 'days since the last sponsor contact',
  overdueDays: 'days that the oldest unpaid invoice is overdue',
  failedPayments84: 'failed payments in 84 days',
  expansionsWon365: 'expansions won in 365 days',
};
