import type { ReportedClock, ReportedTicket } from '../domain/sla-report.ts';
import { formatInstant } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span } from './view.ts';

/** Minutes as people say them: `45 min`, `2 h 5 min`, `3 d 4 h`. */
export function formatMinutes(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes));
  const [days, hours, rest] = [Math.floor(whole / 1_440), Math.floor((whole % 1_440) / 60), whole % 60];
  const parts =
    days > 0
      ? [`${days} d`, hours > 0 ? `${hours} h` : '']
      : [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''];
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .replaceAll(' ', '\u00a0');
}

/** A promise as people say it: `48 h`, `30 min`, `2 h`. */
export function formatTarget({ targetMinutes, time }: Pick<ReportedClock, 'targetMinutes' | 'time'>): string {
  const words = targetMinutes % 60 === 0 ? `${targetMinutes / 60}\u00a0h` : `${targetMinutes}\u00a0min`;
  return time === 'business' ? `${words} of working time` : words;
}

/** What a clock waits for. */
export const clockWords: Readonly<Record<ReportedClock['clock'], string>> = {
  first_response: 'First response',
  resolution: 'Resolution',
};

/** Where a clock stands at an instant: `62 % used, 45 min left`, `breached 2 h ago`. */
export function clockState(clock: ReportedClock, asOf: string): string {
  const { state, usedPercent, dueAt } = clock;
  const leftMinutes = dueAt === null ? 0 : (Date.parse(dueAt) - Date.parse(asOf)) / 60_000;
  switch (state) {
    case 'running':
    case 'warning':
      return `${usedPercent}\u00a0% used, ${formatMinutes(leftMinutes)} left`;
    case 'breached':
      return dueAt === null ? 'breached' : `breached ${formatMinutes(-leftMinutes)} ago`;
    case 'paused':
      return `paused at ${usedPercent}\u00a0%, waiting for the customer`;
    case 'met':
      return `met in ${formatMinutes(clock.usedMinutes)}`;
    case 'missed':
      return `missed, took ${formatMinutes(clock.usedMinutes)}`;
  }
}

/** A ticket by its number, with its subject and its record. */
export function ticketSpans({ ticketId, subject, url }: ReportedTicket): Span[] {
  const title = shortenLine(subject, 80);
  return [
    { text: shortenLine(ticketId, 40), link: url },
    ...(title === '' ? [] : [{ text: `\n${title}`, quiet: true }]),
  ];
}

/** `P1`, or `P2 (none given)`; in hypercare with its day. */
export function priorityWords({ priority, isDefaultPriority, hypercareDay }: ReportedTicket): string {
  const given = isDefaultPriority ? `${priority} (none\u00a0given)` : priority;
  return hypercareDay === null ? given : `${given} · hypercare day\u00a0${hypercareDay}`;
}

/** When a clock ends: `21 Nov 2026, 22:30 UTC`, or that nobody knows. */
export function dueWords({ dueAt, state }: ReportedClock): string {
  if (state === 'met' || state === 'missed') return '–';
  return dueAt === null ? 'unknown' : formatInstant(dueAt);
}
