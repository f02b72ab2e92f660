import type { Account } from '../../domain/account.ts';
import { digestOf } from '../../domain/canonical-json.ts';
import { utcDayOf } from '../../domain/utc-day.ts';
import type { NudgePlan } from '../../rules/adoption/plan-nudges.ts';
import type { RequestContext } from '../context.ts';
import { proposeUnlessDone } from '../propose-unless-done.ts';
import { type Matter, noteRefusal, wasRefused } from '../remember-refusals.ts';
import { dueAt, planAccount } from './plan-account.ts';
import { type AccountAdoption, readAdoptions } from './read-adoption.ts';

/** What a run came to. */
export interface NudgeRun {
  accounts: number;
  proposed: number;
  heldOut: number;
  deferred: number;
  /** Deferred ones that nothing speaks for any more. */
  lapsed: number;
  withheld: number;
  refused: number;
}

/** Accounts per round of reading. */
const chunkSize = 100;

/**
 * Decides about nudges and brings those whose turn it is to the door, each once: what was decided is written down in the
 * transaction that proposes it. Safe to run twice, also at once.
 * @param scope - `all` customers, or only those with a deferred nudge whose hour has come
 */
export async function sendNudges(ctx: RequestContext, scope: 'all' | 'due'): Promise<NudgeRun> {
  const run: NudgeRun = {
    accounts: 0,
    proposed: 0,
    heldOut: 0,
    deferred: 0,
    lapsed: 0,
    withheld: 0,
    refused: 0,
  };
  const now = ctx.clock.now();
  const accounts =
    scope === 'all'
      ? await ctx.store.listAccounts()
      : await ctx.store.findAccounts(await ctx.store.accountsWithNudgesDue(now));
  const room = await createRoom(ctx);
  const active = inTurn(accounts, utcDayOf(now)).filter(({ status }) => status === 'active');
  run.accounts = active.length;
  for (let start = 0; start < active.length; start += chunkSize)
    await sendToAccounts(ctx, active.slice(start, start + chunkSize), room, run);
  return run;
}

/** Another account begins on another day, so that an owner's room does not go to the same ones. */
function inTurn(accounts: readonly Account[], day: string): Account[] {
  return accounts
    .map((account) => ({ account, key: digestOf({ account: account.id, day }) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ account }) => account);
}

/** How many more may wait for each owner; without a limit where nudges run by themselves. */
interface Room {
  left(account: Account): number;
  take(account: Account): void;
}

async function createRoom(ctx: RequestContext): Promise<Room> {
  const { waiting_per_owner: limit } = ctx.content.adoption.settings;
  const level = (await ctx.store.readAutonomyLevels()).get('nudge.send')?.level;
  const open = await ctx.store.countOpenNudges();
  const owners = new Map(
    (await ctx.store.findAccounts([...open.keys()])).map(({ id, owner }) => [id, owner]),
  );
  const taken = new Map<string | null, number>();
  const note = (owner: string | null, count: number): void => {
    taken.set(owner, (taken.get(owner) ?? 0) + count);
  };
  for (const [account, count] of open) note(owners.get(account) ?? null, count);
  return {
    left: ({ owner }) => (level === 'auto' ? Number.POSITIVE_INFINITY : limit - (taken.get(owner) ?? 0)),
    take: ({ owner }) => note(owner, 1),
  };
}

/** What an account used is read for many at once; what was decided, and who wants none, only where something may be due. */
async function sendToAccounts(
  ctx: RequestContext,
  accounts: readonly Account[],
  room: Room,
  run: NudgeRun,
): Promise<void> {
  const waiting = new Set(await ctx.store.accountsWithNudgesDeferred(accounts.map(({ id }) => id)));
  for (const adoption of await readAdoptions(ctx, accounts)) {
    if (!waiting.has(adoption.account.id) && dueAt(ctx, adoption).length === 0) continue;
    await sendToAccount(ctx, adoption, room, run);
  }
}

async function sendToAccount(
  ctx: RequestContext,
  adoption: AccountAdoption,
  room: Room,
  run: NudgeRun,
): Promise<void> {
  const { account } = adoption;
  const { plans, turns, deferred } = await planAccount(ctx, adoption, room.left(account));
  run.lapsed += await dropLapsed(ctx, account.id, plans, deferred);
  let known = turns;
  for (const plan of plans) {
    const { verdict } = plan;
    switch (verdict.kind) {
      case 'withhold':
        run.withheld++;
        break;
      case 'defer':
        await ctx.store.writeNudgeDeferral({
          account: account.id,
          user: plan.user,
          nudge: plan.nudge.id,
          reason: verdict.reason,
          deferredAt: ctx.clock.now(),
          dueAt: verdict.until,
        });
        run.deferred++;
        break;
      case 'hold-out':
        if (!(await holdOut(ctx, account.id, plan, known))) return;
        known++;
        run.heldOut++;
        break;
      case 'send': {
        const outcome = await proposeNudge(ctx, account.id, plan, known);
        if (outcome === 'overtaken') return;
        if (outcome === 'refused') {
          run.refused++;
          break;
        }
        known++;
        run.proposed++;
        room.take(account);
      }
    }
  }
}

/** A deferred nudge that is not due any more, or must not come, does not wait either. */
async function dropLapsed(
  ctx: RequestContext,
  account: string,
  plans: readonly NudgePlan[],
  deferred: ReadonlyMap<string, string>,
): Promise<number> {
  const alive = new Set(
    plans
      .filter(({ verdict }) => verdict.kind !== 'withhold')
      .map(({ user, nudge }) => `${nudge.id} ${user}`),
  );
  const lapsed = [...deferred].filter(([user, nudge]) => !alive.has(`${nudge} ${user}`));
  for (const [user] of lapsed) await ctx.store.dropNudgeDeferral(account, user);
  return lapsed.length;
}

function turnOf(account: string, { user, nudge, because }: NudgePlan, now: Date) {
  return { account, user, nudge: nudge.id, decidedAt: now, reason: because };
}

async function holdOut(
  ctx: RequestContext,
  account: string,
  plan: NudgePlan,
  known: number,
): Promise<boolean> {
  const turn = turnOf(account, plan, ctx.clock.now());
  return await ctx.store.transaction((store) =>
    store.addNudgeTurn({ ...turn, outcome: 'held_out', proposalId: null }, known),
  );
}

async function proposeNudge(
  ctx: RequestContext,
  account: string,
  plan: NudgePlan,
  known: number,
): Promise<'proposed' | 'refused' | 'overtaken'> {
  const now = ctx.clock.now();
  const matter: Matter = ['nudge', account, plan.user, plan.nudge.id];
  if (await wasRefused(ctx, matter)) return 'refused';
  const nudge = {
    kind: 'nudge.send',
    account,
    params: { user: plan.user, nudge: plan.nudge.text },
    batch: `nudges-${account}-${utcDayOf(now)}`,
  };
  const result = await proposeUnlessDone(ctx, nudge, async (store, { id }) => {
    const turn = turnOf(account, plan, now);
    return await store.addNudgeTurn({ ...turn, outcome: 'proposed', proposalId: id }, known);
  });
  if (result.ok) return 'proposed';
  if (result.refusal === 'done') return 'overtaken';
  // A user's id that no action may name must not hold up the others.
  if (result.refusal !== 'invalid') await noteRefusal(ctx, matter, result);
  return 'refused';
}
