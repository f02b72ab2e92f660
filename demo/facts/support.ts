import { type TicketTopic, ticketTopics } from '../company/ticket-topics.ts';
import type { Fact } from '../fact.ts';
import { randomFor } from '../random.ts';
import { hours, type Scene } from '../scene.ts';
import { type ScriptedTicket, valueAt } from '../story.ts';

const workdaysInMonth = 21;
const replyWithinMinutes = { P0: 30, P1: 100, P2: 600, P3: 1500 } as const;
const resolveWithinHours = { P0: 8, P1: 30, P2: 90, P3: 120 } as const;

/** A ticket before it has a number. */
type PlannedTicket = Omit<ScriptedTicket, 'daysAgo'> & { at: number; user: string };

/** The tickets of an account, from the story and from everyday life, numbered in the order in which they came. */
export function supportFacts(scene: Scene): Fact[] {
  const planned = [...everydayTickets(scene), ...scriptedTickets(scene)].sort(
    (left, right) => left.at - right.at,
  );
  return planned.flatMap((ticket, index) =>
    ticketFacts(ticket, `T-${scene.account.id}-${String(index + 1).padStart(3, '0')}`),
  );
}

function scriptedTickets(scene: Scene): PlannedTicket[] {
  const random = randomFor(`scripted/${scene.account.id}`);
  const champion = scene.people[0]?.id ?? scene.sponsor;
  return scene.account.story.tickets.map(({ daysAgo, ...ticket }) => ({
    ...ticket,
    at: scene.instant(scene.workday(daysAgo), scene.workHour(random)),
    user: champion,
  }));
}

function everydayTickets(scene: Scene): PlannedTicket[] {
  const { story, id } = scene.account;
  const random = randomFor(`support/${id}`);
  const tickets: PlannedTicket[] = [];
  for (let daysAgo = scene.openedDaysAgo - 1; daysAgo > scene.closedDaysAgo; daysAgo -= 1) {
    const weekday = scene.weekdayOf(daysAgo);
    if (weekday === 0 || weekday === 6) continue;
    if (!random.chance(valueAt(story.ticketsPerMonth, daysAgo) / workdaysInMonth)) continue;
    const topic: TicketTopic = random.pick(ticketTopics);
    const rating = ratingFrom(valueAt(story.mood, daysAgo) + random.between(-1, 1));
    const rated = story.answersSurveys && random.chance(0.6);
    tickets.push({
      ...topic,
      at: scene.instant(daysAgo, scene.workHour(random)),
      user: random.pick(scene.people).id,
      firstReplyMinutes: Math.ceil(replyWithinMinutes[topic.priority] * (0.1 + 0.7 * random.next())),
      resolvedAfterHours: 1 + resolveWithinHours[topic.priority] * (0.1 + 0.8 * random.next()),
      ...(rated ? { csat: rating } : {}),
    });
  }
  return tickets;
}

/** A mood of 0–10 as a rating of 1–5. */
export function ratingFrom(mood: number): 1 | 2 | 3 | 4 | 5 {
  return Math.min(5, Math.max(1, Math.round(mood / 2))) as 1 | 2 | 3 | 4 | 5;
}

function ticketFacts(ticket: PlannedTicket, ticketId: string): Fact[] {
  const { at, user, priority, subject, body, solution, tags } = ticket;
  const repliedAt = at + ticket.firstReplyMinutes * 60_000;
  const facts: Fact[] = [
    {
      at,
      type: 'ticket.created',
      payload: { ticketId, priority, subject, body, status: 'open', tags: [...tags] },
      user,
    },
    {
      at: repliedAt,
      type: 'ticket.updated',
      payload: { ticketId, priority, status: 'answered', author: 'agent1' },
    },
  ];
  if (ticket.resolvedAfterHours === null) return facts;
  const said = {
    ...(solution === undefined ? {} : { body: solution }),
    ...(ticket.csat === undefined ? {} : { csat: ticket.csat }),
  };
  facts.push({
    at: Math.max(repliedAt + 60_000, at + hours(ticket.resolvedAfterHours)),
    type: 'ticket.resolved',
    payload: { ticketId, priority, status: 'solved', ...said },
    user,
  });
  return facts;
}
