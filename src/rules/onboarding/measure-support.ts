import { counted } from '../../domain/counted.ts';
import type { StoredEvent } from '../../domain/event.ts';
import { foldTickets, type TicketHistory } from '../sla/ticket-history.ts';
import { type Measure, rated, unmeasured } from './measure.ts';
import { type DayRange, eventsWithin, type OnboardingFacts, ofType, signalOf } from './onboarding-facts.ts';

/** A first answer to an urgent ticket takes less than this. Source: seeds, Day 14 "hypercare responsiveness <30m P1". */
const answerWithinMinutes = 30;
/** Statuses move clocks, and no first word. */
const noStatuses = { waitingStatuses: [], reopenedStatuses: [] };

/** Whether every urgent ticket was answered fast; tickets of P0 are as urgent at the least. */
export function measureUrgentAnswers(facts: OnboardingFacts, days: DayRange): Measure {
  if (!facts.heard.has('ticket.created')) return unmeasured('no source has ever sent tickets');
  const urgent = urgentTickets(facts, days);
  if (urgent.length === 0) return rated(true, 'no ticket of P1 was opened');
  const answers = urgent.map((ticket) => ({ ticket, minutes: minutesToAnswer(facts, ticket) }));
  const slow = answers.filter(({ minutes }) => minutes === null || minutes >= answerWithinMinutes);
  const worst = slow.map(({ ticket, minutes }) => `${ticket.history.ticketId} ${minutesWords(minutes)}`);
  const reason =
    slow.length === 0
      ? `${counted(urgent.length, 'urgent ticket')}, each answered within ${answerWithinMinutes} minutes`
      : `${slow.length} of ${counted(urgent.length, 'urgent ticket')} not answered within ${answerWithinMinutes} minutes: ${worst.slice(0, 3).join(', ')}`;
  return rated(
    slow.length === 0,
    reason,
    (slow.length > 0 ? slow : answers).map(({ ticket }) => ticket.opening),
  );
}

interface UrgentTicket {
  opening: StoredEvent;
  history: TicketHistory;
}

/** Those that were opened on some days, as the clocks of support know them: one ticket has one first word. */
function urgentTickets(facts: OnboardingFacts, days: DayRange): UrgentTicket[] {
  const opened = new Map(
    ofType(eventsWithin(facts, days), 'ticket.created').map((stored) => [stored.seq, stored]),
  );
  return foldTickets(facts.events, noStatuses).flatMap((history) => {
    const opening = opened.get(history.seq);
    const isUrgent = history.priority === 'P0' || history.priority === 'P1';
    return opening && isUrgent ? [{ opening, history }] : [];
  });
}

/** Whole minutes until we said something about a ticket; null = nobody has */
function minutesToAnswer({ asOf }: OnboardingFacts, { history }: UrgentTicket): number | null {
  const { openedAt, respondedAt } = history;
  if (respondedAt) return Math.floor((respondedAt.getTime() - openedAt.getTime()) / 60_000);
  const waited = Math.floor((asOf.getTime() - openedAt.getTime()) / 60_000);
  // Within its time nobody is late yet.
  return waited < answerWithinMinutes ? waited : null;
}

function minutesWords(minutes: number | null): string {
  return minutes === null ? 'not answered yet' : `after ${minutes} minutes`;
}

/** The two halves of the first thirty days, of fifteen days each; the middle day belongs to neither. */
const halves = { first: { from: 0, to: 14 }, second: { from: 16, to: 30 } } as const;

/** Whether support gets less work: fewer tickets in the second half of the first thirty days than in the first. */
export function measureTicketTrend(facts: OnboardingFacts): Measure {
  if (!facts.heard.has('ticket.created')) return unmeasured('no source has ever sent tickets');
  const { first, second } = ticketHalves(facts);
  const words = `${counted(first.length, 'ticket')} on days 0–14, ${second.length} on days 16–30`;
  return rated(second.length < first.length || first.length + second.length === 0, words, [
    ...second,
    ...first,
  ]);
}

/** The tickets of both halves, the latest first. */
export function ticketHalves(facts: OnboardingFacts): { first: StoredEvent[]; second: StoredEvent[] } {
  const opened = (range: DayRange): StoredEvent[] =>
    eventsWithin(facts, range)
      .filter((stored) => signalOf(stored)?.kind === 'ticket')
      .reverse();
  return { first: opened(halves.first), second: opened(halves.second) };
}
