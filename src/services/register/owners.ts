import type { Member } from '../../domain/member.ts';
import { mayChange } from '../../rules/access.ts';
import type { RequestContext } from '../context.ts';

/** Members who can own an entry: whoever may change the register. */
export async function ownersOf({ store }: Pick<RequestContext, 'store'>): Promise<Member[]> {
  return (await store.listMembers()).filter((member) => mayChange(member, 'register'));
}
