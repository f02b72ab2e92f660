import type { Services } from '../services/context.ts';
import type { Job } from './job.ts';
import { readCron, type Schedule } from './slots.ts';

/** When a job is due in this installation. */
export function scheduleOf(services: Pick<Services, 'content'>, job: Pick<Job, 'cron' | 'zone'>): Schedule {
  return readCron(job.cron, zoneOf(services, job));
}

/** The zone of the organisation's working hours; UTC where nobody wrote any down. */
function organisationZone(_content: Services['content']): string {
  return 'UTC';
}

/** Whose clock on the wall a job goes by, of the IANA list. */
export function zoneOf({ content }: Pick<Services, 'content'>, { zone }: Pick<Job, 'zone'>): string {
  return zone === 'organisation' ? organisationZone(content) : 'UTC';
}
