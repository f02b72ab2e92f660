import { dayWords } from '../../domain/day-words.ts';
import { wallClock } from '../business-time/local-time.ts';
import type { MeetingTimes } from '../business-time/meeting-time.ts';
import type { PlannedInvitation } from './plan-invitations.ts';

/** What a letter to a customer says. */
export interface LetterText {
  subject: string;
  body: string;
}

/** What is congratulated on. */
export type CongratulationOccasion = 'first-login' | 'first-value';

const signature = 'If anything is in your way, reply to this e-mail.';

/** A congratulation, drafted for a person to read before it goes out. */
export function congratulationText(occasion: CongratulationOccasion): LetterText {
  if (occasion === 'first-login')
    return {
      subject: 'Welcome: your team has signed in',
      body: `Hello,\n\nThe first of your team has signed in. The next step is the guided recipe of your use case; it takes about half an hour and ends with a first result.\n\n${signature}\n`,
    };
  return {
    subject: 'You have reached first value',
    body: `Hello,\n\nCongratulations: what you set up has brought its first result. The next step is more people using it: tell us which team should come next.\n\n${signature}\n`,
  };
}

/** An invitation, whose calendar file goes with it. */
export function invitationText(invitation: PlannedInvitation, times: MeetingTimes): LetterText {
  const { title, startsAt, minutes, weeks, agenda } = invitation;
  const repeats = weeks > 1 ? `, weekly for ${weeks} weeks` : '';
  const when = `${meetingWords(startsAt, times)}, ${minutes} minutes${repeats}`;
  const points = agenda.map((point) => `- ${point}`).join('\n');
  return {
    subject: `Invitation: ${title}`,
    body: `Hello,\n\nWe would like to invite you: ${title}, on ${when}.\n\n${points}\n\nThe invitation for your calendar is attached. If another time suits you better, reply with two that do.\n`,
  };
}

/** By the customer's clock where it is known, else by ours, and in UTC for everybody else. */
function meetingWords(startsAt: Date, { hours, customerZone }: MeetingTimes): string {
  const zone = customerZone ?? hours.zone;
  const { day, time } = wallClock(zone, startsAt);
  const utc = startsAt.toISOString().slice(11, 16);
  const on = `${dayWords(`${day}T00:00:00.000Z`)} at ${time}`;
  return zone === 'UTC' ? `${on} UTC` : `${on} (${zone}; ${utc} UTC)`;
}

/** A step of the set-up that failed, in words that a customer may read. */
export function recoveryText(title: string): LetterText {
  return {
    subject: 'A step of your set-up needs a hand',
    body: `Hello,\n\nOne step of your set-up did not go through: ${title}.\n\nPlease check that the credentials are still valid and that our addresses may reach your system, then start the step again. If that does not help, reply with a time that suits you and we look at it together.\n`,
  };
}
