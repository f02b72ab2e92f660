import { z } from 'zod';
import { currencyExponent, type Money, moneySchema } from './money.ts';
import { isUtcDay, type UtcDay } from './utc-day.ts';

const code = moneySchema.shape.currency;

const rateSchema = z.strictObject({
  currency: code,
  /** From this day on, until a later line of the same currency. */
  on: z.string().refine(isUtcDay, 'a date as YYYY-MM-DD'),
  /** Whole units of `into` for one whole unit of this currency. */
  rate: z.number().positive().max(1_000_000_000),
  /** Who says so. */
  source: z.string().trim().min(1).max(500),
});

/** What amounts are worth in one currency, by day; without rates, amounts are kept apart. */
export const currencyTableSchema = z.strictObject({
  id: z.literal('currencies'),
  version: z.int().min(1),
  /** What amounts are converted into; absent = nothing is converted */
  into: code.optional(),
  rates: z.array(rateSchema).max(10_000),
});
export type CurrencyTable = z.infer<typeof currencyTableSchema>;

/** The rates of one day; only currencies that have one by then are in it. */
export interface Rates {
  into: string;
  of: ReadonlyMap<string, { rate: number; on: UtcDay; source: string }>;
}

/** The same as a list, to be kept or shown. */
export interface RateList {
  into: string;
  of: { currency: string; rate: number; on: UtcDay; source: string }[];
}

/** Rates as a list; null = nothing is converted */
export function listRates(rates: Rates | null): RateList | null {
  if (rates === null) return null;
  return { into: rates.into, of: [...rates.of].map(([currency, line]) => ({ currency, ...line })) };
}

/** Rates that were kept as a list; null = nothing is converted */
export function readRates(list: RateList | null): Rates | null {
  if (list === null) return null;
  return { into: list.into, of: new Map(list.of.map(({ currency, ...line }) => [currency, line])) };
}

/** What is wrong with a table whose shape is right. @returns null = nothing */
export function findCurrencyProblem({
  into,
  rates,
}: CurrencyTable): { path: (string | number)[]; reason: string } | null {
  const seen = new Set<string>();
  for (const [index, { currency, on }] of rates.entries()) {
    if (into === undefined)
      return { path: ['rates', index], reason: `'into' says into what, and is missing` };
    if (currency === into)
      return { path: ['rates', index, 'currency'], reason: `${into} needs no rate into itself` };
    const key = `${currency} ${on}`;
    if (seen.has(key))
      return { path: ['rates', index, 'on'], reason: `${currency} has two rates from ${on} on` };
    seen.add(key);
  }
  return null;
}

/** The rates in force on a day: of each currency the latest line up to it. @returns null = nothing is converted */
export function ratesOn({ into, rates }: CurrencyTable, day: UtcDay): Rates | null {
  if (into === undefined) return null;
  const of = new Map<string, { rate: number; on: UtcDay; source: string }>();
  for (const { currency, ...line } of rates)
    if (line.on <= day && (of.get(currency)?.on ?? '') < line.on) of.set(currency, line);
  return { into, of };
}

/**
 * An amount in the currency that everything is converted into, rounded once, halves up; exact as the rate is written.
 * @returns null = there is no rate
 */
export function convert({ amount, currency }: Money, rates: Rates): Money | null {
  if (currency === rates.into) return { amount, currency };
  const found = rates.of.get(currency);
  if (!found) return null;
  const [digits, scale] = decimal(found.rate);
  // One minor unit is 10^-exponent whole ones, on both sides.
  const shift = scale + currencyExponent(currency) - currencyExponent(rates.into);
  const product = BigInt(amount) * digits;
  const worth = shift <= 0 ? product * 10n ** BigInt(-shift) : divideHalfUp(product, 10n ** BigInt(shift));
  return { amount: Number(worth), currency: rates.into };
}

/** A number as digits and decimals: 0.92 = 92 × 10⁻². */
function decimal(value: number): [digits: bigint, scale: number] {
  const [mantissa = '0', exponent = '0'] = value.toString().toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? [digits, scale] : [digits * 10n ** BigInt(-scale), 0];
}

/** A quotient rounded to the nearest whole number, halves up. @param whole - above zero */
export function divideHalfUp(part: bigint, whole: bigint): bigint {
  const doubled = 2n * part + whole;
  const quotient = doubled / (2n * whole);
  return doubled < 0n && doubled % (2n * whole) !== 0n ? quotient - 1n : quotient;
}
