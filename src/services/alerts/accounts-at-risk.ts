import type { Account } from '../../domain/account.ts';
import type { Finding } from '../../domain/finding.ts';
import type { RequestContext } from '../context.ts';

/** An account with what its open alerts say. */
export interface AccountAtRisk {
  account: Account;
  findings: Finding[];
}

const alertsAtMost = 10_000;

/**
 * The customers with an alert that is not closed, from what the watches wrote down: asking every rule about every account
 * would take as long as a night. What may grow is no risk.
 */
export async function accountsAtRisk({ store }: RequestContext): Promise<AccountAtRisk[]> {
  const alerts = await store.listAlerts({
    states: ['open', 'acknowledged', 'snoozed'],
    limit: alertsAtMost,
  });
  const byAccount = Map.groupBy(
    alerts.filter(({ finding }) => finding.kind !== 'expansion'),
    ({ account }) => account,
  );
  const accounts = await store.findAccounts([...byAccount.keys()]);
  return accounts
    .filter(({ status }) => status === 'active')
    .map((account) => ({
      account,
      findings: (byAccount.get(account.id) ?? []).map(({ finding }) => finding),
    }));
}
