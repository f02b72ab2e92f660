import { digestOf } from '../domain/canonical-json.ts';
import type { Identity, Member } from '../domain/member.ts';
import type { StoreTransaction } from '../store/store.ts';
import type { Services } from './context.ts';

/**
 * The member behind a chat identity. Somebody of the installed workspace whom nobody wrote down becomes a member with
 * the directory's newcomer role; the adapter has made sure that the workspace is ours.
 * @returns null when newcomers are refused
 */
export async function identifyMember(services: Services, identity: Identity): Promise<Member | null> {
  const known = await services.store.findMemberByIdentity(identity);
  if (known) return known;
  const role = services.content.directory.newcomers;
  if (role === 'refuse') return null;
  return await services.store.transaction(async (store) => {
    const joined = await store.findMemberByIdentity(identity); // by another request of the same person
    if (joined) return joined;
    const id = await freeId(store, identity);
    const member: Member = { id, name: identity.user, role, identities: [identity] };
    await store.writeMembers([member], 'joined');
    await store.appendAudit({
      at: services.clock.now(),
      actor: 'system',
      action: 'member.joined',
      account: null,
      detail: { member: id, role, platform: identity.platform },
    });
    return member;
  });
}

const longestId = 64;

/** A readable id. Platforms tell more people apart than it can hold, so that it may belong to somebody else already. */
async function freeId(store: StoreTransaction, identity: Identity): Promise<string> {
  const id = `${identity.platform}.${identity.team}.${identity.user}`
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '-')
    .slice(0, longestId);
  if (!(await store.findMember(id))) return id;
  const suffix = `-${digestOf(identity).slice(0, 12)}`;
  return id.slice(0, longestId - suffix.length) + suffix;
}
