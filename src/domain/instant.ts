import { endOfDay, isUtcDay } from './utc-day.ts';

const instantPattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Later years have more than four digits, and such days no longer sort as text. */
const lastInstant = new Date('9999-12-31T23:59:59.999Z');

/**
 * Reads an ISO 8601 instant. A zone is required: local time would mean another instant on another machine.
 * Digits past the millisecond are dropped.
 * @returns null when the text is not a real instant between 1970 and 9999
 */
export function parseInstant(text: string): Date | null {
  const match = instantPattern.exec(text);
  if (!match?.[1] || !isUtcDay(match[1])) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || at.getTime() < 0 || at > lastInstant ? null : at;
}

/**
 * Reads what a person gives as "as of": an instant, or a date, which means the end of that UTC day.
 * @returns null when it is neither
 */
export function parseAsOf(text: string): Date | null {
  return isUtcDay(text) ? endOfDay(text) : parseInstant(text);
}
