import type { Account } from '../domain/account.ts';
import type { CountedFacts } from '../domain/health-facts.ts';
import type { Moment } from '../domain/moment.ts';
import { type UtcDay, utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { firstDay, foldContract } from '../rules/contract.ts';
import { rollUp } from '../rules/rollup.ts';
import type { PastKnowledge } from '../store/health-facts.ts';
import type { RequestContext } from './context.ts';

/** Which moment an answer is about: now, or what was known then. */
export interface MomentInput {
  asOf?: Date | undefined;
  /** Highest received sequence number that may be used; default: all. */
  knownAt?: number | undefined;
}

/** One account at one moment: what was contracted, and how to count its facts. */
export interface AccountMoment extends Moment {
  account: Account;
  asOfDay: UtcDay;
  /** Whether it is the present: everything received, up to this instant. */
  isNow: boolean;
  /** Facts for several days up to the moment, by day; days before the account's first event are absent. */
  countFacts(days: readonly UtcDay[]): Promise<Map<UtcDay, CountedFacts>>;
}

/**
 * Fixes the moment of an answer. Now is read from the stored rollups; any other moment is recomputed from the events
 * that were known then, through the same counting statement.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN when the account had no event by then, HF_SEQUENCE_UNKNOWN
 */
export async function fixMoment(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput,
): Promise<AccountMoment> {
  const asOf = input.asOf ?? ctx.clock.now();
  const found = await ctx.store.findAccountNow(accountId);
  if (!found) throw new HoldfastError('HF_ACCOUNT_UNKNOWN', `Unknown account '${accountId}'`);
  const { account, lastSeq, lastEventAt } = found;
  const knownAt = input.knownAt ?? lastSeq;
  if (knownAt > lastSeq) {
    throw new HoldfastError('HF_SEQUENCE_UNKNOWN', `Sequence number ${knownAt} has not been received yet`, {
      next: `The last one is ${lastSeq}; what is known at a later one would change with every event.`,
    });
  }
  const isNow = !input.asOf && input.knownAt === undefined && lastEventAt <= asOf;
  return isNow ? presentMoment(ctx, account, asOf, knownAt) : await pastMoment(ctx, accountId, asOf, knownAt);
}

/**
 * Fixes the moment of an answer and answers. When something of the account comes in meanwhile, the answer is worked
 * out again from what was known at its start: it says what it knows, and the same question gives the same bytes later.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN when the account had no event by then
 */
export async function answerAt<T>(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput,
  answer: (moment: AccountMoment) => Promise<T>,
): Promise<T> {
  const moment = await fixMoment(ctx, accountId, input);
  const answered = await answer(moment);
  if (!moment.isNow) return answered;
  if ((await ctx.store.accountsReceivingSince([accountId], moment.knownAt)).length === 0) return answered;
  const { asOf, knownAt } = moment;
  return await answer(await fixMoment(ctx, accountId, { asOf, knownAt }));
}

function presentMoment(ctx: RequestContext, account: Account, asOf: Date, knownAt: number): AccountMoment {
  return createMoment(ctx, account, asOf, knownAt, undefined);
}

async function pastMoment(
  ctx: RequestContext,
  accountId: string,
  asOf: Date,
  knownAt: number,
): Promise<AccountMoment> {
  const events = (await ctx.store.readEvents(accountId, { asOf, knownAt })).map(({ event }) => event);
  const firstSeenOn = firstDay(events);
  if (!firstSeenOn) {
    throw new HoldfastError(
      'HF_ACCOUNT_UNKNOWN',
      `Account '${accountId}' has no event up to ${asOf.toISOString()} (sequence ${knownAt})`,
      {
        next: 'Choose a later date.',
      },
    );
  }
  const account: Account = { ...foldContract(accountId, events), id: accountId, firstSeenOn };
  return createMoment(ctx, account, asOf, knownAt, { ...rollUp(events), asOf, knownAt });
}

function createMoment(
  ctx: RequestContext,
  account: Account,
  asOf: Date,
  knownAt: number,
  past: PastKnowledge | undefined,
): AccountMoment {
  return {
    account,
    asOf,
    knownAt,
    asOfDay: utcDayOf(asOf),
    isNow: past === undefined,
    countFacts: async (days) => {
      const points = days
        .filter((day) => day >= account.firstSeenOn)
        .map((asOfDay) => ({ account: account.id, asOfDay }));
      const counted = await ctx.store.countHealthFacts(points, past);
      return new Map([...counted.values()].map((facts) => [facts.asOfDay, facts]));
    },
  };
}
