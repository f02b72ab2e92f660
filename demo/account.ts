import type { Money } from '../src/domain/money.ts';
import type { Story } from './story.ts';

/** A made-up customer of Brightweir. Days are counted back from the anchor. */
export interface DemoAccount {
  /** Slug; also the customer's domain, `id.example`. */
  id: string;
  name: string;
  /** Other names that people use for it. */
  aliases?: readonly string[];
  market: {
    segment: 'enterprise' | 'mid-market' | 'smb';
    icp: string;
    useCase: string;
    region: 'eu' | 'us' | 'apac';
  };
  contract: {
    tier: 'free' | 'starter' | 'pro' | 'enterprise';
    seats: number;
    arr: Money;
    invoiced: 'monthly' | 'quarterly' | 'yearly' | 'never';
    startedDaysAgo: number;
    endedDaysAgo?: number;
    churnReason?: string;
  };
  /** Seats and price before the expansion of its story. */
  before?: { seats: number; arr: Money };
  /** The member who looks after it. */
  owner: 'csm1' | 'csm2';
  /** How many people there use the product. */
  people: number;
  /** Local part of the address of the person who drives the product there; invented when absent. */
  champion?: string;
  /** Local part of the address of the sponsor; invented when absent. */
  sponsor?: string;
  /** Connected systems, in the order in which they were connected. */
  integrations: readonly string[];
  story: Story;
}

/** Dollars, in cents. */
export function usd(amount: number): Money {
  return { amount: amount * 100, currency: 'USD' };
}

/** Euros, in cents. */
export function eur(amount: number): Money {
  return { amount: amount * 100, currency: 'EUR' };
}

/** Yen, which have no smaller unit. */
export function jpy(amount: number): Money {
  return { amount, currency: 'JPY' };
}

/** Rupiah, counted whole. */
export function idr(amount: number): Money {
  return { amount, currency: 'IDR' };
}
