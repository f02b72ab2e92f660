import type { Chat } from './chat.ts';
import type { OpenServices } from './open-services.ts';
import type { OutwardChat } from './outward.ts';

/** The playground's own channels, and the person behind a member there. */
const playground = { approvals: 'C0APPROVALS', audit: 'C0ADMIN', userOf: (id: string): string => `U0${id}` };

/** Which channels of which platform the installation uses: what the operator named, or the playground's. */
export function outwardChat({ config }: Pick<OpenServices, 'config'>, chat: Chat): OutwardChat {
  const { approvals, audit } = config.channels;
  if (config.slack === null) {
    return {
      ...{ platform: 'local', poster: chat.poster },
      approvalsChannel: approvals ?? playground.approvals,
      auditChannel: audit ?? playground.audit,
      userOf: ({ id }) => playground.userOf(id),
    };
  }
  return {
    ...{ platform: 'slack', poster: chat.poster, approvalsChannel: approvals, auditChannel: audit },
    userOf: ({ identities }) => identities.find(({ platform }) => platform === 'slack')?.user ?? null,
  };
}
