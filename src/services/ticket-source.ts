import type { BuiltInEvent, StoredEvent } from '../domain/event.ts';
import {
  answerHeading,
  questionHeading,
  type SourceDocument,
  ticketSource,
} from '../domain/indexed-knowledge.ts';
import type { KnowledgeSource } from '../domain/knowledge-source.ts';
import type { Store } from '../store/store.ts';

type TicketEvent = Extract<BuiltInEvent, { type: `ticket.${string}` }>;

/** Events that one reading looks at; the next goes on. */
const eventsAtOnce = 50_000;

/**
 * The solved tickets among our events, each under its account. A ticket without any text, or one that was opened again,
 * is none of them.
 */
export function createTicketSource(store: Pick<Store, 'readChangedTickets'>): KnowledgeSource {
  return {
    name: ticketSource,
    description: 'solved tickets among the events',
    settings: '1',
    read: async (mark) => {
      const after = typeof mark === 'number' ? mark : 0;
      const { events, upTo } = await store.readChangedTickets(after, eventsAtOnce);
      const tickets = Map.groupBy(events, keyOf);
      const documents = [...tickets].flatMap(([key, story]) => solvedTicket(key, story) ?? []);
      const solved = new Set(documents.map(({ key }) => key));
      // Read from the first event on, a ticket that nothing was heard of does not exist.
      const isGone = (key: string): boolean => (after === 0 || tickets.has(key)) && !solved.has(key);
      return { documents, isGone, problems: [], mark: upTo };
    },
  };
}

function keyOf({ event }: StoredEvent): string {
  return [event.source, event.account, (event as TicketEvent).payload.ticketId]
    .map(encodeURIComponent)
    .join('/');
}

/** A ticket as a document; null = it is not solved, or says nothing. @param story - its events, oldest first */
function solvedTicket(key: string, story: readonly StoredEvent[]): SourceDocument | null {
  const events = story.map(({ event }) => event as TicketEvent);
  const resolved = events.findLast(({ type }) => type === 'ticket.resolved');
  if (!resolved || isOpenAgain(events)) return null;
  const asked = events.filter((event) => event !== resolved);
  const subject = firstText(events.map(({ payload }) => payload.subject));
  const question = firstText(asked.map(({ payload }) => payload.body));
  const answer = firstText([resolved.payload.body]);
  if (subject === null && question === null && answer === null) return null;
  const { account, source, payload } = resolved;
  const parts = [
    [questionHeading, question ?? (answer === null ? subject : null)],
    [answerHeading, answer],
  ].flatMap(([heading, text]) => (text ? [`## ${heading}\n\n${withoutHeadings(text)}`] : []));
  return {
    key,
    kind: 'solved-ticket',
    audience: 'internal',
    account,
    updatedAt: resolved.at,
    url: null,
    regions: null,
    productArea: null,
    status: null,
    versions: { from: null, to: null },
    title: subject ?? `Ticket ${payload.ticketId}`,
    body: parts.join('\n\n'),
    meta: { ticketId: payload.ticketId, source, isAnswered: answer !== null },
  };
}

/** Somebody wrote again after it was resolved, and it was not called solved or closed then. */
function isOpenAgain(events: readonly TicketEvent[]): boolean {
  const last = events.at(-1);
  return (
    last?.type === 'ticket.updated' && /^(?:new|open|re-?opened|pending)$/i.test(last.payload.status ?? '')
  );
}

function firstText(texts: readonly (string | undefined)[]): string | null {
  return texts.map((text) => text?.trim()).find((text) => text) ?? null;
}

/** A customer's line that looks like a heading or a fence would pass for the beginning of our answer. */
function withoutHeadings(text: string): string {
  return text.replace(/^( {0,3})(?=#|```|~~~)/gm, '$1\\');
}
