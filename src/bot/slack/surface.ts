/**
 * What this app needs from a workspace. The manifest in `deploy/slack-manifest.json` asks for exactly this; a test
 * compares the two.
 */
export const slackSurface = {
  command: '/cs',
  usageHint: 'health acme · why acme --since 2026-11-01 · timeline acme · help',
  events: ['app_home_opened', 'app_mention', 'message.im'],
  /** Scope → why it is needed. */
  scopes: {
    'app_mentions:read': 'event app_mention',
    'channels:history': 'conversations.history and conversations.replies: whether a post of ours arrived',
    'channels:read': 'conversations.info of public channels: is it shared with another company?',
    'chat:write': 'chat.postMessage, chat.postEphemeral, chat.update',
    commands: 'the slash command',
    'groups:history': 'the same in private channels',
    'groups:read': 'conversations.info of private channels',
    'im:history': 'event message.im; whether a post of ours arrived',
    'im:read': 'conversations.info of direct messages',
    'im:write': 'a direct message where an ephemeral one cannot be shown',
    'users:read': 'bots.info: which app the token belongs to',
  },
} as const;
