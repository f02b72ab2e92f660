import { z } from 'zod';
import { hiddenCharacters } from '../../domain/hidden-characters.ts';
import { unfilledIn } from '../../domain/knowledge.ts';
import { addDays, isUtcDay, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';

/** Everything that would end a line, on any platform. */
const lineBreakers = /[\p{Cc}\u2028\u2029]/u;
/** Control characters that no text needs. */
const strayControls = /(?![\t\n\r])\p{Cc}/u;
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Whether a reader would see anything of it. */
function isSeen(text: string): boolean {
  return text.replace(hiddenCharacters, '').trim() !== '';
}

/** What a help desk shows in a ticket: no variable of a macro is left in it. */
export function ticketTextField(max: number): z.ZodString {
  return textField(max).refine((text) => unfilledIn(text).length === 0, {
    error: ({ input }) => `still holds ${unfilledIn(String(input)).join(', ')}, which nobody has filled`,
  });
}

/** Text on one line, with something in it. */
export function lineField(max: number): z.ZodString {
  return z
    .string()
    .max(max)
    .refine(isSeen, 'must not be empty')
    .refine((text) => !lineBreakers.test(text), 'must be one line without control characters');
}

/** Text of several lines, with something in it. */
export function textField(max: number): z.ZodString {
  return z
    .string()
    .max(max)
    .refine(isSeen, 'must not be empty')
    .refine((text) => !strayControls.test(text), 'must not contain control characters');
}

/** The name of something elsewhere: nothing invisible in it, no blanks around it. */
export function idField(max = 200): z.ZodString {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(max)
    .refine((text) => text === text.trim(), 'must not begin or end with a blank')
    .refine((text) => !invisible.test(text), 'must not contain control or invisible characters');
}

/** The id of a ticket, which becomes part of an address in the help desk: it is one name there, and no way to another. */
export const ticketField = idField().refine(
  (text) => !/[/\\?#%]|\.\./.test(text.normalize('NFKC')),
  'must be the id of a ticket, without / \\ ? # % and ..',
);

/** A calendar day that exists. */
export const dayField = z.string().refine(isUtcDay, 'must be a real day, YYYY-MM-DD');

const localPart = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
const domainLabel = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const address = new RegExp(`^(?=.{1,64}@)${localPart}@(?:${domainLabel}\\.)+${domainLabel}$`);

/** One bare address in ASCII: no name, list, comment or quotes, so that it can be read in one way only. */
export const addressField = z
  .string()
  .max(254)
  .regex(address, 'must be one bare e-mail address, such as ada@example.com');

/** A domain as its owner writes it: lower case, without the dot at the end. */
export function domainOf(emailAddress: string): string {
  return emailAddress.slice(emailAddress.lastIndexOf('@') + 1).toLowerCase();
}

/**
 * Why a last day is none, in one sentence: over already, or further away than `maxDays`.
 * @param name - of the parameter, for the sentence
 */
export function endProblem(name: string, day: UtcDay, now: Date, maxDays: number): string | null {
  const today = utcDayOf(now);
  if (day < today) return `${name} is ${day}, which is over`;
  const last = addDays(today, maxDays);
  return day > last ? `${name} is ${day}, later than ${last}, the last day that is allowed` : null;
}
