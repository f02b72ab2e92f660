import { describe, expect, it } from 'vitest';
import {
  firstWeek,
  type Happened,
  integration,
  onboardingFacts,
  reached,
} from '../../../test/support/onboarding.ts';
import { type FoundFriction, logFriction } from './log-friction.ts';

function found(key: string, asOfDay: number, happened: readonly Happened[]): FoundFriction | undefined {
  return logFriction(onboardingFacts(asOfDay, happened)).find((entry) => entry.key === key);
}

describe('the friction log', () => {
  it('has a failed integration until it connects', () => {
    const failed = [integration(2, 'crm'), integration(3, 'crm', 'failed')];
    expect(found('integration:crm', 4, failed)).toMatchObject({
      title: 'Integration crm has failed',
      isOpen: true,
      count: 1,
    });
    const mended = found('integration:crm', 6, [...failed, integration(5, 'crm')]);
    expect(mended).toMatchObject({ title: 'Integration crm had failed', isOpen: false });
    expect(mended?.evidence.map(({ event }) => event.id)).toEqual(['e2']);
  });

  it('has retried jobs, open unless the last run went through', () => {
    const retry = (day: number, outcome: string): Happened => [day, 'job.retry', { job: 'load', outcome }];
    expect(found('job:load', 4, [retry(2, 'failed'), retry(3, 'failed')])).toMatchObject({
      isOpen: true,
      count: 2,
    });
    expect(found('job:load', 4, [retry(2, 'failed'), retry(3, 'succeeded')])?.isOpen).toBe(false);
  });

  it('sums errors by their code, the newest records as evidence', () => {
    const error = (day: number, count: number): Happened => [day, 'error.raised', { code: 'E1', count }];
    const errors = [1, 2, 3, 4, 5, 6].map((day) => error(day, 10));
    const entry = found('error:E1', 7, errors);
    expect(entry).toMatchObject({ count: 60, isOpen: true });
    expect(entry?.evidence.map(({ event }) => event.id)).toEqual(['e6', 'e5', 'e4', 'e3', 'e2']);
    expect(found('error:E1', 9.5, errors)?.isOpen).toBe(false);
  });

  it('has tickets until they are solved', () => {
    const ticket: Happened = [2, 'ticket.created', { ticketId: 'T-1', priority: 'P2', subject: 'No data' }];
    expect(found('ticket:T-1', 4, [ticket])).toMatchObject({ title: 'Ticket T-1: P2 No data', isOpen: true });
    expect(found('ticket:T-1', 4, [ticket, [3, 'ticket.resolved', { ticketId: 'T-1' }]])?.isOpen).toBe(false);
  });

  it('has every stretch of more than three days without a move, and none that is shorter', () => {
    const moves = [reached(3, 'sso_live'), reached(7, 'dataset_ingested')];
    expect(found('stall:2026-11-04', 8, moves)).toMatchObject({
      title: 'No progress for 4 days',
      isOpen: false,
    });
    expect(found('stall:2026-11-01', 8, moves)).toBeUndefined();
    expect(found('stall:2026-11-08', 12, moves)).toMatchObject({
      title: 'No progress for 5 days',
      isOpen: true,
    });
    expect(found('stall:2026-11-08', 45, moves)).toMatchObject({
      title: 'No progress for 23 days',
      isOpen: false,
    });
  });

  it('puts what is open first, and is empty where nothing went wrong', () => {
    expect(logFriction(onboardingFacts(6, firstWeek))).toEqual([]);
    const mixed = logFriction(
      onboardingFacts(6, [
        ...firstWeek,
        integration(2.5, 'mail', 'failed'),
        integration(5, 'crm', 'failed'),
        integration(6, 'crm'),
      ]),
    );
    expect(mixed.map(({ key }) => key)).toEqual(['integration:mail', 'integration:crm']);
  });
});
