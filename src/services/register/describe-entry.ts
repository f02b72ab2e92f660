import { pathSegment } from '../../domain/path-segment.ts';
import type { RegisterEntry } from '../../domain/register.ts';
import type {
  RegisterAccount,
  RegisterAlert,
  RegisterCard,
  RegisterPlay,
} from '../../domain/register-card.ts';
import { addDays, utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { foldPlay } from '../../rules/playbook/evolve-play.ts';
import type { RequestContext } from '../context.ts';
import { eventUrl, registerUrl } from '../evidence.ts';
import { type ChangeExplanation, explainChange } from '../explain-change.ts';
import { localToday } from './local-day.ts';

const historyShown = 3;
const changeDays = 7;

/** An entry with the state of its alerts and plays, and its account as it stands now. */
export async function describeEntry(ctx: RequestContext, entry: RegisterEntry): Promise<RegisterCard> {
  const [account, alerts, plays, notes, owner] = await Promise.all([
    entry.account === null ? null : describeAccount(ctx, entry.account),
    describeAlerts(ctx, entry.alerts),
    describePlays(ctx, entry.plays),
    ctx.store.listRegisterNotes(entry.id),
    entry.owner === null ? null : ctx.store.findMember(entry.owner),
  ]);
  return {
    entry,
    account,
    alerts,
    plays,
    today: localToday(ctx),
    url: registerUrl(entry.id),
    history: notes.slice(-historyShown).reverse(),
    ownerLeft: entry.owner !== null && owner === null,
  };
}

/** An account of which nothing is on record keeps its id as its name. */
async function describeAccount(ctx: RequestContext, id: string): Promise<RegisterAccount> {
  const [account] = await ctx.store.findAccounts([id]);
  const knownAt = await ctx.store.lastSequence();
  const records = await ctx.store.latestContractRecords([id], ['arr', 'renewsOn'], knownAt);
  const recordOf = (key: string): string | null => {
    const record = records.find((one) => one.key === key);
    return record ? eventUrl(record.seq) : null;
  };
  const [explained, stored] = await Promise.all([
    account ? explainWeek(ctx, id) : null,
    ctx.store.scoresAt([id], ctx.clock.now()),
  ]);
  return {
    id,
    name: account?.name ?? id,
    hasLeft: account?.status === 'ended',
    score:
      explained?.after == null
        ? null
        : { points: explained.after, band: stored.get(id)?.band ?? null, url: explained.scoreUrl },
    change: explained?.change == null ? null : { points: explained.change, url: explained.url },
    renewsOn: account?.renewsOn ?? null,
    renewsUrl: recordOf('renewsOn'),
    arr: account?.arr ?? null,
    arrUrl: recordOf('arr'),
  };
}

/** Null = nobody can say: nothing of the account came in before today. */
async function explainWeek(ctx: RequestContext, accountId: string): Promise<ChangeExplanation | null> {
  try {
    const since = addDays(utcDayOf(ctx.clock.now()), -changeDays);
    return await explainChange(ctx, { accountId, since });
  } catch (error) {
    if (error instanceof HoldfastError) return null;
    throw error;
  }
}

async function describeAlerts({ store }: RequestContext, ids: readonly string[]): Promise<RegisterAlert[]> {
  const found = new Map((await store.findAlerts(ids)).map((alert) => [alert.id, alert]));
  return ids.map((id): RegisterAlert => {
    const alert = found.get(id);
    if (!alert)
      return {
        id,
        state: null,
        title: 'An alert that is not on record any more',
        severity: null,
        openedAt: null,
        endedAt: null,
        url: null,
      };
    const { finding, picture, state, openedAt, end } = alert;
    return {
      id,
      state,
      title: finding.title,
      severity: finding.severity,
      openedAt,
      endedAt: end?.at ?? null,
      url: picture.findingUrl ?? picture.scoreUrl,
    };
  });
}

async function describePlays({ store }: RequestContext, ids: readonly string[]): Promise<RegisterPlay[]> {
  const stored = await Promise.all(ids.map((id) => store.findPlay(id)));
  return ids.map((id, index): RegisterPlay => {
    const url = `/evidence/plays/${pathSegment(id)}`;
    const play = foldPlay(stored[index]?.events ?? []);
    if (!play) return { id, url, title: 'A play that is not on record any more', now: null, outcome: null };
    const step = play.steps.find(({ state }) => state === 'current');
    const dueOn = step?.dueAt ? utcDayOf(new Date(step.dueAt)) : null;
    return {
      id,
      url,
      title: play.recipe.title,
      now: step ? { title: step.recipe.title, dueOn } : null,
      outcome: play.life.state === 'ended' ? play.life.outcome : null,
    };
  });
}
