import type { Member } from '../domain/member.ts';
import { mayDecide } from '../services/approvals-waiting.ts';
import type { Services } from '../services/context.ts';
import { getProposalByButton } from '../services/get-proposal.ts';

/** The members who may decide the proposal that a button names. */
export async function decidersOf(services: Services, button: string): Promise<Member[]> {
  const picture = await getProposalByButton({ ...services, member: null }, button);
  if (picture === null) return [];
  return (await services.store.listMembers()).filter((member) => mayDecide(member, picture));
}
