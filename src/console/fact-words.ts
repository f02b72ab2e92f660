import type { CountedFacts } from '../domain/health-facts.ts';
import { grouped } from './numbers.ts';

type Fact = Exclude<keyof CountedFacts, 'asOfDay'>;

/** What the score and the stage's measure read, in words. */
const labels: Readonly<Record<Fact, string>> = {
  engagedDays28: 'Active days in 28',
  engagedDays84: 'Active days in 84',
  engagedDays168: 'Active days in 168',
  engagedWeeks12: 'Active weeks out of 12',
  lastEngagedAge: 'Days since the latest active day',
  thirdEngagedAge: 'Days since the third-latest active day',
  users7: 'Users in 7 days',
  users28: 'Users in 28 days',
  powerUsers28: 'Users of five or more features in 28 days',
  userWeeks12: 'Users per week, added up over 12 weeks',
  dauWauPermille: 'Daily users per 1,000 weekly users, mean of 12 weeks',
  features84: 'Different features in 84 days',
  uses7: 'Uses in 7 days',
  errors7: 'Errors in 7 days',
  errorsEver: 'Any error ever reported',
  baselineErrorRates: 'Errors per 1,000 uses on each day with use, 7 to 34 days back',
  ticketsCreated28: 'Tickets created in 28 days',
  ticketsCreated84: 'Tickets created in 84 days',
  ticketsUrgent28: 'Urgent tickets (P0, P1) in 28 days',
  ticketsOpen: 'Tickets open',
  csatCount84: 'CSAT answers in 84 days',
  csatSum84: 'Sum of these answers',
  npsCount168: 'NPS answers in 168 days',
  npsPromoters168: 'NPS promoters (9 or 10)',
  npsDetractors168: 'NPS detractors (0 to 6)',
  sponsorDaysEver: 'Days with sponsor contact, ever',
  sponsorDays84: 'Days with sponsor contact in 84',
  lastSponsorAge: 'Days since the latest sponsor contact',
  invoicesEver: 'Invoices ever',
  overdueDays: 'Days that the oldest unpaid invoice is overdue',
  failedPayments84: 'Failed payments in 84 days',
  expansionsWon365: 'Expansions won in 365 days',
};

/** Every fact with its label, in reading order. */
export function factLines(facts: CountedFacts): { label: string; value: string }[] {
  return (Object.keys(labels) as Fact[]).map((fact) => ({
    label: labels[fact],
    value: factText(facts[fact]),
  }));
}

function factText(value: CountedFacts[Fact]): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return grouped(value);
  return value.length === 0 ? 'none' : value.map(grouped).join(', ');
}
