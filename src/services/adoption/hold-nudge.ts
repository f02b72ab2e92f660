import type { Action } from '../../domain/action.ts';
import { isBuiltIn } from '../../domain/event.ts';
import { capsFreeAt } from '../../rules/adoption/plan-nudges.ts';
import { nextOpenInstant, zoneOf } from '../../rules/adoption/quiet-hours.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { Services } from '../context.ts';

const weekMs = 7 * 86_400_000;

/**
 * Until when an approved nudge must wait: quiet hours and caps hold when it is sent, whenever it was approved and whoever
 * proposed it.
 * @returns null = it may go now, or is no nudge
 */
export async function holdNudge(
  { content }: Pick<Services, 'content'>,
  { kind, account: id, params: { user } }: Action,
  proposalId: string,
  store: StoreTransaction,
  now: Date,
): Promise<Date | null> {
  if (kind !== 'nudge.send' || id === null || typeof user !== 'string') return null;
  const { settings } = content.adoption;
  const since = new Date(now.getTime() - weekMs);
  const [account] = await store.findAccounts([id]);
  const ours = await store.listNudgeSends({ account: id, user, except: proposalId, since, now });
  const known = new Set([proposalId, ...ours.map((sent) => sent.proposalId)]);
  const records = await store.readRecordsOfTypes([id], ['nudge.sent'], { from: since, to: now });
  const told = records.get(id) ?? [];
  const products = told.flatMap(({ event }) =>
    isBuiltIn(event) &&
    event.type === 'nudge.sent' &&
    event.user === user &&
    !known.has(event.payload.nudgeId)
      ? [event.at]
      : [],
  );
  const free = capsFreeAt(settings.caps, [...ours.map(({ at }) => at), ...products], now);
  const zone = zoneOf(settings, account?.region ?? null, content.sla.workingHours.zone);
  const at = nextOpenInstant(free, settings.quiet, zone);
  return at > now ? at : null;
}
