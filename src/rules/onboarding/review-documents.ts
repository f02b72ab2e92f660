import { counted } from '../../domain/counted.ts';
import type { OnboardingOutcome } from '../../domain/onboarding.ts';
import { csvRow } from '../csv-cell.ts';
import { type MonthReview, returnWords, ticketTrendWords } from './review-month.ts';

/** What the documents of a review are made of. */
export interface ReviewContents {
  account: { id: string; name: string };
  asOf: string;
  startsOn: string;
  outcomes: readonly Pick<OnboardingOutcome, 'day' | 'label' | 'verdict' | 'reason' | 'evidence'>[];
  month: MonthReview;
}

/** The review of the first thirty days as plain text, to be read out or pasted. */
export function reviewText({ account, asOf, startsOn, outcomes, month }: ReviewContents): string {
  const adoption = month.adoption.map(
    ({ role, users, activeDays, uses }) =>
      `- ${role ?? 'no role named'}: ${users} active, ${counted(activeDays, 'day')}, ${counted(uses, 'use')}`,
  );
  const seats = month.seats === null ? '' : ` of ${month.seats} seats`;
  return [
    ...[`Review of the first 30 days: ${account.name}`, `Start ${startsOn}, as of ${asOf}`, ''],
    ...['Return', returnWords(month.roi) ?? 'Nothing has been measured yet.', ''],
    ...['Adoption by role', `${month.users}${seats} active`, ...adoption, ''],
    'Next use cases',
    ...(month.nextUseCases.length > 0
      ? month.nextUseCases.map(({ text }) => `- ${text}`)
      : ['None on record yet.']),
    ...['', 'Tickets', ticketTrendWords(month.tickets), '', 'Goals'],
    ...outcomes.map(({ day, label, verdict, reason }) => `- Day ${day}, ${label}: ${verdict} (${reason})`),
    '',
  ].join('\n');
}

/** The same as CSV: one figure a row, with the ids of its records. Cells that a spreadsheet would run are escaped. */
export function reviewCsv({ account, asOf, startsOn, outcomes, month }: ReviewContents): string {
  const idsOf = (records: MonthReview['roi']['records']): string =>
    records.map(({ event }) => event.id).join(' ');
  const returned = idsOf(month.roi.records);
  const rows: string[][] = [
    ['section', 'name', 'value', 'detail', 'evidence'],
    ['account', account.name, account.id, `start ${startsOn}, as of ${asOf}`, ''],
    ['return', 'hours saved', String(month.roi.hoursSaved ?? ''), '', returned],
    ['return', 'automations', String(month.roi.automations ?? ''), '', returned],
    ...month.roi.revenue.map(({ amount, currency }) => [
      'return',
      'revenue, minor units',
      String(amount),
      currency,
      returned,
    ]),
    [
      'adoption',
      'active users',
      String(month.users),
      month.seats === null ? '' : `of ${month.seats} seats`,
      '',
    ],
    ...month.adoption.map(({ role, users, activeDays, uses }) => [
      ...[
        'adoption by role',
        role ?? 'no role named',
        String(users),
        `${counted(activeDays, 'day')}, ${counted(uses, 'use')}`,
        '',
      ],
    ]),
    ...month.nextUseCases.map(({ text, record }) => ['next use case', text, '', '', record.event.id]),
    ['tickets', 'days 0–14', String(month.tickets.first), '', ''],
    [
      'tickets',
      'days 16–30',
      String(month.tickets.second),
      ticketTrendWords(month.tickets),
      idsOf(month.tickets.records),
    ],
    ...outcomes.map(({ day, label, verdict, reason, evidence }) => [
      ...[`goal of day ${day}`, label, verdict, reason, evidence.map(({ eventId }) => eventId).join(' ')],
    ]),
  ];
  return rows.map(csvRow).join('');
}
