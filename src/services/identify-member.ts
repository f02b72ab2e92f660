import type { Identity, Member } from '../domain/member.ts';
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
  const id = `${identity.platform}.${identity.team}.${identity.user}`
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '-')
    .slice(0, 64);
  const member: Member = { id, name: identity.user, role, identities: [identity] };
  await services.store.transaction(async (store) => {
    await store.writeMembers([member]);
    await store.appendAudit({
      at: services.clock.now(),
      actor: 'system',
      action: 'member.joined',
      account: null,
      detail: { member: id, role, platform: identity.platform },
    });
  });
  return member;
}
