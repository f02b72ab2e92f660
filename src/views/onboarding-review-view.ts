import { counted } from '../domain/counted.ts';
import { formatMoney, type Money } from '../domain/money.ts';
import { evidenceSpans } from './onboarding-words.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';

/** What the card of a review needs. */
export interface ShownReview {
  roi: {
    hoursSaved: number | null;
    automations: number | null;
    revenue: readonly Money[];
    evidence: readonly { url: string }[];
  };
  adoption: readonly { role: string | null; users: number; activeDays: number; uses: number }[];
  users: number;
  seats: number | null;
  nextUseCases: readonly { text: string; evidence: { url: string } }[];
  tickets: { trend: string; evidence: readonly { url: string }[] };
}

/** The review of the first thirty days. */
export function onboardingReviewView(name: string, review: ShownReview): View {
  const { roi, users, seats, adoption, nextUseCases, tickets } = review;
  const title = `${shortenLine(name, 60)}: review of the first 30 days`;
  const measured: string[] = [
    ...(roi.hoursSaved === null ? [] : [`${counted(roi.hoursSaved, 'hour')} saved`]),
    ...(roi.automations === null ? [] : [`${roi.automations} automations`]),
    ...roi.revenue.map(formatMoney),
  ];
  const facts: { label: string; value: Span[] }[] = [
    {
      label: 'Return',
      value: [{ text: measured.join(', ') || 'not measured yet' }, ...evidenceSpans(roi.evidence)],
    },
    {
      label: 'Active users',
      value: [{ text: seats === null ? String(users) : `${users} of ${seats} seats` }],
    },
    { label: 'Tickets', value: [{ text: tickets.trend }, ...evidenceSpans(tickets.evidence)] },
  ];
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'facts', facts },
      ...adoptionBlocks(adoption),
      { kind: 'text', spans: [{ text: 'Next use cases', strong: true }] },
      nextUseCases.length === 0
        ? { kind: 'text', spans: [{ text: 'None on record yet.', quiet: true }] }
        : {
            kind: 'list',
            items: nextUseCases.map(({ text, evidence }) => [
              { text: shortenLine(text, 110), link: evidence.url },
            ]),
          },
      {
        kind: 'note',
        spans: [
          { text: 'As a file: ' },
          { text: 'onboarding ACCOUNT --review --out review.csv', code: true },
          { text: ' in a terminal.' },
        ],
      },
    ],
  };
}

function adoptionBlocks(adoption: ShownReview['adoption']): ViewBlock[] {
  if (adoption.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { label: 'Role' },
        { label: 'Users', align: 'right' },
        { label: 'Active days', align: 'right' },
        { label: 'Uses', align: 'right' },
      ],
      rows: adoption.map(({ role, users, activeDays, uses }) =>
        [role ?? 'no role named', String(users), String(activeDays), String(uses)].map((text) => [{ text }]),
      ),
    },
  ];
}
