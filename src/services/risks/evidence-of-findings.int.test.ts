import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { loadContent } from '../../content/content.ts';
import type { Store } from '../../store/store.ts';
import type { RequestContext } from '../context.ts';
import { evidenceOfFindings } from './evidence-of-findings.ts';
import { findRisks } from './find-risks.ts';

const now = '2026-11-23T09:00:00Z';

describeEngines('the records of findings', (engine) => {
  let store: Store;
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ store, close } = await engine.open());
    const content = await loadContent(null);
    content.customTypes = new Map([
      ['portal.visited', { name: 'portal.visited', feeds: 'session', required: {} }],
    ]);
    ctx = await testContext(store, now, content);
  });
  afterAll(() => close());

  async function evidenceOf(account: string, rule: string): Promise<string[]> {
    const moment = { asOf: ctx.clock.now(), knownAt: await store.lastSequence() };
    for await (const { findings } of findRisks(ctx, { accountIds: [account] })) {
      const found = findings.find((finding) => finding.rule === rule);
      if (!found) throw new Error(`${rule} does not hold: ${findings.map((one) => one.rule)}`);
      const [lines = []] = await evidenceOfFindings(ctx, [found], moment);
      return lines.map(({ eventId }) => eventId);
    }
    return [];
  }

  it('of an overdue invoice are those of the very invoice', async () => {
    const invoice = (id: string, on: string, payload: Record<string, unknown>) =>
      sampleEvent('billing.invoice', 'owes', on, payload, { id });
    await ingest(ctx, [
      invoice('due', '2026-09-20', { invoiceId: 'a', status: 'issued', dueOn: '2026-10-20' }),
      invoice('late', '2026-10-28', { invoiceId: 'a', status: 'overdue' }),
      invoice('paid-late', '2026-09-20', { invoiceId: 'b', status: 'overdue' }),
      invoice('paid', '2026-10-20', { invoiceId: 'b', status: 'paid' }),
      invoice('not-due', '2026-11-20', { invoiceId: 'c', status: 'issued', dueOn: '2026-12-20' }),
    ]);
    expect(await evidenceOf('owes', 'unpaid-invoice')).toEqual(['late', 'due']);
  });

  it('of a broken integration are those that say it is', async () => {
    const state = (id: string, on: string, integration: string, is: string) =>
      sampleEvent('integration.state', 'sap-user', on, { integration, state: is }, { id });
    await ingest(ctx, [
      state('broke', '2026-11-01', 'sap', 'failed'),
      ...['crm', 'erp', 'bi'].map((name) => state(`up-${name}`, '2026-11-20', name, 'connected')),
    ]);
    expect(await evidenceOf('sap-user', 'integration-broken')).toEqual(['broke']);
  });

  it('of a silence are the last signs of life, of registered types too', async () => {
    const days = ['2026-09-01', '2026-09-03', '2026-09-05', '2026-09-07', '2026-09-09'];
    await ingest(
      ctx,
      days.map((day) =>
        sampleEvent('portal.visited', 'custom', day, {}, { id: `visit-${day}`, user: 'ann' }),
      ),
    );
    expect(await evidenceOf('custom', 'no-login')).toEqual([
      'visit-2026-09-09',
      'visit-2026-09-07',
      'visit-2026-09-05',
    ]);
  });

  it('of a renewal are the record that says when it is, and what the score was counted from', async () => {
    const sessions = ['2026-06-01', '2026-06-02'].map((day) =>
      sampleEvent('user.session', 'renews', day, {}, { id: `renews-${day}`, user: 'ann' }),
    );
    await ingest(ctx, [
      sampleEvent('contract.updated', 'renews', '2025-01-10', { renewsOn: '2027-01-10' }, { id: 'signed' }),
      sampleEvent('contract.updated', 'renews', '2026-11-22', { tier: 'pro' }, { id: 'upgraded' }),
      ...sessions,
    ]);
    expect((await evidenceOf('renews', 'renewal-risk'))[0]).toBe('signed');
  });
});
