import type { Role } from '../../src/domain/member.ts';
import { mayApprove, mayPropose, type PolicyMode, type Terms, termsOf } from './policy-table.ts';
import type { Kind, Person } from './steps.ts';

/** What is true around the proposals. */
export interface World {
  now: number;
  roles: Record<string, Role>;
  covers: { id: string; from: string; to: string; until: number }[];
  on: Set<string>;
  mode: PolicyMode;
  level: 'shadow' | 'suggest' | 'auto';
}

/** What the model believes of one proposal. Written from the contract, without the product's own rules. */
export interface Case {
  id: string;
  kind: Kind;
  account: string;
  connector: string;
  agent: boolean;
  requester: string;
  author: string;
  /** What each version says, as JSON. */
  texts: string[];
  state: string;
  terms: Terms;
  shadow: boolean;
  yes: { member: string; of: string | null }[];
  since: number;
  until: number;
  reminded: boolean;
  escalated: boolean;
  /** What may go out; `genuine` = decided by people or policy, not written by something else */
  grant: { until: number; alone: boolean; genuine: boolean } | null;
  settled: boolean;
}

export const hour = 3_600_000;
const goodForHours = 24;
const leveled: readonly Kind[] = ['task.create', 'nudge.send'];

export const version = ({ texts }: Case): number => texts.length;
const rolesOf = (world: World, member: string): Role[] => {
  const role = world.roles[member];
  return role ? [role] : [];
};
const origin = ({ agent }: Pick<Case, 'agent'>) => (agent ? 'agent' : 'member');

/** How policy would have it now; null = not at all */
export function termsNow(world: World, one: Pick<Case, 'requester' | 'kind' | 'agent'>): Terms | null {
  return termsOf(world.mode, rolesOf(world, one.requester), one.kind, origin(one));
}

const levelOf = (world: World, kind: Kind) => (leveled.includes(kind) ? world.level : 'suggest');

function runsAlone(world: World, terms: Terms, kind: Kind): boolean {
  const level = levelOf(world, kind);
  return level !== 'shadow' && (terms.effect === 'auto' || (terms.effect === 'earned' && level === 'auto'));
}

/** The case that follows from a proposal; null = it is refused */
export function proposed(
  world: World,
  given: Pick<Case, 'id' | 'kind' | 'account' | 'connector' | 'agent' | 'requester'> & { text: string },
): Case | null {
  const { text, ...rest } = given;
  const terms = termsNow(world, rest);
  if (!terms || !mayPropose(rolesOf(world, rest.requester))) return null;
  const fresh: Case = {
    ...rest,
    author: rest.requester,
    texts: [text],
    state: 'proposed',
    terms,
    yes: [],
    shadow: levelOf(world, rest.kind) === 'shadow',
    since: world.now,
    until: world.now + terms.expiresHours * hour,
    reminded: false,
    escalated: false,
    grant: null,
    settled: false,
  };
  return runsAlone(world, terms, rest.kind) ? approvedNow(world, fresh, true) : fresh;
}

function approvedNow(world: World, one: Case, alone: boolean): Case {
  const until = world.now + goodForHours * hour;
  return { ...one, state: 'approved', until, grant: one.shadow ? null : { until, alone, genuine: true } };
}

const entitled = (world: World, member: string, kind: Kind): boolean =>
  mayApprove(world.mode, rolesOf(world, member), kind);

/** An auditor changes nothing, in nobody's name. */
const covering = (world: World, to: string): string[] =>
  rolesOf(world, to).every((role) => role === 'auditor')
    ? []
    : world.covers.filter((cover) => cover.to === to && cover.until > world.now).map(({ from }) => from);

const everybodyIn = (yes: Case['yes']): string[] =>
  yes.flatMap(({ member, of }) => (of === null ? [member] : [member, of]));

/** In whose name a member may say yes: `own`, of others, or nobody. Whoever is part of it already does not count. */
function voiceOf(world: World, one: Case, by: string): { of: string | null } | null {
  const taken = [one.requester, one.author, ...everybodyIn(one.yes)];
  if (taken.includes(by)) return null;
  // Whoever covers for the requester or the author is the same person here.
  if (covering(world, by).some((from) => from === one.requester || from === one.author)) return null;
  if (entitled(world, by, one.kind)) return { of: null };
  const of = covering(world, by)
    .filter((from) => entitled(world, from, one.kind) && !taken.includes(from))
    .sort()[0];
  return of === undefined ? null : { of };
}

