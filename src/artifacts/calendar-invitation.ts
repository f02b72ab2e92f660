import ical, { ICalCalendarMethod, ICalEventRepeatingFreq } from 'ical-generator';

/** One meeting to invite to. */
export interface CalendarInvitation {
  /** The same id is the same meeting: a program replaces what it had. */
  id: string;
  title: string;
  description: string;
  startsAt: Date;
  minutes: number;
  /** How often it repeats, weekly; 1 = once. */
  weeks: number;
  /** Bare addresses of whoever is invited. */
  to: readonly string[];
  /** When it was written. */
  writtenAt: Date;
}

/** An invitation as calendar programs read it. The same input gives the same text. Source: RFC 5545, ADR-0028 */
export function calendarInvitation(invitation: CalendarInvitation): string {
  const { id, title, description, startsAt, minutes, weeks, to, writtenAt } = invitation;
  const calendar = ical({
    prodId: { company: 'Holdfast', product: 'Onboarding' },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    ...{ id, stamp: writtenAt, summary: title, description },
    ...{ start: startsAt, end: new Date(startsAt.getTime() + minutes * 60_000) },
    attendees: to.map((email) => ({ email })),
    ...(weeks > 1 ? { repeating: { freq: ICalEventRepeatingFreq.WEEKLY, count: weeks } } : {}),
  });
  return calendar.toString();
}
