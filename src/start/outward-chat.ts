import type { Member } from '../domain/member.ts';
import { slackPlace } from '../domain/slack-place.ts';
import type { Chat } from './chat.ts';
import type { OpenServices } from './open-services.ts';
import type { OutwardChat } from './outward.ts';
import { hasRealChat } from './real-chat.ts';

/** The playground's own channels, and the person behind a member there. */
const playground = { approvals: 'C0APPROVALS', audit: 'C0ADMIN', userOf: (id: string): string => `U0${id}` };

/** Which channels of which platform the installation uses: what the operator named, or the playground's. */
export function outwardChat({ config }: Pick<OpenServices, 'config'>, chat: Chat): OutwardChat {
  const { approvals, audit } = config.channels;
  if (!hasRealChat(config)) {
    return {
      platform: 'local',
      poster: chat.poster,
      approvalsChannel: approvals ?? playground.approvals,
      auditChannel: audit ?? playground.audit,
      userOf: (member) => (config.teams && teamsUserOf(member)) ?? playground.userOf(member.id),
    };
  }
  return {
    platform: config.slack === null ? 'teams' : 'slack',
    poster: chat.poster,
    approvalsChannel: approvals,
    auditChannel: audit,
    userOf: (member) => slackUserOf(member) ?? teamsUserOf(member),
  };
}

function teamsUserOf({ identities }: Member): string | null {
  return identities.find(({ platform }) => platform === 'teams')?.user ?? null;
}

function slackUserOf({ identities }: Member): string | null {
  const found = identities.find(({ platform }) => platform === 'slack');
  return found ? slackPlace(found.team, found.user) : null;
}