/** Whether a member may say no, edit or settle: by right or as somebody's cover. */
const maySpeak = (world: World, one: Case, by: string): boolean =>
  [by, ...covering(world, by)].some((member) => entitled(world, member, one.kind));

const isOpen = (world: World, one: Case, seen: number): boolean =>
  one.state === 'proposed' && world.now < one.until && seen === version(one);

/** The case after a yes; null = it changes nothing */
export function approved(world: World, one: Case, by: Person, seen: number): Case | null {
  const terms = termsNow(world, one);
  const voice = voiceOf(world, one, by);
  if (!isOpen(world, one, seen) || !terms || !voice) return null;
  const next = { ...one, yes: [...one.yes, { member: by, of: voice.of }] };
  const enough = next.yes.length >= Math.max(one.terms.quorum, terms.quorum);
  return enough ? approvedNow(world, next, false) : next;
}

export function rejected(world: World, one: Case, by: Person, seen: number): Case | null {
  return isOpen(world, one, seen) && maySpeak(world, one, by) ? { ...one, state: 'rejected' } : null;
}

export function edited(world: World, one: Case, by: Person, seen: number, text: string): Case | null {
  const terms = termsNow(world, one);
  const may = maySpeak(world, one, by) || mayPropose(rolesOf(world, by));
  if (!isOpen(world, one, seen) || !terms || !may || text === one.texts.at(-1)) return null;
  const { now } = world;
  return {
    ...one,
    author: by,
    texts: [...one.texts, text],
    terms: { ...terms, effect: 'approve' },
    yes: [],
    since: now,
    until: now + terms.expiresHours * hour,
    reminded: false,
    escalated: false,
  };
}

export function cancelled(world: World, one: Case, by: Person): Case | null {
  const open = one.state === 'proposed' || one.state === 'approved';
  const may = by === one.requester || maySpeak(world, one, by);
  return open && may ? { ...one, state: 'cancelled', grant: null } : null;
}

export function settledBy(world: World, one: Case, by: Person, outcome: 'done' | 'failed'): Case | null {
  const abandoned = one.state === 'executing' && world.now >= one.until + hour;
  const may = (one.state === 'unknown' || abandoned) && maySpeak(world, one, by);
  return may ? { ...one, state: outcome, grant: null, settled: true } : null;
}

/** What the clock does: never a yes. */
export function ticked(world: World, one: Case): Case {
  const { now } = world;
  const over = now >= one.until;
  if (over && (one.state === 'proposed' || (one.state === 'approved' && !one.shadow))) {
    return { ...one, state: 'expired', grant: null };
  }
  if (one.state !== 'proposed') return one;
  const waited = now - one.since;
  return {
    ...one,
    escalated: one.escalated || waited >= one.terms.escalateHours * hour,
    reminded: one.reminded || waited >= (one.terms.escalateHours * hour) / 2,
  };
}

/** What a last look has to say: it may go, it must not, or people have to be asked again. */
export function lastLook(world: World, one: Case): 'go' | 'never' | 'ask' {
  if (one.state !== 'approved' || one.shadow || !one.grant?.genuine) return 'never';
  const terms = termsNow(world, one);
  if (world.now >= one.grant.until || !terms || levelOf(world, one.kind) === 'shadow') return 'never';
  if (one.grant.alone) {
    const both = { ...terms, effect: stricterOf(terms.effect, one.terms.effect) };
    return runsAlone(world, both, one.kind) ? 'go' : 'ask';
  }
  return stillYes(world, one).length >= Math.max(terms.quorum, one.terms.quorum) ? 'go' : 'ask';
}

const stricterOf = (a: Terms['effect'], b: Terms['effect']): Terms['effect'] =>
  a === 'approve' || b === 'approve' ? 'approve' : a === 'earned' || b === 'earned' ? 'earned' : 'auto';

/** Everybody whose yes counts now as it did then. */
export function stillYes(world: World, one: Case): string[] {
  return one.yes
    .filter(({ member, of }) => of === null || covering(world, member).includes(of))
    .filter(({ member, of }) => entitled(world, of ?? member, one.kind))
    .map(({ member }) => member);
}

/** Whether a switch holds it back. */
export function halted({ on }: World, one: Case): boolean {
  const of = ['all', `account:${one.account}`, `kind:${one.kind}`, `connector:${one.connector}`];
  return of.some((scope) => on.has(scope)) || (one.agent && on.has('model'));
}
