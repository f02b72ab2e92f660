import { expect, it } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf, findingOf } from '../../../test/support/alerts.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { accountsAtRisk } from './accounts-at-risk.ts';

const now = '2026-11-27T12:00:00.000Z';

describeEngines('accounts at risk', (engine) => {
  it('are those that are still customers and have an alert that is not closed, with all that it says', async () => {
    const { store, close } = await engine.open();
    try {
      const ctx = await testContext(store, now);
      const contract = (id: string, more: object = {}) =>
        sampleEvent('contract.updated', id, '2026-01-01', { name: id, startsOn: '2025-01-01', ...more });
      await ingest(ctx, [
        ...['both', 'closed', 'growing', 'snoozed'].map((id) => contract(id)),
        contract('gone'),
        sampleEvent('contract.updated', 'gone', '2026-11-01', { status: 'ended' }),
      ]);
      const of = (account: string, rule: string) => ({
        account,
        finding: findingOf({ account, rule, kind: rule === 'limit-reached' ? 'expansion' : 'risk' }),
      });
      const end = { at: now, because: 'cleared' as const, by: null };
      await store.writeAlerts(
        [
          alertOf('1', of('both', 'no-login')),
          alertOf('2', { ...of('both', 'unpaid-invoice'), quiet: true }),
          alertOf('3', { ...of('closed', 'no-login'), state: 'closed', end }),
          alertOf('4', of('growing', 'limit-reached')),
          alertOf('5', {
            ...of('snoozed', 'no-login'),
            state: 'snoozed',
            snooze: { until: '2026-12-24T00:00:00.000Z', reason: 'Later', by: 'csm1' },
          }),
          alertOf('6', of('gone', 'no-login')),
        ],
        [],
      );
      const found = await accountsAtRisk(ctx);
      expect(found.map(({ account, findings }) => [account.id, findings.map(({ rule }) => rule)])).toEqual([
        ['both', ['no-login', 'unpaid-invoice']],
        ['snoozed', ['no-login']],
      ]);
    } finally {
      await close();
    }
  });
});
