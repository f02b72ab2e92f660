import type { Member } from '../../domain/member.ts';
import { type Session, type SignInWay, signInLimits } from '../../domain/session.ts';
import type { StoreTransaction } from '../../store/store.ts';
import type { Services } from '../context.ts';
import { hashOf, isToken } from './session-token.ts';

const hourMs = 3_600_000;

/** Somebody who came in; `token` is for their browser alone. */
export interface SignedIn {
  token: string;
  member: Member;
}

/** What the company's own sign-in says of a person. */
export interface KnownPerson {
  issuer: string;
  subject: string;
  /** null = none, or nobody has verified it */
  email: string | null;
}

/** Whom a link would sign in; using it up is left to a press of a button. Null = it cannot be used any more. */
export async function readConsoleLink(services: Services, token: string): Promise<Member | null> {
  if (!isToken(token)) return null;
  const id = await services.store.findConsoleLink(hashOf(token), services.clock.now());
  return id === null ? null : await services.store.findMember(id);
}

/** Signs in by a link, which is used up with it. Null = it was used, it expired, or its member is gone. */
export async function signInByLink(services: Services, token: string): Promise<SignedIn | null> {
  const now = services.clock.now();
  return await services.store.transaction(async (store) => {
    const id = isToken(token) ? await store.spendConsoleLink(hashOf(token), now) : null;
    const member = id === null ? null : await store.findMember(id);
    if (member) return await begin(services, store, member, 'link');
    await refuse(services, store, { way: 'link' });
    return null;
  });
}

/**
 * Signs in whom the provider names: by issuer and subject where a member has them as an identity, or by a verified
 * e-mail address that exactly one member has. Nobody becomes a member by signing in. Null = nobody here is that person.
 */
export async function signInByProvider(services: Services, person: KnownPerson): Promise<SignedIn | null> {
  return await services.store.transaction(async (store) => {
    const identity = { platform: 'oidc' as const, team: person.issuer, user: person.subject };
    const member = (await store.findMemberByIdentity(identity)) ?? (await memberByEmail(store, person.email));
    if (member) return await begin(services, store, member, 'oidc');
    await refuse(services, store, { way: 'oidc', issuer: person.issuer.slice(0, 200) });
    return null;
  });
}

async function memberByEmail(store: StoreTransaction, email: string | null): Promise<Member | null> {
  if (email === null || email.trim() === '') return null;
  const wanted = email.trim().toLowerCase();
  const found = (await store.listMembers()).filter((member) => member.email?.trim().toLowerCase() === wanted);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The session that a browser's secret stands for, with its member as they are now: a role that was taken is gone. */
export async function findSignedIn(
  services: Services,
  token: string,
): Promise<{ session: Session; member: Member } | null> {
  if (!isToken(token)) return null;
  const session = await services.store.findConsoleSession(hashOf(token), services.clock.now());
  const member = session && (await services.store.findMember(session.member));
  return session && member ? { session, member } : null;
}

/** Ends a session, in every window at once. */
export async function signOut(services: Services, session: Session): Promise<void> {
  await services.store.transaction(async (store) => {
    await store.removeConsoleSession(session.id);
    await store.appendAudit({
      at: services.clock.now(),
      actor: session.member,
      action: 'session.ended',
      account: null,
      detail: { way: session.way },
    });
  });
}

async function begin(
  { ids, clock }: Services,
  store: StoreTransaction,
  member: Member,
  way: SignInWay,
): Promise<SignedIn> {
  const [token, beganAt] = [ids.secret(), clock.now()];
  const expiresAt = new Date(beganAt.getTime() + signInLimits.sessionHours * hourMs);
  await store.forgetSignIns(beganAt);
  await store.addConsoleSession({ id: hashOf(token), member: member.id, way, beganAt, expiresAt });
  await store.appendAudit({
    at: beganAt,
    actor: member.id,
    action: 'session.began',
    account: null,
    detail: { way, role: member.role },
  });
  return { token, member };
}

async function refuse(
  { clock }: Services,
  store: StoreTransaction,
  detail: Record<string, unknown>,
): Promise<void> {
  await store.appendAudit({
    at: clock.now(),
    actor: 'unknown',
    action: 'session.refused',
    account: null,
    detail,
  });
}
