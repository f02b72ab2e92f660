import ical, { ICalCalendarMethod, ICalEventRepeatingFreq } from 'ical-generator';
import type { CalendarWriter } from '../domain/meeting.ts';

/** A meeting as calendar programs read it, with its guests asked to accept. Source: RFC 5545, RFC 5546, ADR-0028 */
export const calendarInvitation: CalendarWriter = ({ meeting, to, organizer, writtenAt }) => {
  const { uid, title, description, minutes, weeks } = meeting;
  const start = new Date(meeting.startsAt);
  const calendar = ical({
    prodId: { company: 'Holdfast', product: 'Onboarding' },
    // A request without an organizer is none: programs refuse it.
    method: organizer === null ? ICalCalendarMethod.PUBLISH : ICalCalendarMethod.REQUEST,
  });
  calendar.createEvent({
    id: uid,
    stamp: writtenAt,
    summary: title,
    description,
    start,
    end: new Date(start.getTime() + minutes * 60_000),
    ...(organizer === null ? {} : { organizer: { name: organizer, email: organizer } }),
    attendees: to.map((email) => ({ email, rsvp: organizer !== null })),
    ...(weeks > 1 ? { repeating: { freq: ICalEventRepeatingFreq.WEEKLY, count: weeks } } : {}),
  });
  return calendar.toString();
};
