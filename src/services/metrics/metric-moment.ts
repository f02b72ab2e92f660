import type { Scorecard } from '../../domain/metric.ts';
import { isAhead, utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { type Month, monthNamed, monthOf } from '../../rules/business-time/month-of.ts';
import type { RequestContext } from '../context.ts';

/** Which month, and what was known of it. */
export interface ScorecardInput {
  /** `2026-11`; default: the month that is running */
  month?: string | undefined;
  /** The moment of a running month; default: now */
  asOf?: Date | undefined;
  /** Default: everything received so far */
  knownAt?: number | undefined;
}

/** A month with its end, or the moment at which it is asked about, and what was known. */
export interface MetricMoment {
  month: Month;
  /** What happened from here on is left out. */
  to: Date;
  knownAt: number;
}

/** @throws {HoldfastError} HF_USAGE for a month that is none, or has not begun; HF_DATE_INVALID, HF_SEQUENCE_UNKNOWN */
export async function metricMoment(ctx: RequestContext, input: ScorecardInput): Promise<MetricMoment> {
  const now = input.asOf ?? ctx.clock.now();
  if (isAhead(utcDayOf(now), ctx.clock.now()))
    throw new HoldfastError(
      'HF_DATE_INVALID',
      `${now.toISOString()} lies ahead, and the future is not known`,
      {
        next: 'Leave the moment out, or choose an earlier one.',
      },
    );
  const { zone } = ctx.content.sla.workingHours;
  const month = chooseMonth(input.month, now, zone);
  const last = await ctx.store.lastSequence();
  const { knownAt = last } = input;
  if (knownAt > last)
    throw new HoldfastError('HF_SEQUENCE_UNKNOWN', `Sequence number ${knownAt} has not been received yet`, {
      next: `The last one is ${last}; what is known at a later one would change with every event.`,
    });
  return { month, to: month.to < now ? month.to : now, knownAt };
}

function chooseMonth(text: string | undefined, now: Date, zone: string): Month {
  if (text === undefined) return monthOf(now, zone);
  const month = monthNamed(text, zone);
  if (!month)
    throw new HoldfastError('HF_USAGE', `'${text.slice(0, 40)}' is not a month`, {
      next: 'Write it as 2026-11, or leave it out for the month that is running.',
    });
  if (month.from > now)
    throw new HoldfastError('HF_USAGE', `${text} has not begun`, { next: 'Choose a month up to this one.' });
  return month;
}

/** What the figures of a month say about themselves. */
export function headOf({
  month,
  to,
  knownAt,
}: MetricMoment): Pick<Scorecard, 'month' | 'asOf' | 'knownAt' | 'isRunning'> {
  return { month: month.name, asOf: to.toISOString(), knownAt, isRunning: to < month.to };
}
