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

/** Writes down that Slack delivered a request of another workspace or app, which was not answered. */
export async function recordSlackRefusal(
  services: Pick<Services, 'store' | 'clock'>,
  reason: string,
  from: { team: string | null; user: string | null },
): Promise<void> {
  const { team, user } = from;
  await services.store.appendAudit({
    at: services.clock.now(),
    actor: 'unknown',
    action: 'slack.refused',
    account: null,
    detail: { reason, ...(team && { team }), ...(user && { user }) },
  });
}

/** Writes down that Teams delivered a request of another company's person, which was not answered. */
export async function recordTeamsRefusal(
  services: Pick<Services, 'store' | 'clock'>,
  reason: string,
  { team, user }: { team: string; user: string },
): Promise<void> {
  await services.store.appendAudit({
    at: services.clock.now(),
    actor: 'unknown',
    action: 'teams.refused',
    account: null,
    detail: { reason, team, user },
  });
}
