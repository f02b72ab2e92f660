import { once } from 'node:events';
import { watchAccounts } from '../src/services/alerts/watch-accounts.ts';
import { findRisks } from '../src/services/risks/find-risks.ts';
import { openDatabase } from '../src/store/database.ts';
import { createBench } from './stores.ts';

/** One of several processes on a server that watch a part of the accounts each; warms up, and writes nothing by that. */
const [url = '', index = '1', count = '1'] = process.argv.slice(2);
const bench = await createBench(
  await openDatabase({ kind: 'server', url, migrationUrl: null }),
  async () => undefined,
);
const accountIds = (await bench.ctx.store.listAccounts()).slice(0, 250).map(({ id }) => id);
for await (const _ of findRisks(bench.ctx, { accountIds }));
process.send?.('warm');
await once(process, 'message');
await watchAccounts(bench.ctx, { firstSight: 'call', part: { index: Number(index), count: Number(count) } });
process.send?.('done');
await bench.close();
process.disconnect();
