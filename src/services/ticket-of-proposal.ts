import type { Action } from '../domain/action.ts';
import { isBuiltIn } from '../domain/event.ts';
import type { ProposalTicket } from '../domain/proposal.ts';
import type { StoreTransaction } from '../store/store.ts';
import { eventUrl, handOffUrl } from './evidence.ts';

/** The ticket that an action is about, and why rules want it so; null = it names none, or none that has come in */
export async function ticketOfProposal(
  store: StoreTransaction,
  proposalId: string,
  { kind, account, params: { ticketId } }: Action,
): Promise<ProposalTicket | null> {
  if (!kind.startsWith('ticket.') || typeof ticketId !== 'string') return null;
  const records = await store.findTicketRecords(ticketId);
  const own = records.filter(({ event }) => event.account === account);
  const seqs = own.map(({ seq }) => seq);
  const kept = kind === 'ticket.tag' && seqs.length > 0 ? await store.listTriage({ seqs }) : [];
  const suggestions = kept.filter((one) => one.proposalId === proposalId);
  // Two sources may use one number: what a rule read is the one that it wants to tag.
  const record = own.find(({ seq }) => seq === suggestions[0]?.seq) ?? own[0];
  if (!record) return null;
  const { seq, event } = record;
  const subject = isBuiltIn(event) && event.type === 'ticket.created' ? (event.payload.subject ?? '') : '';
  const handOff = kind === 'ticket.escalate' ? handOffUrl(seq) : null;
  return { subject, url: eventUrl(seq), handOffUrl: handOff, suggestions };
}
