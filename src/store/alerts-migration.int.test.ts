import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { alertOf } from '../../test/support/alerts.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { reconcileAlerts } from '../rules/alert/reconcile-alerts.ts';
import { alertView } from '../views/alert-view.ts';

const migration = '0028_alert_also.sql';

describeEngines('alerts from before rules could fold', (engine) => {
  test('are shown and kept up like any other, and those since keep what they say', async () => {
    const { database, store, close } = await engine.open();
    const run = async (text: string) => {
      for (const statement of text.split(/;\s*\n/)) {
        const code = statement.replace(/^\s*--.*$/gm, '').trim();
        if (code) await sql.raw(code).execute(database.queries);
      }
    };
    try {
      await run('drop schema public cascade;\ncreate schema public;\n');
      // The store writes as it does now, so everything else is there already.
      const others = readdirSync('migrations').filter((name) => name.endsWith('.sql') && name !== migration);
      for (const name of others.sort()) await run(readFileSync(`migrations/${name}`, 'utf8'));
      const { also: _, ...finding } = alertOf('old').finding;
      const since = alertOf('since', { account: 'beta' });
      await store.writeAlerts(
        [
          { ...alertOf('old'), finding: finding as typeof since.finding },
          { ...since, finding: { ...since.finding, also: ['Use fell.'] } },
        ],
        [],
      );
      await run(readFileSync(`migrations/${migration}`, 'utf8'));
      const [old, kept] = [await store.findAlert('old'), await store.findAlert('since')];
      expect([old?.finding, kept?.finding.also]).toEqual([alertOf('old').finding, ['Use fell.']]);
      if (!old) return;
      const card = { alert: old, play: null, names: new Map(), worth: null, today: '2026-11-27' };
      expect(alertView(card).summary).toContain('HIGH');
      const facts = { clearsAfterDays: () => 7, left: new Set<string>(), now: new Date('2026-11-27') };
      const { finding: seen, evidence, picture, owner } = old;
      const again = [{ finding: seen, evidence, picture, owner }];
      expect(reconcileAlerts([old], again, facts).changed).toEqual([]);
    } finally {
      await close();
    }
  });
});
