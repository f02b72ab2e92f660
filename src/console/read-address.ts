import { parseAsOf } from '../domain/instant.ts';
import { isUtcDay, type UtcDay } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';

/** A page's query, as it came. */
export type Query = Readonly<Record<string, unknown>>;

/**
 * Reads a record number.
 * @throws {HoldfastError} HF_USAGE
 */
export function readSequence(text: string): number {
  const number = readWhole(text);
  if (number !== null && number > 0) return number;
  throw new HoldfastError('HF_USAGE', `'${clip(text)}' is not a record number`, {
    next: 'Open the link on the card again, or write a whole number such as /evidence/events/1.',
  });
}

/**
 * Reads the moment of a page: absent parts are now and all that is known.
 * @param lastSequence - nothing is known of records that have not come
 * @throws {HoldfastError} HF_DATE_INVALID or HF_USAGE
 */
export function readMoment(
  query: Query,
  lastSequence: number,
): { asOf: Date | undefined; knownAt: number | undefined } {
  return { asOf: readAsOf(query), knownAt: readKnownAt(query, lastSequence) };
}

/**
 * Reads one parameter; absent and empty are the same.
 * @throws {HoldfastError} HF_USAGE when it is given twice
 */
export function readText(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new HoldfastError('HF_USAGE', `${name} stands more than once in the address`, {
    next: 'Leave one of them.',
  });
}

/** Reads which page of a list is wanted, from 1; whatever else stands there asks for the first. */
export function readPage(query: Query): number {
  const text = query.page;
  return typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

/**
 * Reads a day; absent and empty are the same.
 * @throws {HoldfastError} HF_DATE_INVALID
 */
export function readDay(query: Query, name: string): UtcDay | undefined {
  const text = readText(query, name);
  if (text === undefined || isUtcDay(text)) return text;
  throw new HoldfastError('HF_DATE_INVALID', `${name}: '${clip(text)}' is not a day`);
}

function readAsOf(query: Query): Date | undefined {
  const text = readText(query, 'asOf');
  if (text === undefined) return undefined;
  const asOf = parseAsOf(text);
  if (asOf) return asOf;
  throw new HoldfastError('HF_DATE_INVALID', `asOf: '${clip(text)}' is not a date or an instant`);
}

function readKnownAt(query: Query, lastSequence: number): number | undefined {
  const text = readText(query, 'knownAt');
  if (text === undefined) return undefined;
  const knownAt = readWhole(text);
  const next = `Write a record number from 0 to ${lastSequence}, or leave knownAt out for all that is known.`;
  if (knownAt === null)
    throw new HoldfastError('HF_USAGE', `knownAt: '${clip(text)}' is not a record number`, { next });
  if (knownAt <= lastSequence) return knownAt;
  throw new HoldfastError('HF_USAGE', `knownAt: record ${knownAt} has not been received yet`, { next });
}

function readWhole(text: string): number | null {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
