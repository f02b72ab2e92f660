import { jobs } from '../jobs/index.ts';
import { createPgBossQueue } from '../jobs/pg-boss-queue.ts';
import { type Scheduler, startScheduler } from '../jobs/scheduler.ts';
import { openQueueConnection } from '../store/queue-connection.ts';
import { installQueue, queueSchema } from '../store/queue-schema.ts';
import type { OpenServices } from './open-services.ts';

/**
 * Makes every job happen in this process, or in another on the same database.
 * @throws {HoldfastError} HF_DATABASE_UNSUITABLE or HF_DATABASE_NEWER
 */
export async function startJobs(services: OpenServices): Promise<Scheduler> {
  const { database, log } = services;
  // A server's queue is laid out when it is migrated. Here commands of a terminal would pay for what they never use.
  if (database.kind === 'embedded') await installQueue(database.queries);
  const queue = await createPgBossQueue({
    connection: openQueueConnection(database),
    engine: database.kind,
    schema: queueSchema,
    log,
  });
  return await startScheduler({ services, jobs, queue });
}
