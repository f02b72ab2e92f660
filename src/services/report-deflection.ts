import type { StoredAnswer } from '../domain/answer.ts';
import { addDays, endOfDay, startOfDay, type UtcDay, utcDayOf } from '../domain/utc-day.ts';
import {
  type Deflection,
  type DeflectionOutcome,
  measureDeflection,
  outcomeOf,
  weekOf,
} from '../rules/deflection.ts';
import type { RequestContext } from './context.ts';

/** Deflection over a time, by topic and by week. */
export interface DeflectionReport {
  since: UtcDay;
  total: Deflection;
  /** The most asked first; null = nothing was found. */
  topics: ({ topic: string | null } & Deflection)[];
  /** The newest first, by their Monday. */
  weeks: ({ week: UtcDay } & Deflection)[];
}

const answersAtMost = 100_000;
const returnDays = 7;

/** What became of customers' questions: those that an app asked for them, or that were asked about a ticket. */
export async function reportDeflection(ctx: RequestContext, since: UtcDay): Promise<DeflectionReport> {
  const ended = await endedQuestions(ctx, startOfDay(since), justAfter(ctx.clock.now()));
  const topics = grouped(ended, ({ topic }) => topic).map(([topic, found]) => ({ topic, ...found }));
  const weeks = grouped(ended, ({ at }) => weekOf(at)).map(([week, found]) => ({ week, ...found }));
  return {
    since,
    total: measureDeflection(ended.map(({ outcome }) => outcome)),
    topics: topics.sort((a, b) => b.asked - a.asked || String(a.topic).localeCompare(String(b.topic), 'en')),
    weeks: weeks.sort((a, b) => (a.week < b.week ? 1 : -1)),
  };
}

/** A customer's question, and what became of it. */
type EndedQuestion = StoredAnswer & { outcome: DeflectionOutcome };

/** The questions of customers between two instants, and what had become of each by the second one; the oldest first. */
export async function questionsBetween(
  ctx: RequestContext,
  { from, to, knownAt }: { from: Date; to: Date; knownAt: number },
): Promise<{ id: string; account: string | null; topic: string | null; outcome: DeflectionOutcome }[]> {
  const ended = await endedQuestions(ctx, from, to, { now: to, knownAt });
  return ended
    .toReversed()
    .map(({ answer: { id }, account, topic, outcome }) => ({ id, account, topic, outcome }));
}

/** @param then - the past to judge by: what was said and received by then; absent = by all that is known */
async function endedQuestions(
  ctx: RequestContext,
  from: Date,
  to: Date,
  then?: { now: Date; knownAt: number },
): Promise<EndedQuestion[]> {
  const now = then?.now ?? ctx.clock.now();
  const asked = (await ctx.store.listAnswers({ since: from, until: to, limit: answersAtMost })).filter(
    isCustomers,
  );
  if (asked.length === 0) return [];
  const verdicts = (
    await ctx.store.listVerdicts({ answerIds: asked.map(({ answer }) => answer.id), limit: answersAtMost })
  ).filter(({ at }) => then === undefined || at < then.now);
  const lastWord = new Map(verdicts.toReversed().map(({ answerId, verdict }) => [answerId, verdict]));
  const accounts = [...new Set(asked.flatMap(({ account }) => account ?? []))];
  const until =
    then === undefined ? endOfDay(addDays(utcDayOf(now), returnDays)) : new Date(now.getTime() - 1);
  const tickets = await ctx.store.listOpenedTickets(accounts, from, until, then?.knownAt);
  return asked.map((one) => {
    const verdict = lastWord.get(one.answer.id) ?? null;
    const about = { at: one.at, account: one.account, ticket: one.ticket, topic: one.topic };
    const outcome = outcomeOf({ ...about, isCovered: one.answer.kind === 'answer', verdict }, tickets, now);
    return { ...one, outcome };
  });
}

/** What happened at this very instant is in it. */
function justAfter(at: Date): Date {
  return new Date(at.getTime() + 1);
}

function isCustomers({ audience, ticket }: StoredAnswer): boolean {
  return audience === 'customer' || ticket !== null;
}

function grouped<T extends { outcome: DeflectionOutcome }, K>(
  ended: readonly T[],
  keyOf: (one: T) => K,
): [K, Deflection][] {
  return [...Map.groupBy(ended, keyOf)].map(([key, group]) => [
    key,
    measureDeflection(group.map(({ outcome }) => outcome)),
  ]);
}
