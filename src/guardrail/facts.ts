import type { Account } from '../domain/account.ts';
import type { ActionKindName, ActionValue } from '../domain/action.ts';
import type { Role } from '../domain/member.ts';
import type { AutonomyLevel, Origin } from '../domain/proposal.ts';
import type { Cover } from '../rules/proposal/choose-voter.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { ActionFacts } from './action-kind.ts';
import type { AnyActionKind } from './actions/index.ts';
import type { PolicyPrincipal, PolicyResource } from './policy/policy.ts';

/** Who is who and what may run by itself, at a moment: read once, asked often. */
export interface Standing {
  /** Empty for `system` and for whoever is no member any more. */
  rolesOf(member: string): readonly Role[];
  nameOf(member: string): string;
  all: readonly { id: string; name: string; roles: readonly Role[] }[];
  covers: readonly Cover[];
  levelOf(kind: ActionKindName): AutonomyLevel;
}

/** What a judgement about one action stands on. */
export interface Facts extends ActionFacts {
  standing: Standing;
  resource: PolicyResource;
  level: AutonomyLevel;
}

/** The subject that facts are gathered about; `id` is the proposal's own, which does not count against itself. */
export interface Subject {
  id: string;
  kind: AnyActionKind;
  params: Readonly<Record<string, ActionValue>>;
  account: string | null;
  requester: string;
  origin: Origin;
}

const dayMs = 86_400_000;
/** Windows of the cumulative limits. Source: the policy interface. */
const accountDays = 365;
const requesterDays = 90;

/** Reads everybody's roles, cover and autonomy. */
export async function readStanding(store: StoreTransaction, now: Date): Promise<Standing> {
  const { people, covers, levels } = await store.readStanding(now);
  const byId = new Map(people.map((person) => [person.id, person]));
  const levelByKind = new Map(levels.map(({ kind, level }) => [kind, level]));
  return {
    all: people,
    covers,
    rolesOf: (member) => byId.get(member)?.roles ?? [],
    nameOf: (member) => byId.get(member)?.name ?? (member === 'system' ? 'Holdfast' : member),
    levelOf: (kind) => levelByKind.get(kind) ?? 'suggest',
  };
}

/**
 * Reads what policy and the kind's own checks look at.
 * @param knownAccount - where it was read just now; null = there is none
 * @param isOnlyShown - nothing is decided on it, so that sums need not hold
 */
export async function gatherFacts(
  store: StoreTransaction,
  subject: Subject,
  now: Date,
  standing: Standing,
  knownAccount?: Account | null,
  isOnlyShown = false,
): Promise<Facts> {
  const { kind, origin } = subject;
  const account = knownAccount === undefined ? await findAccount(store, subject.account) : knownAccount;
  const percent = kind.measures?.(subject.params).percent ?? 0;
  // Locked in the order of a list they would wait for a worker that locks them in its own.
  if (percent > 0 && subject.account !== null && !isOnlyShown) await store.lockConcessions(subject.account);
  const resource = await readResource(store, subject, now, account);
  return {
    account,
    now,
    standing,
    origin,
    subject: await readSubject(store, subject),
    ...(await readArtifacts(store, subject)),
    level: standing.levelOf(kind.kind),
    resource,
  };
}

/** Reads what policy knows of a proposal, and nothing else: enough to say who may see and approve it. */
export async function readResource(
  store: StoreTransaction,
  subject: Subject,
  now: Date,
  account: Account | null,
): Promise<PolicyResource> {
  const { kind, params, origin } = subject;
  const measures = kind.measures?.(params) ?? {};
  const sums = await readSums(store, subject, measures.percent ?? 0, now);
  return {
    kind: kind.kind,
    risk: kind.risk(params),
    origin,
    measures,
    ...sums,
    account: account && toPolicyAccount(account),
  };
}

async function readArtifacts(
  store: StoreTransaction,
  { kind, params: { artifactIds } }: Subject,
): Promise<Pick<Facts, 'artifacts'>> {
  if (kind.kind !== 'message.customer' || !Array.isArray(artifactIds) || artifactIds.length === 0) return {};
  return { artifacts: await store.findArtifacts(artifactIds.map(String)) };
}

async function findAccount(store: StoreTransaction, id: string | null): Promise<Account | null> {
  return id === null ? null : ((await store.findAccounts([id]))[0] ?? null);
}

/** A member, or the installation itself, as policy knows them. */
export function principalOf(standing: Standing, member: string): PolicyPrincipal {
  return { id: member, roles: standing.rolesOf(member) };
}

async function readSums(
  store: StoreTransaction,
  { id, account, requester }: Subject,
  own: number,
  now: Date,
): Promise<{ accountPercent: number; requesterPercent: number }> {
  if (own === 0) return { accountPercent: 0, requesterPercent: 0 };
  const sums = await store.sumPercent({
    account,
    requester,
    except: id,
    accountSince: new Date(now.getTime() - accountDays * dayMs),
    requesterSince: new Date(now.getTime() - requesterDays * dayMs),
  });
  return { accountPercent: sums.account + own, requesterPercent: sums.requester + own };
}

async function readSubject(
  store: StoreTransaction,
  { kind, account, params: { ticketId, user, job, to, optOut } }: Subject,
): Promise<Facts['subject']> {
  if (kind.kind === 'message.member') return (await areMembers(store, to)) ? 'known' : 'unheard';
  if (account === null) return null;
  if (typeof ticketId === 'string') {
    const state = await store.findTicketState(account, ticketId);
    return state === 'resolved' ? 'closed' : (state ?? 'unheard');
  }
  if (kind.kind === 'message.customer' && optOut !== undefined)
    return (await store.findLetterOptOuts(addressesIn(to))).length > 0 ? 'opted-out' : null;
  const named =
    kind.kind === 'nudge.send' && typeof user === 'string'
      ? { user }
      : kind.kind === 'job.retry' && typeof job === 'string'
        ? { job }
        : null;
  if (named === null) return null;
  if ('user' in named && (await store.findNudgeOptOuts([named.user])).length > 0) return 'opted-out';
  return (await store.hasHeardOf(account, named)) ? 'known' : 'unheard';
}

/** Whether each of these addresses is one of our own people's. */
async function areMembers(store: StoreTransaction, to: ActionValue | undefined): Promise<boolean> {
  const known = new Set((await store.listMembers()).map(({ email }) => email?.toLowerCase()));
  return addressesIn(to).every((address) => known.has(address));
}

function addressesIn(to: ActionValue | undefined): string[] {
  return Array.isArray(to) ? to.map((address) => String(address).toLowerCase()) : [];
}

function toPolicyAccount({ id, tier, segment, region, arr, owner }: Account): PolicyResource['account'] {
  return { id, tier, segment, region, arr: arr?.amount ?? null, owner };
}
