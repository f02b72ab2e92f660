import type { Clock } from '../domain/clock.ts';
import type { Identity, Member } from '../domain/member.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import {
  lockMembers,
  type MemberOrigin,
  removeIdentities,
  removeMembers,
  type StoredMember,
  writeMembers,
} from '../store/members.ts';

/** Who is written down, and by whom. */
export interface Directory {
  members: readonly Member[];
  origin: 'file' | 'demo';
}

/** One entry of the audit. */
interface MemberChange {
  action: 'member.added' | 'member.changed' | 'member.removed';
  detail: Record<string, unknown>;
}

interface Decision {
  write: readonly Member[];
  removeIds: readonly string[];
  removeIdentities: readonly Identity[];
  changes: readonly MemberChange[];
}

/**
 * Makes the members who were written down equal to what is written now: nobody else keeps a role or an identity from
 * an earlier file or from the demo company. Who joined by asking stays, unless the directory names them.
 * @param onlyIntoEmpty - writes nothing where anybody is stored: for a process that may not know which directory holds
 */
export async function keepMembers(
  { database, clock }: { database: Database; clock: Clock },
  directory: Directory,
  { onlyIntoEmpty }: { onlyIntoEmpty: boolean },
): Promise<void> {
  await database.queries.transaction().execute(async (transaction) => {
    const stored = await lockMembers(transaction);
    if (onlyIntoEmpty && stored.length > 0) return;
    const decision = decideMembers(stored, directory);
    await removeIdentities(transaction, decision.removeIdentities);
    await removeMembers(transaction, decision.removeIds);
    await writeMembers(transaction, decision.write, directory.origin);
    for (const change of decision.changes) {
      await appendAudit(transaction, { at: clock.now(), actor: 'system', account: null, ...change });
    }
  });
}

/** What has to happen, and what the audit says of it. The playground's own identities are no news to it. */
function decideMembers(stored: readonly StoredMember[], directory: Directory): Decision {
  const wanted = new Map(directory.members.map((member) => [member.id, member]));
  const named = new Set(directory.members.flatMap(({ identities }) => identities.map(keyOf)));
  const [write, removeIds, removed, changes]: [Member[], string[], Identity[], MemberChange[]] = [
    [],
    [],
    [],
    [],
  ];
  for (const { member, origin } of stored) {
    const next = wanted.get(member.id);
    if (next) continue;
    const leaves = origin !== 'joined';
    const lost = leaves
      ? member.identities
      : member.identities.filter((identity) => named.has(keyOf(identity)));
    removed.push(...lost);
    if (leaves) removeIds.push(member.id);
    const change = leaves
      ? leaving(member, origin)
      : changing(member, { ...member, identities: without(member, lost) });
    if (change) changes.push(change);
  }
  const known = new Map(stored.map((entry) => [entry.member.id, entry]));
  for (const next of directory.members) {
    const before = known.get(next.id);
    const change = before ? changing(before.member, next) : joining(next, directory.origin);
    if (change) changes.push(change);
    const kept = new Set(next.identities.map(keyOf));
    removed.push(...(before?.member.identities ?? []).filter((identity) => !kept.has(keyOf(identity))));
    write.push(next);
  }
  return { write, removeIds, removeIdentities: removed, changes };
}

function joining(member: Member, origin: MemberOrigin): MemberChange {
  const { id, role } = member;
  return { action: 'member.added', detail: { member: id, role, origin, identities: publicKeys(member) } };
}

function leaving(member: Member, origin: MemberOrigin): MemberChange {
  const { id, role } = member;
  return { action: 'member.removed', detail: { member: id, role, origin, identities: publicKeys(member) } };
}

/** @returns null when nothing has changed */
function changing(before: Member, after: Member): MemberChange | null {
  const [had, has] = [publicKeys(before), publicKeys(after)];
  const gained = has.filter((key) => !had.includes(key));
  const lost = had.filter((key) => !has.includes(key));
  const fields = (['name', 'role', 'email'] as const).filter((field) => before[field] !== after[field]);
  if (fields.length + gained.length + lost.length === 0) return null;
  return {
    action: 'member.changed',
    detail: {
      member: after.id,
      fields,
      ...(before.role === after.role ? {} : { roleBefore: before.role }),
      role: after.role,
      identitiesAdded: gained,
      identitiesRemoved: lost,
    },
  };
}

function without({ identities }: Member, lost: readonly Identity[]): Identity[] {
  return identities.filter((identity) => !lost.includes(identity));
}

function publicKeys({ identities }: Member): string[] {
  return identities.filter(({ platform }) => platform !== 'local').map(keyOf);
}

function keyOf({ platform, team, user }: Identity): string {
  return `${platform}/${team}/${user}`;
}
