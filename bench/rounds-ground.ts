import { addDays, utcDayOf } from '../src/domain/utc-day.ts';
import { startPlay } from '../src/rules/playbook/decide-play.ts';
import { foldPlay } from '../src/rules/playbook/evolve-play.ts';
import { importEvents } from '../src/services/import-events.ts';
import { generateEvents, type Load } from './generate-events.ts';
import { recordsOf } from './import.ts';
import type { Bench } from './stores.ts';

/** How many people look after the accounts, and how many plays run for them. */
export const team = { members: 40, plays: 2_000 } as const;

const dayMs = 86_400_000;
/** Every so many accounts began less than three weeks ago. */
const newEvery = 25;
/** Of ten tickets one stays open. */
const openEvery = 10;

/**
 * What the rounds of a day go over besides telemetry: contracts with an owner each, accounts in their first weeks, tickets
 * of which a tenth is open, and plays that run.
 */
export async function layRoundsGround(bench: Bench, load: Omit<Load, 'until'>): Promise<void> {
  const { ctx } = bench;
  const now = ctx.clock.now();
  await ctx.store.writeMembers(
    Array.from({ length: team.members }, (_, index) => ({
      id: memberId(index),
      name: `Member ${index}`,
      role: 'csm' as const,
      identities: [{ platform: 'slack' as const, team: 'T0BENCH', user: `U0${index}` }],
    })),
  );
  await importLines(bench, 'rounds', roundsEvents(load, now));
  const { id, version, title, steps } = ctx.content.playbooks[0] ?? failed('no playbook ships');
  const recipe = { id, version, title, steps };
  await ctx.store.keepRecipe({ recipe, digest: 'bench', at: now });
  for (let index = 0; index < team.plays; index++) {
    const start = {
      id: `play-${index}`,
      account: `account-${index}`,
      tier: null,
      recipe,
      by: 'system',
      why: null,
    };
    const events = startPlay(start, now);
    const play = foldPlay(events);
    if (play) await ctx.store.addPlay(play, events);
  }
}

/** One more session of each of some accounts, an hour old: what a pass over the news looks at. */
export async function sendNews(bench: Bench, accounts: number, round: number): Promise<void> {
  const ts = new Date(bench.ctx.clock.now().getTime() - 3_600_000).toISOString();
  const lines = Array.from({ length: accounts }, (_, index) =>
    JSON.stringify({
      id: `news-${round}-${index}`,
      account: `account-${index}`,
      user: `user-0@account-${index}.example`,
      ts,
      type: 'user.session',
      payload: { durationSeconds: 300 },
    }),
  );
  await importLines(bench, `news-${round}`, lines);
}

function* roundsEvents(load: Omit<Load, 'until'>, now: Date): Generator<string> {
  const today = utcDayOf(now);
  for (let index = 0; index < load.accounts; index++) {
    const startsOn = index % newEvery === 0 ? addDays(today, -(index % 20)) : addDays(today, -700);
    yield JSON.stringify({
      id: `contract-${index}`,
      account: `account-${index}`,
      user: null,
      type: 'contract.updated',
      ts: new Date(now.getTime() - load.days * dayMs).toISOString(),
      payload: {
        name: `Account ${index}`,
        owner: memberId(index % team.members),
        startsOn,
        seats: 10,
        renewsOn: addDays(today, index % 365),
        domains: [`account-${index}.example`],
        arr: { amount: 100_000 + index, currency: 'EUR' },
      },
    });
  }
  for (const line of generateEvents({ ...load, until: now })) {
    const { account, user, ts, type, payload } = JSON.parse(line) as Record<
      'account' | 'user' | 'ts' | 'type',
      string
    > & {
      payload: { ticketId: string };
    };
    const { ticketId } = payload;
    if (type !== 'ticket.created' || Number(ticketId.slice(2)) % (openEvery * 100) < 100) continue;
    const at = new Date(Date.parse(ts) + 3_600_000);
    if (at > now) continue;
    yield JSON.stringify({
      id: `end-${ticketId}`,
      account,
      user,
      ts: at.toISOString(),
      type: 'ticket.resolved',
      payload: { ticketId },
    });
  }
}

async function importLines(bench: Bench, name: string, lines: Iterable<string>): Promise<void> {
  await importEvents(bench.ctx, {
    source: 'bench',
    key: name,
    name,
    restart: false,
    records: recordsOf(lines),
  });
}

function memberId(index: number): string {
  return `member-${index}`;
}

function failed(why: string): never {
  throw new Error(why);
}
