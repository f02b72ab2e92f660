import type { Services } from './context.ts';

/** Writes down that somebody was refused account data, and why. */
export async function recordRefusal(
  services: Pick<Services, 'store' | 'clock'>,
  actor: string,
  reason: string,
  place: { platform: string; team: string; user: string; channel: string },
): Promise<void> {
  await services.store.appendAudit({
    at: services.clock.now(),
    actor,
    action: 'account.refused',
    account: null,
    detail: { reason, ...place },
  });
}
