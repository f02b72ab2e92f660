import { once } from 'node:events';
import { openDatabase } from '../src/store/database.ts';
import { runActions } from './action-cycle.ts';
import { createBench } from './stores.ts';

/** One of several workers on a server: warms up, says so, waits for the start, and says when it is done. */
const [url = '', count = '0', name = ''] = process.argv.slice(2);
const bench = await createBench(
  await openDatabase({ kind: 'server', url, migrationUrl: null }),
  async () => undefined,
);
await runActions(bench.ctx, 200, name); // as many as the one that it is held against
process.send?.('warm');
await once(process, 'message');
await runActions(bench.ctx, Number(count), name);
process.send?.('done');
await bench.close();
process.disconnect();
