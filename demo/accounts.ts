import type { DemoAccount } from './account.ts';
import { enterpriseAccounts } from './accounts/enterprise.ts';
import { midMarketAccounts } from './accounts/mid-market.ts';
import { smallBusinessAccounts } from './accounts/small-business.ts';

/** Every customer of Brightweir, the made-up company of the demo. */
export const demoAccounts: readonly DemoAccount[] = [
  ...enterpriseAccounts,
  ...midMarketAccounts,
  ...smallBusinessAccounts,
];
