import type { Member } from '../domain/member.ts';
import type { ProposalPicture } from '../domain/proposal.ts';

/** Whether a member is shown what decides a proposal: whoever the door would let approve it, stand-ins among them. */
export function mayDecide(
  { id }: Pick<Member, 'id'>,
  { deciders }: Pick<ProposalPicture, 'deciders'>,
): boolean {
  return deciders.includes(id);
}
