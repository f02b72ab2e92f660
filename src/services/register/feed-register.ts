import type { Alert } from '../../domain/alert.ts';
import type { Play } from '../../domain/play.ts';
import type { RegisterEntry } from '../../domain/register.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import { decideEntry } from '../../rules/register/decide-entry.ts';
import {
  type FedOpportunity,
  feedRegister,
  matterOfAlert,
  matterOfOpportunity,
} from '../../rules/register/feed-register.ts';
import type { RequestContext } from '../context.ts';
import { readExpansions } from '../digest/read-records.ts';
import { writeChange } from './act-on-entry.ts';
import { keepNew } from './add-entry.ts';
import { localToday } from './local-day.ts';

const alertsAtMost = 50_000;

/** What a look at alerts and opportunities came to. */
export interface FedRegister {
  opened: number;
  /** Entries that ask to be closed, or no longer do, or are done since their step is. */
  changed: number;
}

/**
 * Brings the register up to date by itself: grave alerts that stay open and opportunities on record come in, and what an
 * entry was about says so when it is over. Each is a transaction of its own; two processes at once make nothing twice.
 */
export async function feedFromRecords(caller: RequestContext): Promise<FedRegister> {
  const ctx = { ...caller, member: null };
  const facts = await readFacts(ctx);
  const plan = feedRegister(facts);
  const result: FedRegister = { opened: 0, changed: 0 };
  for (const given of plan.open) {
    const kept = await ctx.store.transaction((store) => keepNew(ctx, store, given, null));
    if (kept) result.opened++;
  }
  const today = localToday(ctx);
  for (const { entry, command } of plan.change) {
    const decision = decideEntry(entry, command, { now: ctx.clock.now(), today });
    if (!decision.ok) continue;
    const isWritten = await ctx.store.transaction((store) =>
      writeChange(ctx, store, decision.entry, entry.revision, decision.note),
    );
    if (isWritten) result.changed++;
  }
  return result;
}

async function readFacts(ctx: RequestContext): Promise<Parameters<typeof feedRegister>[0]> {
  const now = ctx.clock.now();
  const standing = await ctx.store.listAlerts({
    states: ['open', 'acknowledged', 'snoozed'],
    limit: alertsAtMost,
  });
  const opportunities = await readOpportunities(ctx, now);
  const open = await ctx.store.listRegister({ states: ['open'], limit: alertsAtMost });
  const ended = await ctx.store.registerOf({
    matters: [...standing.map(matterOfAlert), ...opportunities.map(matterOfOpportunity)],
    alerts: standing.map(({ id }) => id),
  });
  const entries = [...new Map([...open, ...ended].map((entry) => [entry.id, entry])).values()];
  const accounts = await ctx.store.findAccounts([...new Set(open.flatMap(({ account }) => account ?? []))]);
  return {
    now,
    opportunities,
    entries,
    riskAfterDays: ctx.content.register.riskAfterDays,
    alerts: await withLinked(ctx, standing, open),
    reopenings: await ctx.store.lastReopenings(standing.map(({ id }) => id)),
    plays: await readPlaysOf(ctx, open),
    left: new Set(accounts.filter(({ status }) => status !== 'active').map(({ id }) => id)),
  };
}

/** Alerts that open entries are about are read though they are closed. */
async function withLinked(
  { store }: RequestContext,
  standing: readonly Alert[],
  open: readonly RegisterEntry[],
): Promise<Alert[]> {
  const known = new Set(standing.map(({ id }) => id));
  const missing = [...new Set(open.flatMap(({ alerts }) => alerts))].filter((id) => !known.has(id));
  return [...standing, ...(await store.findAlerts(missing))];
}

async function readPlaysOf(
  { store }: RequestContext,
  open: readonly RegisterEntry[],
): Promise<Map<string, Play>> {
  const plays = new Map<string, Play>();
  for (const id of new Set(open.flatMap(({ step }) => step?.play ?? []))) {
    const play = foldPlay((await store.findPlay(id))?.events ?? []);
    if (play) plays.set(id, play);
  }
  return plays;
}

async function readOpportunities(ctx: RequestContext, now: Date): Promise<FedOpportunity[]> {
  const moment = { asOf: now, knownAt: await ctx.store.lastSequence() };
  const records = await readExpansions(ctx, moment);
  const accounts = new Map(
    (await ctx.store.findAccounts([...new Set(records.map(({ account }) => account))])).map((one) => [
      one.id,
      one,
    ]),
  );
  return records.flatMap(({ account: id, opportunityId, state, arr, at }) => {
    const account = accounts.get(id);
    // Nobody expands with a customer who has left.
    if (!account || (account.status !== 'active' && state === 'opened')) return [];
    return [{ account: { id, name: account.name, owner: account.owner }, opportunityId, state, arr, at }];
  });
}
