import type { UtcDay } from '../../domain/utc-day.ts';
import { localTime } from '../../rules/business-time/local-time.ts';
import type { RequestContext } from '../context.ts';

/** Today on the wall of the organisation: due days and reviews are days there. */
export function localToday({ content, clock }: Pick<RequestContext, 'content' | 'clock'>): UtcDay {
  return localTime(content.sla.workingHours.zone, clock.now()).day;
}
