import type { ProposalPicture } from '../domain/proposal.ts';
import { shorten } from './fit-fields.ts';
import { capitalize, formatInstant, formatPercent } from './format.ts';
import { approversOf, distance, isShadow, nameOf } from './proposal-words.ts';
import { receiptFacts } from './receipt-facts.ts';
import type { Span, ViewBlock } from './view.ts';

const reasonLength = 800;
const nameLength = 120;
const whyLength = 300;

type Fact = { label: string; value: Span[] };

/** Who decided, when, and what came of it. */
export function settledBlocks(picture: ProposalPicture, now: Date): ViewBlock[] {
  const { reason } = picture.proposal;
  const facts = [{ label: 'Status', value: [{ text: statusOf(picture, now) }] }, ...decided(picture)];
  return [
    {
      kind: 'facts',
      facts: [...facts, ...receiptFacts(picture.proposal.receipt), ...askedFacts(picture, now)],
    },
    ...(reason === null || reason === ''
      ? []
      : [
          { kind: 'text' as const, spans: [{ text: 'Reason', strong: true }] },
          { kind: 'quote' as const, spans: [{ text: shorten(reason, reasonLength) }] },
        ]),
  ];
}

function statusOf(picture: ProposalPicture, now: Date): string {
  const { proposal, haltedBy } = picture;
  const by = proposal.decidedBy === null ? '' : ` by ${nameOf(picture, proposal.decidedBy)}`;
  const ended = whenOf(proposal.finishedAt ?? proposal.decidedAt);
  switch (proposal.state) {
    case 'proposed':
      return 'Waiting for approval';
    case 'approved':
      if (isShadow(proposal)) return 'Approved, and not run: shadow';
      return haltedBy === null ? 'Approved, on its way' : 'Approved, held back by the kill switch';
    case 'executing':
      return proposal.attempts > 1 ? `Running, attempt ${proposal.attempts}` : 'Running';
    case 'unknown':
      return 'It was tried, and nobody knows what came of it. Look there, then say what you found.';
    case 'done':
      return `Done${ended}`;
    case 'failed':
      return `Failed${ended}; nothing more will be tried`;
    case 'rejected':
      return `Rejected${by}${ended}; nothing was done`;
    case 'expired':
      return `Expired ${formatInstant(proposal.expiresAt)}, ${distance(proposal.expiresAt, now)}; nothing was done`;
    case 'cancelled':
      return `Cancelled${by}${ended}; nothing was done`;
  }
}

function decided(picture: ProposalPicture): Fact[] {
  const { proposal } = picture;
  const names = approversOf(picture);
  if (names !== '') {
    const at = proposal.approvals.at(-1)?.at ?? null;
    return [{ label: 'Approved by', value: [{ text: `${names}${whenOf(at)}` }] }];
  }
  const ran =
    proposal.state === 'approved' ||
    proposal.state === 'executing' ||
    proposal.state === 'unknown' ||
    proposal.state === 'done' ||
    proposal.state === 'failed';
  return ran ? [{ label: 'Approved by', value: [{ text: 'policy alone' }] }] : [];
}

/** Who asked, about whom and which ticket, and what was edited since. */
export function askedFacts(picture: ProposalPicture, now: Date): { label: string; value: Span[] }[] {
  const { proposal } = picture;
  const origin =
    proposal.origin === 'agent'
      ? ', a suggestion of the assistant'
      : proposal.origin === 'system'
        ? ', by rule'
        : '';
  const account = picture.accountName ?? proposal.account;
  return [
    {
      label: 'Asked by',
      value: [
        { text: `${nameOf(picture, proposal.requester)}${origin}, ${distance(proposal.proposedAt, now)}` },
      ],
    },
    ...(account === null ? [] : [{ label: 'Account', value: [{ text: shorten(account, nameLength) }] }]),
    ...ticketFacts(picture),
    ...(picture.previous === null
      ? []
      : [
          {
            label: 'Edited',
            value: [
              {
                text: `by ${nameOf(picture, proposal.author)}; this is version ${proposal.version}, and approvals of earlier ones do not count`,
              },
            ],
          },
        ]),
    ...(proposal.compensates === null
      ? []
      : [{ label: 'Takes back', value: [{ text: shorten(proposal.compensates, nameLength), code: true }] }]),
  ];
}

/** The ticket, which leads to its record, and why rules want it so: `Tag churn-risk  80 % sure: …`. */
function ticketFacts({ ticket }: ProposalPicture): Fact[] {
  if (ticket === null) return [];
  const { subject, url, handOffUrl, suggestions } = ticket;
  const title = shorten(subject.replace(/\s+/g, ' ').trim() || 'without a subject', nameLength);
  return [
    { label: 'Ticket', value: [{ text: title, link: url }] },
    ...(handOffUrl === null
      ? []
      : [
          {
            label: 'Hand-off',
            value: [{ text: 'what whoever takes it over has to know', link: handOffUrl }],
          },
        ]),
    ...suggestions.map(({ field, value, confidencePercent, reason, ruleIds }) => ({
      label: shorten(`${capitalize(field)} ${value}`, nameLength),
      value: [
        { text: `${formatPercent(confidencePercent / 100)} sure: ${shorten(reason, whyLength)}` },
        { text: ` · rule ${shorten(ruleIds.join(', '), nameLength)}`, quiet: true },
      ],
    })),
  ];
}

function whenOf(at: string | null): string {
  return at === null ? '' : ` on ${formatInstant(at)}`;
}
