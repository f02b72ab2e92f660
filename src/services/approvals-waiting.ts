import type { Member } from '../domain/member.ts';
import type { ProposalPicture } from '../domain/proposal.ts';

/** Whether a member may decide a proposal, by their role; nobody decides what they wrote themselves. */
export function mayDecide(member: Pick<Member, 'id' | 'role'>, picture: ProposalPicture): boolean {
  return picture.proposal.author !== member.id && picture.approvingRoles.includes(member.role);
}
