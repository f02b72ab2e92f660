import type { Alert } from '../domain/alert.ts';
import type { DigestSchedule } from '../domain/digest.ts';
import { type AlertDelivery, deliveryOf } from './alerts/alert-settings.ts';
import { mayDecide } from './approvals-waiting.ts';
import { requireReadable } from './authorize.ts';
import { bookRefusers } from './book/book-settings.ts';
import { configurationId } from './configuration.ts';
import type { RequestContext } from './context.ts';
import { subscriptionOf } from './digest/digest-recipients.ts';
import { scoreUrl } from './evidence.ts';
import { readWaiting, type Waiting } from './list-waiting.ts';

/** One account of a member as it is on their own page. */
export interface HomeAccount {
  id: string;
  name: string;
  score: number | null; // null = not one component was known, or it was never scored
  band: string | null;
  openAlerts: number;
  /** The page of the score; null = it was never scored */
  url: string | null;
}

/** What a member finds when they open the app. */
export interface Home {
  /** Theirs, the worst score first. */
  accounts: HomeAccount[];
  alerts: Alert[];
  /** What they can decide, what expires first on top. */
  waiting: Waiting[];
  names: ReadonlyMap<string, string>;
  settings: HomeSettings;
}

/** How they want to hear from Holdfast. */
export interface HomeSettings {
  alerts: AlertDelivery;
  book: 'on' | 'off';
  digest: DigestSchedule | null; // null = it is not sent to them
}

const alertsAtMost = 1_000;

/** A member's accounts, alerts and approvals, as they are now. */
export async function getHome(ctx: RequestContext): Promise<Home> {
  await requireReadable(ctx, 'account', null);
  const { member } = ctx;
  if (!member) return { accounts: [], alerts: [], waiting: [], names: new Map(), settings: usualSettings };
  const accounts = (await ctx.store.listAccounts()).filter(
    ({ owner, status }) => owner === member.id && status === 'active',
  );
  const ids = accounts.map(({ id }) => id);
  const [scores, alerts, open, members, settings] = await Promise.all([
    ctx.store.scoresAt(ids, ctx.clock.now()),
    ctx.store.listAlerts({
      states: ['open', 'acknowledged'],
      member: member.id,
      limit: alertsAtMost,
    }),
    readWaiting(ctx),
    ctx.store.listMembers(),
    settingsOf(ctx, member.id),
  ]);
  const counts = Map.groupBy(alerts, ({ account }) => account);
  const lines = accounts.map(({ id, name }): HomeAccount => {
    const found = scores.get(id);
    const hundredths = found?.hundredths ?? null;
    return {
      id,
      name,
      band: found?.band ?? null,
      openAlerts: counts.get(id)?.length ?? 0,
      score: hundredths === null ? null : hundredths / 100,
      url: found ? scoreUrl(id, found.asOf, found.knownAt, configurationId(ctx.content)) : null,
    };
  });
  return {
    accounts: lines.sort((one, other) => (one.score ?? 101) - (other.score ?? 101)),
    alerts,
    waiting: open.filter((waiting) => mayDecide(member, waiting)),
    names: new Map(members.map(({ id, name }) => [id, name])),
    settings,
  };
}

const usualSettings: HomeSettings = { alerts: 'cards', book: 'on', digest: null };

async function settingsOf(ctx: RequestContext, member: string): Promise<HomeSettings> {
  const [alerts, refusers, digest] = await Promise.all([
    deliveryOf(ctx, member),
    bookRefusers(ctx),
    subscriptionOf(ctx, member),
  ]);
  return { alerts, book: refusers.has(member) ? 'off' : 'on', digest };
}
