import type { Account } from '../../domain/account.ts';
import { compareText } from '../../domain/compare-text.ts';
import { customSignals } from '../../domain/event-types.ts';
import type { Moment } from '../../domain/moment.ts';
import { addDays, endOfDay, type UtcDay, utcDayOf } from '../../domain/utc-day.ts';
import { HoldfastError } from '../../errors.ts';
import { provenTypes } from '../../rules/onboarding/judge-checklist.ts';
import {
  followedDays,
  type OnboardingFacts,
  onboardingStart,
  onboardingTypes,
} from '../../rules/onboarding/onboarding-facts.ts';
import type { RequestContext } from '../context.ts';
import { fixMoment, type MomentInput } from '../moment.ts';

/** The facts of one onboarding, and the moment that they are about. */
export interface ReadOnboarding {
  facts: OnboardingFacts;
  asOf: Date;
  asOfDay: UtcDay;
  knownAt: number;
}

/** What any source had sent, by how far was known: the same for every account, and read once in a pass over many. */
export type HeardBefore = Map<number, Promise<Set<string>>>;

const counting = new Set<string>(customSignals.filter((feeds) => feeds !== 'none' && feeds !== 'sponsor'));

/**
 * Reads what an onboarding is judged by, as of a moment. Of a customer of many years only the days that are followed are
 * read.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN when the account had no event by then, HF_SEQUENCE_UNKNOWN
 */
export async function readOnboarding(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput = {},
  heardBefore: HeardBefore = new Map(),
): Promise<ReadOnboarding> {
  const moment = await fixMoment(ctx, accountId, input);
  const { account, asOf, knownAt } = moment;
  const within = { asOf: earlier(asOf, lastOf(account)), knownAt };
  const [events, heard] = await Promise.all([
    ctx.store.readEvents(account.id, within, typesOf(ctx)),
    heardOnce(ctx, { asOf, knownAt }, heardBefore),
  ]);
  return { facts: { account, events, heard, asOf }, asOf, knownAt, asOfDay: moment.asOfDay };
}

/**
 * Like `readOnboarding` for many accounts of one moment, by id. Those of which nothing later has come in stand as they
 * are stored, and are read together; accounts that nothing was known of then are left out.
 * @param heardBefore - kept by whoever reads several lists of one moment
 */
export async function readOnboardings(
  ctx: RequestContext,
  accountIds: readonly string[],
  input: MomentInput = {},
  heardBefore: HeardBefore = new Map(),
): Promise<ReadOnboarding[]> {
  const asOf = input.asOf ?? ctx.clock.now();
  const found = await ctx.store.findAccountsNow(accountIds);
  const isPresent = ({ lastEventAt }: { lastEventAt: Date }): boolean =>
    input.knownAt === undefined && lastEventAt <= asOf;
  const present = found.filter(isPresent);
  const read = await readPresent(ctx, present, asOf, heardBefore);
  for (const { account } of found.filter((one) => !isPresent(one))) {
    const one = await readIfThere(ctx, account.id, { ...input, asOf }, heardBefore);
    if (one) read.push(one);
  }
  return read.sort((one, other) => compareText(one.facts.account.id, other.facts.account.id));
}

async function readPresent(
  ctx: RequestContext,
  found: readonly { account: Account; lastSeq: number }[],
  asOf: Date,
  heardBefore: HeardBefore,
): Promise<ReadOnboarding[]> {
  const [first] = found;
  if (!first) return [];
  const moment = { asOf, knownAt: first.lastSeq };
  const ids = found.map(({ account }) => account.id);
  const [events, heard] = await Promise.all([
    ctx.store.readEventsOf(ids, typesOf(ctx), { ...moment, since: new Date(0) }),
    heardOnce(ctx, moment, heardBefore),
  ]);
  return found.map(({ account }) => {
    const last = lastOf(account);
    const own = (events.get(account.id) ?? []).filter(({ event }) => event.at <= last);
    return { facts: { account, events: own, heard, asOf }, ...moment, asOfDay: utcDayOf(asOf) };
  });
}

/** Null = nothing of it was known at that moment */
async function readIfThere(
  ctx: RequestContext,
  id: string,
  input: MomentInput,
  heardBefore: HeardBefore,
): Promise<ReadOnboarding | null> {
  try {
    return await readOnboarding(ctx, id, input, heardBefore);
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_ACCOUNT_UNKNOWN') return null;
    throw error;
  }
}

/** The end of the days that are followed. */
function lastOf(account: Account): Date {
  return endOfDay(addDays(onboardingStart(account), followedDays));
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function customOf({ content }: RequestContext): { name: string; feeds: string }[] {
  return [...content.customTypes.values()].filter(({ feeds }) => counting.has(feeds));
}

function typesOf(ctx: RequestContext): string[] {
  const custom = customOf(ctx).map(({ name }) => name);
  return [...new Set<string>([...onboardingTypes, ...custom, ...provenTypes(ctx.content.checklists)])];
}

function heardOnce(ctx: RequestContext, moment: Moment, heardBefore: HeardBefore): Promise<Set<string>> {
  const hearing = heardBefore.get(moment.knownAt) ?? readHeard(ctx, typesOf(ctx), customOf(ctx), moment);
  heardBefore.set(moment.knownAt, hearing);
  return hearing;
}

/** What any source has sent by then; a registered type makes heard what it feeds. */
async function readHeard(
  { store }: RequestContext,
  types: readonly string[],
  custom: readonly { name: string; feeds: string }[],
  moment: Moment,
): Promise<Set<string>> {
  const fed: Readonly<Record<string, string>> = {
    session: 'user.session',
    use: 'feature.used',
    error: 'error.raised',
    ticket: 'ticket.created',
  };
  const [latest, milestones] = await Promise.all([
    store.latestByType(types, moment),
    store.heardMilestones(moment),
  ]);
  const stoodFor = custom.filter(({ name }) => latest.has(name)).flatMap(({ feeds }) => fed[feeds] ?? []);
  return new Set([
    ...latest.keys(),
    ...stoodFor,
    ...milestones.map((milestone) => `milestone.reached ${milestone}`),
  ]);
}
