import { z } from 'zod';

/** An amount in the minor units of its currency (cents; whole rupiah), never a float. */
export const moneySchema = z.object({
  amount: z.int(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'a three-letter ISO 4217 code'),
});
export type Money = z.infer<typeof moneySchema>;

/** Currencies whose everyday form differs from ISO 4217: the rupiah's sen is no longer in use. */
const exponentOverrides: Readonly<Record<string, number>> = { IDR: 0 };

/**
 * How many decimals a currency's minor unit has (USD 2, JPY 0, KWD 3, IDR 0).
 * Source: ISO 4217 as known to the runtime's Intl, with `exponentOverrides`.
 */
export function currencyExponent(currency: string): number {
  const override = exponentOverrides[currency];
  if (override !== undefined) return override;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** Writes money for a person: `USD 12,400.50`, `IDR 2,000,000`. */
export function formatMoney(money: Money): string {
  const exponent = currencyExponent(money.currency);
  const digits = String(Math.abs(money.amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = exponent > 0 ? `.${digits.slice(-exponent)}` : '';
  return `${money.currency} ${money.amount < 0 ? '-' : ''}${whole}${fraction}`;
}
