import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { embedded } from '../../../test/support/stores.ts';
import { renderFindingPage } from '../../console/finding-page.ts';
import { ruleFacts } from '../../rules/facts/index.ts';
import type { Store } from '../../store/store.ts';
import { alertView } from '../../views/alert-view.ts';
import { watchAccounts } from '../alerts/watch-accounts.ts';
import type { RequestContext } from '../context.ts';
import { type FindingPage, getFindingPage } from './get-finding-page.ts';

const now = '2026-11-23T09:00:00Z';
const sessions = ['2026-08-01', '2026-08-03', '2026-08-05', '2026-08-15', '2026-08-17', '2026-09-01'];

let store: Store;
let ctx: RequestContext;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await embedded.open());
  ctx = await testContext(store, now);
  await ingest(ctx, [
    sampleEvent('contract.updated', 'acme', '2026-01-10', {
      name: 'Acme',
      renewsOn: '2027-01-10',
      arr: { amount: 4_800_000, currency: 'EUR' },
      tier: 'pro',
    }),
    ...sessions.map((day) => sampleEvent('user.session', 'acme', day, {}, { id: `s-${day}`, user: 'ann' })),
    sampleEvent('billing.invoice', 'acme', '2026-09-20', {
      invoiceId: 'a',
      status: 'issued',
      dueOn: '2026-10-20',
    }),
  ]);
  await watchAccounts(ctx, { firstSight: 'call' });
});
afterAll(() => close());

const factOf = (page: FindingPage, id: string) =>
  page.sides.flatMap(({ facts }) => facts).find((fact) => fact.id === id);

describe('the page of a finding', () => {
  it('has each figure with what was asked of it and the very days that it was counted from', async () => {
    const page = await getFindingPage(ctx, { account: 'acme', rule: 'no-login' });
    expect(page.sides.map(({ rule }) => rule)).toEqual(['no-login', 'score-drop', 'usage-drop']);
    expect(page.sides[0]).toMatchObject({ state: 'holds', severity: 'critical' });
    const since = factOf(page, 'daysSinceEngaged');
    expect(since).toMatchObject({
      value: '83 days',
      asked: [
        { asked: 'at least 14 days', holds: true },
        { asked: 'at least 60 days', holds: true, makes: 'critical' },
      ],
    });
    expect(since?.records.map(({ eventId }) => eventId)).toEqual(['s-2026-09-01']);
    expect(factOf(page, 'longestPauseDays')).toMatchObject({ value: '15 days' });
    expect(factOf(page, 'longestPauseDays')?.records.map(({ eventId }) => eventId)).toEqual([
      ...['s-2026-09-01', 's-2026-08-17'],
    ]);
    expect(factOf(page, 'score')?.more?.url).toMatch(/^\/evidence\/scores\/acme\?asOf=2026-11-23T09/);
    expect(factOf(page, 'scoreBefore14')?.more?.url).toMatch(/asOf=2026-11-09T23:59/);
  });

  it('says the same later, whatever came in since', async () => {
    const moment = { asOf: new Date(now), knownAt: await store.lastSequence() };
    const before = await getFindingPage(ctx, { account: 'acme', rule: 'unpaid-invoice', ...moment });
    expect(factOf(before, 'overdueDays')).toMatchObject({ value: '34 days', records: [{ kind: 'billing' }] });
    await ingest(ctx, [
      sampleEvent('billing.invoice', 'acme', '2026-11-22', { invoiceId: 'a', status: 'paid' }),
      sampleEvent('user.session', 'acme', '2026-11-22', {}, { user: 'ann' }),
    ]);
    expect(await getFindingPage(ctx, { account: 'acme', rule: 'unpaid-invoice', ...moment })).toEqual(before);
    const today = await getFindingPage(ctx, { account: 'acme', rule: 'unpaid-invoice' });
    expect(today.sides[0]).toMatchObject({ state: 'clear' });
  });

  it('names the version that a link was made under where the rules have changed', async () => {
    const input = { account: 'acme', rule: 'no-login' };
    expect((await getFindingPage(ctx, { ...input, pack: 'at-risk@1' })).packThen).toBeNull();
    const old = await getFindingPage(ctx, { ...input, pack: 'at-risk@0' });
    expect(old.packThen).toBe('at-risk@0');
    expect(renderFindingPage(old, (path) => path)).toContain('The rules have changed since');
  });

  it('is refused for a rule or an account that nobody knows', async () => {
    await expect(getFindingPage(ctx, { account: 'acme', rule: 'none' })).rejects.toMatchObject({
      code: 'HF_NOT_FOUND',
    });
    await expect(getFindingPage(ctx, { account: 'nobody', rule: 'no-login' })).rejects.toMatchObject({
      code: 'HF_ACCOUNT_UNKNOWN',
    });
  });
});

it('every figure of a card leads to the page or the record that says it', async () => {
  const alerts = await store.listAlerts({ states: ['open'], limit: 10 });
  const alert = alerts.find(({ finding }) => finding.rule === 'no-login');
  if (!alert) throw new Error('no alert was raised');
  expect(alert.finding.also.length).toBeGreaterThan(0);
  const names = new Map<string, string>();
  const { blocks } = alertView({ alert, play: null, names, worth: null, today: '2026-11-23' });
  const said = blocks.flatMap((block) =>
    block.kind === 'text' ? [block.spans] : block.kind === 'list' ? block.items : [],
  );
  const figures = said.flat().filter(({ text, strong }) => strong && /\d/.test(text));
  expect(figures.length).toBeGreaterThan(2);
  for (const { link } of figures)
    expect(link).toMatch(/^\/evidence\/findings\/acme\?rule=no-login&pack=at-risk@1/);
  const url = new URL(figures[0]?.link ?? '', 'http://here');
  const page = await getFindingPage(ctx, {
    account: 'acme',
    rule: 'no-login',
    asOf: new Date(url.searchParams.get('asOf') ?? ''),
    knownAt: Number(url.searchParams.get('knownAt')),
  });
  for (const { fact, words } of alert.finding.figures) expect(factOf(page, fact)?.value).toBe(words);
  const stakes = blocks.find((block) => block.kind === 'facts');
  expect(stakes?.facts.map(({ value }) => value[0]?.link)).toEqual([
    ...[
      expect.stringMatching(/^\/evidence\/events\/\d+$/),
      expect.stringMatching(/^\/evidence\/events\/\d+$/),
    ],
    ...[expect.stringMatching(/^\/evidence\/scores\//), undefined],
  ]);
});

it('every fact of rules says where its figure can be looked up', () => {
  const dumb = ruleFacts.filter(
    ({ records, contract, needs, scoreAge }) =>
      !records && !contract && needs.length === 0 && scoreAge === undefined,
  );
  expect(dumb.map(({ id }) => id)).toEqual([]);
});
