import type { TicketReport } from '../domain/ticket-report.ts';
import { capitalize, formatDay, formatInstant, formatPercent } from './format.ts';
import { linkButton, pairButton } from './link-button.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';

const titleLength = 120;
const helpLength = 400;

/** The card that helps to answer a ticket: what it may be about, and what happened around it. */
export function ticketView(shown: TicketReport): View {
  const { ticket, nearby, windowHours, truncated } = shown;
  const subject = shortenLine(ticket.subject, titleLength);
  const title = subject === '' ? `Ticket ${ticket.ticketId}` : `Ticket ${ticket.ticketId}: ${subject}`;
  const tags = ticket.tags.length > 0 ? ` · ${ticket.tags.slice(0, 8).join(', ')}` : '';
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      {
        kind: 'text',
        spans: [
          { text: ticket.account.name, strong: true },
          { text: ` · ${ticket.priority ?? 'no priority'} · ${ticket.open ? 'open' : 'resolved'}${tags} · ` },
          { text: formatInstant(ticket.at), link: ticket.url },
        ],
      },
      ...triageBlocks(shown),
      ...issueBlocks(shown),
      {
        kind: 'buttons',
        buttons: [
          { action: 'ticket-answer', label: 'Find an answer', value: String(ticket.seq), tone: 'primary' },
        ],
      },
      ...duplicateBlocks(shown),
      { kind: 'text', spans: [{ text: `${windowHours} hours before and after`, strong: true }] },
      nearby.length === 0
        ? {
            kind: 'text',
            spans: [{ text: 'No deploy, no change of a setting, no error, no incident.', quiet: true }],
          }
        : { kind: 'list', items: nearby.map(nearbyItem) },
      ...(truncated
        ? [{ kind: 'note' as const, spans: [{ text: 'More happened than is listed here.' }] }]
        : []),
    ],
  };
}

function nearbyItem({ minutes, kind, title, url }: TicketReport['nearby'][number]): Span[] {
  const when =
    minutes === 0 ? 'at the same minute' : `${Math.abs(minutes)} min ${minutes < 0 ? 'before' : 'after'}`;
  return [
    { text: `${when} · ${kind} · `, quiet: true },
    { text: shortenLine(title, titleLength), link: url },
  ];
}

const verdictWords: Readonly<Record<string, string>> = {
  kept: ' (kept)',
  corrected: ' (corrected)',
  waiting: ' (waits for approval)',
};

function triageBlocks({ triage }: TicketReport): ViewBlock[] {
  if (triage.length === 0) return [];
  return [
    {
      kind: 'facts',
      facts: triage.map(({ field, value, confidence, reason, verdict }) => ({
        label: `${capitalize(field)} ${value}?`,
        value: [
          { text: `${formatPercent(confidence)} sure: ${reason}` },
          { text: verdictWords[verdict] ?? '', quiet: true },
        ].filter(({ text }) => text !== ''),
      })),
    },
  ];
}

function issueBlocks({ ticket, issues }: TicketReport): ViewBlock[] {
  const shown = issues.filter(({ state }) => state !== 'rejected');
  if (shown.length === 0)
    return [{ kind: 'text', spans: [{ text: 'No known issue is like it.', quiet: true }] }];
  return shown.flatMap(({ issueId, title, page, help, status, state, confidence, reason }): ViewBlock[] => {
    const value = linkButton({ issueId, seq: ticket.seq });
    const isAsked = state === 'suggested';
    return [
      {
        kind: 'text',
        spans: [
          { text: isAsked ? 'Known issue? ' : 'Known issue: ', strong: true },
          { text: title, link: page },
          { text: ` (${status})` },
          { text: isAsked ? `\n${formatPercent(confidence)} sure: ${reason}` : '', quiet: true },
          { text: help === '' ? '' : `\n${shortenLine(help, helpLength)}` },
        ].filter(({ text }) => text !== ''),
      },
      {
        kind: 'buttons',
        buttons: [
          ...(isAsked
            ? [
                { action: 'link-confirm' as const, label: 'Yes, it is', value },
                { action: 'link-reject' as const, label: 'No', value },
              ]
            : []),
          { action: 'bug', label: 'Customers hit', value: issueId },
        ],
      },
    ];
  });
}

function duplicateBlocks({ ticket, duplicates, judged }: TicketReport): ViewBlock[] {
  const shown = duplicates.filter(({ state }) => state !== 'rejected');
  if (shown.length === 0) return [];
  const decided = judged.confirmed + judged.rejected;
  const record =
    decided === 0
      ? 'Nobody has judged such a suggestion yet.'
      : `Of such suggestions ${judged.confirmed} of ${decided} were confirmed (${formatPercent(judged.confirmed / decided)}).`;
  return [
    {
      kind: 'text',
      spans: [
        { text: 'The same as before?', strong: true },
        { text: ` ${record}`, quiet: true },
      ],
    },
    ...shown.flatMap((one): ViewBlock[] => [
      {
        kind: 'text',
        spans: [
          { text: `${one.account.name} on ${formatDay(one.at)}, ${one.ticketId}: ` },
          { text: shortenLine(one.subject, titleLength) || 'no subject', link: one.url },
          {
            text: one.state === 'confirmed' ? ' (linked)' : `\n${formatPercent(one.confidence)} alike`,
            quiet: true,
          },
        ],
      },
      ...(one.state === null
        ? [
            {
              kind: 'buttons' as const,
              buttons: (['duplicate-confirm', 'duplicate-reject'] as const).map((action) => ({
                action,
                label: action === 'duplicate-confirm' ? 'The same' : 'Another case',
                value: pairButton({ seq: ticket.seq, otherSeq: one.seq }),
              })),
            },
          ]
        : []),
    ]),
  ];
}

/** A question about a ticket that names none. */
export function whichTicketView(): View {
  return {
    summary: 'Which ticket?',
    blocks: [
      {
        kind: 'text',
        spans: [
          { text: 'Which ticket? ', strong: true },
          { text: 'Type its number at the help desk behind it: ' },
          { text: '/cs ticket NUMBER', code: true },
        ],
      },
    ],
  };
}
