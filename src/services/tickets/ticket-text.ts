import { questionLimits } from '../../domain/question-limits.ts';
import { leaveOutMiddle } from '../../rules/leave-out-middle.ts';
import type { RequestContext } from '../context.ts';
import { wordsOf } from '../issues/match-records.ts';

/** What a ticket asks, as a question to the knowledge. */
export interface TicketText {
  account: string;
  ticketId: string;
  text: string;
}

/**
 * What a ticket says: its subject and its text. Of what is longer than a question may be, the middle is left out.
 * @param seq - the number of the record that opened it
 * @returns null where there is no such record, or it says nothing
 */
export async function readTicketText(ctx: RequestContext, seq: number): Promise<TicketText | null> {
  const [record] = Number.isSafeInteger(seq) && seq > 0 ? await ctx.store.findEvents([seq]) : [];
  const event = record?.event;
  if (event?.type !== 'ticket.created') return null;
  const { title, body } = wordsOf(event);
  const text = questionOf(title, body);
  const { ticketId } = event.payload;
  return text === '' || typeof ticketId !== 'string' ? null : { account: event.account, ticketId, text };
}

function questionOf(title: string, body: string): string {
  const { characters } = questionLimits;
  const whole = `${title}\n${body}`.trim();
  if (whole.length <= characters) return whole;
  const subject = leaveOutMiddle(title.trim(), characters / 2);
  return `${subject}\n${leaveOutMiddle(body.trim(), characters - subject.length - 1)}`.trim();
}
