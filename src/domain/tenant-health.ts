import type { UtcDay } from './utc-day.ts';

/** How the product works for one customer: `down` = something of theirs stands still. */
const tenantStates = ['ok', 'degraded', 'down'] as const;
export type TenantState = (typeof tenantStates)[number];

/** One reason for a state that is not `ok`; `url` = the record that says so. */
export interface TenantTrouble {
  state: Exclude<TenantState, 'ok'>;
  text: string;
  url: string;
  /** True = it is about our promises, which we do not tell the customer on a page. */
  isOurs: boolean;
}

/** What is known of how the product works for one customer. Instants are ISO 8601. */
export interface TenantHealth {
  account: { id: string; name: string };
  asOf: string;
  knownAt: number;
  state: TenantState;
  /** The gravest first. */
  troubles: TenantTrouble[];
  /** In the seven days up to `asOf`, and in the seven before. */
  errors: { now: number; before: number; codes: { code: string; errors: number; url: string }[] };
  integrations: { name: string; state: string; since: string; url: string }[];
  limits: { limit: string; used: number; allowed: number; percent: number; at: string; url: string }[];
  incidents: { title: string; severity: string | null; openedAt: string; url: string }[]; // severity null = nobody said
  /** Of open tickets. */
  clocks: { running: number; warning: number; breached: number };
  /** Day of the last record of this customer. */
  lastEventOn: UtcDay;
}
