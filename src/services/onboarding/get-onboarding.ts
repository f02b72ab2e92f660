import type { Evidence } from '../../domain/health.ts';
import type {
  ChecklistItem,
  ChecklistTick,
  FrictionEntry,
  InvitationKind,
  OnboardingOutcome,
  OnboardingStatus,
} from '../../domain/onboarding.ts';
import type { UtcDay } from '../../domain/utc-day.ts';
import { chooseTemplate, type JudgedItem, judgeChecklist } from '../../rules/onboarding/judge-checklist.ts';
import { type JudgedOutcome, judgeOutcomes } from '../../rules/onboarding/judge-outcomes.ts';
import { onboardingDay, onboardingStart } from '../../rules/onboarding/onboarding-facts.ts';
import { type JudgedStatus, judgeStatus } from '../../rules/onboarding/onboarding-status.ts';
import { dueInvitations } from '../../rules/onboarding/plan-invitations.ts';
import { type Recoverable, recoverableSteps } from '../../rules/onboarding/recoverable-steps.ts';
import type { FrictionNote, OnboardingProposal } from '../../store/onboarding.ts';
import type { RequestContext } from '../context.ts';
import { toEvidence } from '../evidence.ts';
import type { MomentInput } from '../moment.ts';
import { mergeFriction } from './merge-friction.ts';
import { type ReadOnboarding, readOnboarding } from './read-onboarding.ts';

/** One item of a launch checklist as it is shown. */
export interface ShownItem extends Pick<ChecklistItem, 'id' | 'section' | 'title'> {
  done: boolean;
  /** What says so; null = nothing does */
  doneBy: JudgedItem['doneBy'];
  /** True = only a person can say. */
  byPerson: boolean;
  note: string | null; // null = nobody said anything
  by: string | null; // null = the same
  evidence: Evidence[];
}

/** How an account's onboarding goes. */
export interface OnboardingReport {
  account: { id: string; name: string; segment: string | null; owner: string | null };
  asOf: string;
  knownAt: number;
  startsOn: UtcDay;
  /** False = the contract does not say when it starts, so the day of the first event counts. */
  startIsContracted: boolean;
  /** Which day of the onboarding it is; day 0 is the start. */
  day: number;
  status: OnboardingStatus;
  reason: string;
  lastProgressAt: string;
  idleHours: number;
  outcomes: OnboardingOutcome[];
  checklist: { template: string | null; items: ShownItem[] }; // null = there is no template
  friction: FrictionEntry[];
  /** The steps that failed, each with the ways out of it. */
  recovery: Recoverable[];
  /** Invitations whose time has come and that were not proposed yet. */
  toInvite: InvitationKind[];
  proposals: { what: string; proposalId: string; at: string }[];
}

/** Everything about an onboarding, before it is put into words. */
export interface KnownOnboarding extends ReadOnboarding {
  day: number;
  outcomes: JudgedOutcome[];
  status: JudgedStatus;
  template: string | null;
  checklist: JudgedItem[];
  ticked: ReadonlySet<string>;
  friction: FrictionEntry[];
  proposals: { what: string; proposalId: string; at: Date }[];
  invited: ReadonlySet<InvitationKind>;
}

/**
 * Works out how an onboarding goes as of a moment.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_SEQUENCE_UNKNOWN
 */
export async function knowOnboarding(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput = {},
): Promise<KnownOnboarding> {
  const [known] = await knowRead(ctx, [await readOnboarding(ctx, accountId, input)]);
  if (!known) throw new TypeError('what was read is not known');
  return known;
}

