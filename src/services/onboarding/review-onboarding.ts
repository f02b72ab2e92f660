import type { Evidence } from '../../domain/health.ts';
import type { Money } from '../../domain/money.ts';
import { onboardingStart } from '../../rules/onboarding/onboarding-facts.ts';
import { reviewCsv, reviewText } from '../../rules/onboarding/review-documents.ts';
import { type MonthReview, reviewMonth, ticketTrendWords } from '../../rules/onboarding/review-month.ts';
import { toEvidence } from '../evidence.ts';
import { type KnownOnboarding, toOutcomes } from './get-onboarding.ts';

/** The review of the first thirty days: figures, and the same as documents. */
export interface OnboardingReview {
  roi: { hoursSaved: number | null; automations: number | null; revenue: Money[]; evidence: Evidence[] };
  adoption: MonthReview['adoption'];
  users: number;
  seats: number | null;
  nextUseCases: { text: string; evidence: Evidence }[];
  tickets: { first: number; second: number; trend: string; evidence: Evidence[] };
  text: string;
  csv: string;
}

/** Sums up the first thirty days of an onboarding that is known. */
export function reviewOnboarding({ facts, asOf, outcomes }: KnownOnboarding): OnboardingReview {
  const month = reviewMonth(facts);
  const { id, name } = facts.account;
  const contents = {
    account: { id, name },
    asOf: asOf.toISOString(),
    startsOn: onboardingStart(facts.account),
    outcomes: toOutcomes(outcomes),
    month,
  };
  const { records, ...roi } = month.roi;
  return {
    roi: { ...roi, evidence: records.map(toEvidence) },
    adoption: month.adoption,
    users: month.users,
    seats: month.seats,
    nextUseCases: month.nextUseCases.map(({ text, record }) => ({ text, evidence: toEvidence(record) })),
    tickets: {
      first: month.tickets.first,
      second: month.tickets.second,
      trend: ticketTrendWords(month.tickets),
      evidence: month.tickets.records.map(toEvidence),
    },
    text: reviewText(contents),
    csv: reviewCsv(contents),
  };
}
