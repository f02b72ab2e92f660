import { parseAsOf } from '../domain/instant.ts';
import { parseStrictJson } from '../domain/strict-json.ts';
import { addDays, isUtcDay, type UtcDay, utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import type { Options } from './command.ts';

/** An option's text; undefined = it was not given. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** An option that can be given several times. */
export function listOption(options: Options, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** An option that is there or not. */
export function flagOption(options: Options, name: string): boolean {
  return options[name] === true;
}

/** A whole number within bounds. @throws {HoldfastError} HF_USAGE */
export function numberOption(
  options: Options,
  name: string,
  { flag, from, to }: { flag: string; from: number; to: number },
): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && value >= from && value <= to) return value;
  throw usage(`${flag} is '${text}'; it must be a whole number from ${from} to ${to}`);
}

/** A calendar day. @throws {HoldfastError} HF_DATE_INVALID */
export function dayOption(options: Options, name: string, flag: string): UtcDay | undefined {
  const text = textOption(options, name);
  if (text === undefined || isUtcDay(text)) return text;
  throw new HoldfastError('HF_DATE_INVALID', `${flag} is '${text}', which is not a date`, {
    next: 'Write it as YYYY-MM-DD, such as 2026-11-01.',
  });
}

/** A moment: an instant, or a date for the end of that day. @throws {HoldfastError} HF_DATE_INVALID */
export function momentOption(options: Options, name: string, flag: string): Date | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const at = parseAsOf(text);
  if (at) return at;
  throw new HoldfastError('HF_DATE_INVALID', `${flag} is '${text}', which is neither a date nor an instant`);
}

/**
 * Refuses what lies ahead of the clock. The day after today is none of it: east of Greenwich it has begun.
 * @throws {HoldfastError} HF_DATE_INVALID
 */
export function requirePast(at: Date | undefined, flag: string, now: Date): void {
  if (at === undefined || utcDayOf(at) <= addDays(utcDayOf(now), 1)) return;
  throw new HoldfastError(
    'HF_DATE_INVALID',
    `${flag} lies after ${utcDayOf(now)}, and the future is not known`,
    {
      next: `Write ${utcDayOf(now)} or an earlier date, or leave ${flag} out.`,
    },
  );
}

/** Wrong use of a command. */
export function usage(message: string, next?: string): HoldfastError {
  return new HoldfastError('HF_USAGE', message, next === undefined ? {} : { next });
}

/** `--params`, a JSON object; absent = undefined. @throws {HoldfastError} HF_USAGE when it is none */
export function paramsOption(options: Options): Record<string, unknown> | undefined {
  const text = textOption(options, 'params');
  if (text === undefined) return undefined;
  const example = `For example: --params '{"title":"Call Ann"}'`;
  const parsed = parseStrictJson(text);
  if (!parsed.ok) throw usage(`--params cannot be read: ${parsed.reason}`, example);
  const { value } = parsed;
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return { ...value };
  throw usage('--params is no JSON object', example);
}
