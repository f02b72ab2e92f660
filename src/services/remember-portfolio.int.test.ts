import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { everyAccount } from '../rules/portfolio/query.ts';
import { type PortfolioReader, rememberPortfolio } from './remember-portfolio.ts';

let ctx: Awaited<ReturnType<typeof testContext>>;
let list: PortfolioReader;
let readings = 0;
let factReadings = 0;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  const base = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
  const store = {
    ...base.store,
    readPortfolio: async (asked: Parameters<typeof base.store.readPortfolio>[0]) => {
      readings += 1;
      return await base.store.readPortfolio(asked);
    },
  };
  const counted: typeof base.store.accountsWithEventsAfter = async (...asked) => {
    factReadings += 1; // the first thing that scoring asks
    return await base.store.accountsWithEventsAfter(...asked);
  };
  ctx = { ...base, store: { ...store, accountsWithEventsAfter: counted } };
  list = rememberPortfolio(ctx);
  await ingest(ctx, [sampleEvent('contract.updated', 'acme', '2026-11-10', { name: 'Acme' })]);
});
afterAll(() => close());

const names = async (): Promise<string[]> =>
  (await list(ctx, { query: everyAccount })).selection.rows.map(({ line }) => line.account.name);
const later = (seconds: number): void => ctx.clock.set(new Date(ctx.clock.now().getTime() + seconds * 1_000));

test('pages of one moment are read from the store once, and say of which moment they are', async () => {
  const first = await list(ctx, { query: everyAccount });
  later(10);
  const second = await list(ctx, { query: everyAccount });
  expect(readings).toBe(1);
  expect([second.asOf, second.knownAt]).toEqual([first.asOf, first.knownAt]);
});

test('whom nobody has scored yet is scored once, however many pages are turned', async () => {
  const first = await list(ctx, { query: everyAccount });
  const scored = first.selection.rows[0]?.line.score;
  expect(scored?.asOf).toEqual(first.asOf); // of this reading: none is stored
  const asked = factReadings;
  expect(asked).toBeGreaterThan(0);
  const again = (await list(ctx, { query: everyAccount })).selection.rows[0]?.line.score;
  expect([again, factReadings]).toEqual([scored, asked]);
});

test('what came in is shown by the next page at the latest, and after a minute at once', async () => {
  await ingest(ctx, [sampleEvent('contract.updated', 'bolt', '2026-11-10', { name: 'Bolt' })]);
  expect(await names()).toEqual(['Acme']);
  await expect.poll(names).toEqual(['Acme', 'Bolt']);
  await ingest(ctx, [sampleEvent('contract.updated', 'cove', '2026-11-10', { name: 'Cove' })]);
  later(61);
  expect(await names()).toEqual(['Acme', 'Bolt', 'Cove']);
});

test('a role that may see no customer is refused, whatever is remembered', async () => {
  const stranger = { id: 'x', name: 'X', role: 'nobody' as never, identities: [] };
  await expect(list({ ...ctx, member: stranger }, { query: everyAccount })).rejects.toMatchObject({
    code: 'HF_FORBIDDEN',
  });
});
