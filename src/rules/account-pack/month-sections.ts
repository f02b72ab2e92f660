import type { PackTone } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import type { OutcomeVerdict } from '../../domain/onboarding.ts';
import { ticketTrendWords } from '../onboarding/review-month.ts';
import { cell, nothing, type Section } from './pack-facts.ts';

const tones: Readonly<Record<OutcomeVerdict, PackTone>> = { pass: 'good', fail: 'bad', unknown: 'neutral' };

/** The goals of the first thirty days, and whether support gets less work. */
export const goalSection: Section = ({ firstMonth, paths, account }) => {
  if (!firstMonth) return nothing(`${account.name} is not looked at by its first thirty days here`);
  const { outcomes, review } = firstMonth;
  const passed = outcomes.filter(({ verdict }) => verdict === 'pass').length;
  const unknown = outcomes.filter(({ verdict }) => verdict === 'unknown').length;
  const open = unknown > 0 ? `; ${unknown} cannot be judged yet` : '';
  const [newest] = review.tickets.records;
  return {
    takeaway: `${passed} of ${counted(outcomes.length, 'goal')} reached${open}. Tickets: ${ticketTrendWords(review.tickets)}.`,
    blocks: [
      {
        kind: 'facts',
        facts: (['pass', 'fail', 'unknown'] as const).map((verdict) => ({
          label: { pass: 'Reached', fail: 'Missed', unknown: 'Not known yet' }[verdict],
          value: String(outcomes.filter((one) => one.verdict === verdict).length),
          detail: null,
          tone: tones[verdict],
          path: newest ? paths.record(newest.seq) : null,
        })),
      },
      {
        kind: 'table',
        title: 'Goals',
        columns: [{ label: 'Day', align: 'right' }, { label: 'Goal' }, { label: 'State' }, { label: 'Why' }],
        rows: outcomes.map(({ day, label, verdict, reason, evidence }) => [
          cell(String(day)),
          cell(label, evidence[0]?.url),
          cell({ pass: 'reached', fail: 'missed', unknown: 'not known' }[verdict]),
          cell(reason),
        ]),
      },
    ],
    missing: null,
  };
};

/** What the customer wants to do next, as it said. */
export const nextSection: Section = ({ firstMonth, records, paths }) => {
  const asked = firstMonth
    ? firstMonth.review.nextUseCases.map(({ text, record }) => ({ text, record }))
    : records.flatMap((record) =>
        record.event.type === 'feature.requested'
          ? [{ text: String(record.event.payload.feature), record }]
          : [],
      );
  if (asked.length === 0) return nothing('No feature request was received, so none is on record');
  const shown = asked.slice(-10).reverse();
  return {
    takeaway: `${counted(asked.length, 'next use case')} on record.`,
    blocks: [
      {
        kind: 'list',
        title: 'Next use cases',
        items: shown.map(({ text, record }) => [
          { text, path: paths.record(record.seq) },
          { text: `, ${dayWords(record.event.at.toISOString())}` },
        ]),
      },
    ],
    missing: null,
  };
};
