import type { HandOff } from '../../domain/sla-report.ts';
import { timelineTitle } from '../../rules/timeline.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl } from '../evidence.ts';
import { listKnownIssues } from '../issues/known-issues.ts';
import type { TicketClocks } from './read-ticket-clocks.ts';

const recordsAtMost = 6;
const ticketTypes = ['ticket.created', 'ticket.updated', 'ticket.resolved'];

/** What whoever takes a ticket over has to know: whose it is, what it is worth, what happened so far, what it may be about. */
export async function readHandOff(ctx: RequestContext, { ticket, account }: TicketClocks): Promise<HandOff> {
  const { store } = ctx;
  const owner = account.owner === null ? null : await store.findMember(account.owner);
  const moment = { asOf: ctx.clock.now(), knownAt: await store.lastSequence() };
  const records = (await store.readEvents(account.id, moment, ticketTypes)).filter(
    ({ event }) => event.payload.ticketId === ticket.ticketId,
  );
  const issues = new Map((await listKnownIssues(ctx)).map((issue) => [issue.id, issue]));
  const links = await store.linksOfRecords([ticket.seq]);
  return {
    arr: account.arr,
    tier: account.tier,
    renewsOn: account.renewsOn,
    owner: owner?.name ?? account.owner,
    happened: records.slice(-recordsAtMost).map(({ seq, event }) => ({
      at: event.at.toISOString(),
      title: timelineTitle(event),
      url: eventUrl(seq),
    })),
    earlier: Math.max(0, records.length - recordsAtMost),
    issues: links
      .filter(({ state }) => state !== 'rejected')
      .flatMap(({ issueId }) => {
        const issue = issues.get(issueId);
        return issue ? [{ id: issueId, title: issue.title, status: issue.status }] : [];
      }),
  };
}
