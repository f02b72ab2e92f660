import { customSignals } from '../../domain/event-types.ts';
import type { Moment } from '../../domain/moment.ts';
import { addDays, endOfDay, type UtcDay } from '../../domain/utc-day.ts';
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
 * @param heardBefore - kept by whoever reads many of one moment
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN when the account had no event by then, HF_SEQUENCE_UNKNOWN
 */
export async function readOnboarding(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput = {},
  heardBefore: HeardBefore = new Map(),
): Promise<ReadOnboarding> {
  const { account, asOf, knownAt, asOfDay } = await fixMoment(ctx, accountId, input);
  const last = endOfDay(addDays(onboardingStart(account), followedDays));
  const moment = { asOf: asOf < last ? asOf : last, knownAt };
  const custom = [...ctx.content.customTypes.values()].filter(({ feeds }) => counting.has(feeds));
  const types = new Set<string>([
    ...onboardingTypes,
    ...custom.map(({ name }) => name),
    ...provenTypes(ctx.content.checklists),
  ]);
  const hearing = heardBefore.get(knownAt) ?? readHeard(ctx, [...types], custom, { asOf, knownAt });
  heardBefore.set(knownAt, hearing);
  const [events, heard] = await Promise.all([ctx.store.readEvents(account.id, moment, [...types]), hearing]);
  return { facts: { account, events, heard, asOf }, asOf, knownAt, asOfDay };
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
