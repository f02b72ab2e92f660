import { z } from 'zod';

const codePattern = /^[A-Z]{3}$/;

/**
 * The largest amount that is taken: ten to the fourteenth minor units, so a trillion dollars. Ninety of them are summed to the
 * cent; what a whole number holds (2^53 − 1) could not be added to another.
 */
export const mostMinorUnits = 100_000_000_000_000;

/** An amount in the minor units of its currency (cents; whole rupiah), never a float. */
export const moneySchema = z.object({
  amount: z.int().min(-mostMinorUnits).max(mostMinorUnits),
  currency: z
    .string()
    .regex(codePattern, 'a three-letter ISO 4217 code')
    .refine((code) => !codePattern.test(code) || isCurrency(code), {
      error: ({ input }) => `${input} is not a currency of ISO 4217`,
    }),
});
export type Money = z.infer<typeof moneySchema>;

/**
 * Currencies whose minor unit has not two decimals. The runtime's Intl is no source for this: it drops the minor units
 * that are out of use (HUF 0, IQD 0), which would show what a source counts in them a hundredfold.
 * Source: ISO 4217 list one; for IDR its everyday form, as the rupiah's sen is no longer in use and sources count rupiah.
 */
const exponents: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF IDR ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code): [string, number] => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code): [string, number] => [code, 3]),
  ['CLF', 4],
  ['UYW', 4],
]);

/** Codes of ISO 4217 that the runtime's list passes over: units of account that contracts are written in, and metals. */
const unlisted = 'BOV CHE CHW COU MXV USN VED XAG XAU XPD XPT';

/** The runtime's list is short of some that stand above, and is grown, not cut, by a newer Node.js. */
const currencies: ReadonlySet<string> = new Set([
  ...Intl.supportedValuesOf('currency'),
  ...exponents.keys(),
  ...unlisted.split(' '),
]);

/** Whether ISO 4217 knows this code. */
function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/**
 * Adds up minor units of one currency.
 * @throws {RangeError} where the sum could not be told to the cent: no figure is better than a wrong one
 */
export function sumExactly(amounts: readonly number[]): number {
  let sum = 0;
  for (const amount of amounts) {
    sum += amount;
    if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(sum))
      throw new RangeError(
        `A sum of money beyond ${Number.MAX_SAFE_INTEGER} minor units cannot be told to the cent`,
      );
  }
  return sum;
}

/** How many decimals a currency's minor unit has (USD 2, JPY 0, KWD 3, IDR 0); two for codes that the list does not name. */
export function currencyExponent(currency: string): number {
  return exponents.get(currency) ?? 2;
}

/** Writes what a customer pays a year: without cents where there are none. `USD 186,000`; nothing paid is `none`. */
export function formatArr(money: Money): string {
  return money.amount === 0 ? 'none' : formatMoney(money).replace(/\.0+$/, '');
}

/** Writes money for a person: `USD 12,400.50`, `IDR 2,000,000`. */
export function formatMoney(money: Money): string {
  const exponent = currencyExponent(money.currency);
  const digits = String(Math.abs(money.amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = exponent > 0 ? `.${digits.slice(-exponent)}` : '';
  return `${money.currency} ${money.amount < 0 ? '-' : ''}${whole}${fraction}`;
}
