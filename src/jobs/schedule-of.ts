import type { Services } from '../services/context.ts';
import type { Job } from './job.ts';
import { readCron, type Schedule } from './slots.ts';

/** When a job is due in this installation. */
export function scheduleOf(services: Pick<Services, 'content'>, job: Pick<Job, 'cron' | 'zone'>): Schedule {
  return readCron(job.cron, zoneOf(services, job));
}

/** Whose clock on the wall a job goes by, of the IANA list: the organisation's is that of its working hours. */
export function zoneOf({ content }: Pick<Services, 'content'>, { zone }: Pick<Job, 'zone'>): string {
  return zone === 'organisation' ? content.sla.workingHours.zone : 'UTC';
}
