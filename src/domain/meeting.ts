/** A meeting that a letter invites to. */
export interface Meeting {
  /** The same id is the same meeting: a calendar replaces what it had. */
  uid: string;
  title: string;
  description: string;
  /** ISO 8601 with a zone. */
  startsAt: string;
  minutes: number;
  /** How often it repeats, weekly; 1 = once. */
  weeks: number;
  /** Whom answers go to, a bare address; absent = the sender */
  organizer?: string;
}

/** What a letter's calendar file is called. */
export const calendarFileName = 'invite.ics';

/** Writes a meeting as calendar programs read it; the same input gives the same text. */
export type CalendarWriter = (request: {
  meeting: Meeting;
  to: readonly string[];
  /** Null = nobody can be answered: an entry, which asks nobody to accept */
  organizer: string | null;
  writtenAt: Date;
}) => string;
