import type { Member } from '../domain/member.ts';
import { slackPlace } from '../domain/slack-place.ts';

/** Where a member is written to alone; the playground calls its people after their ids. Null = on no chat */
export function chatUserOf(member: Member | null): string | null {
  const identities = member?.identities ?? [];
  const slack = identities.find(({ platform }) => platform === 'slack');
  if (slack) return slackPlace(slack.team, slack.user);
  const local = identities.find(({ platform }) => platform === 'local');
  return local ? `U0${local.user}` : null;
}
