import pino from 'pino';
import { createManualClock } from '../../src/domain/clock.ts';
import { createIds } from '../../src/domain/ids.ts';
import { createPgBossQueue } from '../../src/jobs/pg-boss-queue.ts';
import { startScheduler } from '../../src/jobs/scheduler.ts';
import { type DatabaseLocation, openDatabase } from '../../src/store/database.ts';
import { openQueueConnection } from '../../src/store/queue-connection.ts';
import { installQueue, queueSchema } from '../../src/store/queue-schema.ts';
import { createStore } from '../../src/store/store.ts';

/**
 * A process of its own that runs one job per slot. Arguments: the database's location, the instants at which its clock
 * stands one after the other, and `hang` for a job that never ends. It writes a line for every slot that it begins.
 */
const [location = '', instants = '', mode] = process.argv.slice(2);
const database = await openDatabase(JSON.parse(location) as DatabaseLocation);
if (database.kind === 'embedded') await installQueue(database.queries);
const log = pino({ level: 'silent' });
const [first = '', ...others] = instants.split(',');
const clock = createManualClock(new Date(first));
const store = createStore(database);
const pace = { poll: 0.5, supervise: 1, retries: 3, retryDelay: 0 };
const queue = await createPgBossQueue({
  connection: openQueueConnection(database),
  engine: database.kind,
  schema: queueSchema,
  log,
  pace,
});
const job = {
  name: 'test.run',
  cron: '* * * * *',
  summary: 'Says which slot it runs.',
  expireSeconds: 2,
  run: async (_ctx: unknown, slot: Date): Promise<void> => {
    process.stdout.write(`${slot.toISOString()}\n`);
    if (mode === 'hang') await new Promise(() => undefined);
  },
};
// What the job does not use is left out.
const left = {
  content: null as never,
  knowledge: null as never,
  indexing: null as never,
  artifacts: null as never,
};
const channels = { alerts: null };
const services = { ...left, channels, store, clock, ids: createIds(), log, door: null as never };
const scheduler = await startScheduler({ services, jobs: [job], queue });
for (const instant of others) {
  clock.set(new Date(instant));
  await scheduler.tick();
}
if (mode !== 'hang') {
  process.stdin.resume();
  process.stdin.once('end', async () => {
    await scheduler.stop();
    await database.close();
    process.exit(0);
  });
}
