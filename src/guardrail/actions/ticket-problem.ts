import type { ActionFacts } from '../action-kind.ts';

/** Why nothing may be done in this ticket, in one sentence; null = it is open. */
export function ticketProblem(ticketId: string, { account, ticketOpen }: ActionFacts): string | null {
  const whose = account?.name ?? 'this account';
  if (ticketOpen === null) return `${whose} has no ticket ${ticketId}`;
  return ticketOpen ? null : `Ticket ${ticketId} of ${whose} is closed`;
}
