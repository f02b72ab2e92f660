import type { TicketQuestion } from '../../rules/question/question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { getTicket } from '../../services/tickets/get-ticket.ts';
import { linkTickets } from '../../services/tickets/link-tickets.ts';
import { readTicketText } from '../../services/tickets/ticket-text.ts';
import { readPairButton } from '../../views/link-button.ts';
import { said } from '../../views/said.ts';
import { ticketView, whichTicketView } from '../../views/ticket-view.ts';
import type { View } from '../../views/view.ts';
import type { Asked, ChatRequest } from '../reply.ts';
import { askKnowledge } from './knowledge.ts';

/** `/cs ticket T-1 [acme]`, `/cs diagnose T-1`: what helps to answer a ticket. */
export async function ticket(ctx: RequestContext, { ticketId, account }: TicketQuestion): Promise<View> {
  await requireReadable(ctx, 'account', null);
  if (ticketId === '') return whichTicketView();
  return ticketView(await getTicket(ctx, ticketId, account));
}

/** The ticket that one word alone names; null = none on record is called so. */
export async function ticketIfOnRecord(ctx: RequestContext, text: string): Promise<View | null> {
  const ticketId = text.trim();
  if (/\s/.test(ticketId) || (await ctx.store.findTicketRecords(ticketId)).length === 0) return null;
  return await ticket(ctx, { kind: 'ticket', ticketId });
}

type TicketClick = Extract<Asked, { kind: 'click' }>;

const clicks = new Set(['duplicate-confirm', 'duplicate-reject', 'ticket-answer']);

/** Whether a click is about a ticket: what answers it, or whether two are about the same. */
export function isTicketClick(asked: Asked): asked is TicketClick {
  return asked.kind === 'click' && clicks.has(asked.action);
}

/** What a button of a ticket asks for. */
export async function ticketClick(
  ctx: RequestContext,
  { action, value }: TicketClick,
  place: ChatRequest['place'],
): Promise<View> {
  await requireReadable(ctx, 'account', null);
  if (action === 'ticket-answer') return await answerTicket(ctx, value, place);
  const pair = readPairButton(value);
  if (!pair) return said('This button names no tickets, so nothing was noted.');
  const verdict = action === 'duplicate-confirm' ? 'confirmed' : 'rejected';
  await linkTickets(ctx, { ...pair, verdict });
  return said(
    verdict === 'confirmed' ? 'Linked: the two are about the same.' : 'Noted: they are not about the same.',
  );
}

/** What the knowledge says to what a ticket says, with replies that are about this ticket. */
async function answerTicket(ctx: RequestContext, seq: string, place: ChatRequest['place']): Promise<View> {
  const opened = await readTicketText(ctx, Number(seq));
  if (!opened) return said('This button names no ticket.');
  return await askKnowledge(ctx, opened.text, { account: opened.account, ticket: opened.ticketId, place });
}
