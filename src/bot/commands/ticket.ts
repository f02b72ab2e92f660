import type { TicketQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { getTicket } from '../../services/tickets/get-ticket.ts';
import { linkTickets } from '../../services/tickets/link-tickets.ts';
import { readPairButton } from '../../views/link-button.ts';
import { ticketView } from '../../views/ticket-view.ts';
import type { View } from '../../views/view.ts';
import type { Asked } from '../reply.ts';

/** `/cs ticket T-1`, `/cs diagnose T-1`: what helps to answer a ticket. */
export async function ticket(ctx: RequestContext, { ticketId }: TicketQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  return ticketView(await getTicket(ctx, ticketId));
}

type TicketClick = Extract<Asked, { kind: 'click' }>;

/** Whether a click says if two tickets are about the same. */
export function isTicketClick(asked: Asked): asked is TicketClick {
  return (
    asked.kind === 'click' && (asked.action === 'duplicate-confirm' || asked.action === 'duplicate-reject')
  );
}

/** What somebody said of two tickets. */
export async function ticketClick(ctx: RequestContext, { action, value }: TicketClick): Promise<View> {
  await requireReadable(ctx, 'account', null);
  const pair = readPairButton(value);
  if (!pair) return said('This button names no tickets, so nothing was noted.');
  const verdict = action === 'duplicate-confirm' ? 'confirmed' : 'rejected';
  await linkTickets(ctx, { ...pair, verdict });
  return said(
    verdict === 'confirmed' ? 'Linked: the two are about the same.' : 'Noted: they are not about the same.',
  );
}

function said(text: string): View {
  return { summary: text, blocks: [{ kind: 'text', spans: [{ text }] }] };
}