/** Works out how onboardings go that were read as of one moment, with what people wrote down about each by then. */
export async function knowRead(
  { store, content }: RequestContext,
  read: readonly ReadOnboarding[],
): Promise<KnownOnboarding[]> {
  const [first] = read;
  if (!first) return [];
  const ids = read.map(({ facts }) => facts.account.id);
  const [ticks, notes, proposals] = await Promise.all([
    store.listChecklistTicks(ids, first.asOf),
    store.listFrictionNotes(ids, first.asOf),
    store.listOnboardingProposals(ids, first.asOf),
  ]);
  const [ticksOf, notesOf, proposalsOf] = [byAccount(ticks), byAccount(notes), byAccount(proposals)];
  return read.map((one) => {
    const { id } = one.facts.account;
    return judgeRead(content.checklists, one, {
      ticks: ticksOf.get(id) ?? [],
      notes: notesOf.get(id) ?? [],
      proposals: proposalsOf.get(id) ?? [],
    });
  });
}

function byAccount<T extends { account: string }>(all: readonly T[]): Map<string, T[]> {
  return Map.groupBy(all, ({ account }) => account);
}

interface WrittenDown {
  ticks: readonly ChecklistTick[];
  notes: readonly FrictionNote[];
  proposals: readonly OnboardingProposal[];
}

function judgeRead(
  templates: Parameters<typeof chooseTemplate>[0],
  read: ReadOnboarding,
  { ticks, notes, proposals }: WrittenDown,
): KnownOnboarding {
  const { facts, asOf } = read;
  const outcomes = judgeOutcomes(facts);
  const template = chooseTemplate(templates, facts.account);
  const lastWords = new Map(ticks.map((tick) => [tick.item, tick.done]));
  const invitations = proposals.flatMap(({ what }) =>
    what.startsWith('invitation:') ? [what.slice('invitation:'.length) as InvitationKind] : [],
  );
  return {
    ...read,
    outcomes,
    status: judgeStatus(facts, outcomes),
    proposals: [...proposals],
    day: onboardingDay(facts.account, asOf),
    template: template?.segment ?? null,
    checklist: template ? judgeChecklist(template, facts, ticks) : [],
    ticked: new Set([...lastWords].filter(([, isDone]) => isDone).map(([item]) => item)),
    friction: mergeFriction(facts, notes),
    invited: new Set(invitations),
  };
}

/**
 * How an account's onboarding goes, now or as of any past moment.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN or HF_SEQUENCE_UNKNOWN
 */
export async function getOnboarding(
  ctx: RequestContext,
  accountId: string,
  input: MomentInput = {},
): Promise<OnboardingReport> {
  return toReport(await knowOnboarding(ctx, accountId, input));
}

/** What is known, in the form that is shown. */
function toReport(known: KnownOnboarding): OnboardingReport {
  const { facts, asOf, knownAt, day, status, template, checklist, friction, proposals } = known;
  const { account } = facts;
  return {
    account: { id: account.id, name: account.name, segment: account.segment, owner: account.owner },
    asOf: asOf.toISOString(),
    knownAt,
    day,
    startsOn: onboardingStart(account),
    startIsContracted: account.startsOn !== null,
    status: status.status,
    reason: status.reason,
    idleHours: status.idleHours,
    lastProgressAt: status.lastProgressAt.toISOString(),
    outcomes: toOutcomes(known.outcomes),
    checklist: { template, items: checklist.map(toItem) },
    friction,
    recovery: recoverableSteps(known.outcomes, friction),
    toInvite: dueInvitations(facts, day).filter((kind) => !known.invited.has(kind)),
    proposals: proposals.map(({ what, proposalId, at }) => ({ what, proposalId, at: at.toISOString() })),
  };
}

/** Goals with links to their records. */
export function toOutcomes(outcomes: readonly JudgedOutcome[]): OnboardingOutcome[] {
  return outcomes.map(({ id, day, dueOn, label, verdict, reason, lateOn, evidence }) => ({
    id,
    day,
    dueOn,
    label,
    verdict,
    reason,
    lateOn,
    evidence: evidence.map(toEvidence),
  }));
}

function toItem({ item, isDone, doneBy, tick, evidence }: JudgedItem): ShownItem {
  return {
    id: item.id,
    section: item.section,
    title: item.title,
    done: isDone,
    doneBy,
    byPerson: item.proof.by === 'person',
    note: tick?.note ?? null,
    by: tick?.by ?? null,
    evidence: evidence.map(toEvidence),
  };
}
