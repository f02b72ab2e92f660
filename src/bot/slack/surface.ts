import type { ShortcutName } from '../reply.ts';

/** Where a shortcut is called, and what it asks. */
interface Shortcut {
  type: 'message' | 'global';
  callback: string;
  name: string;
  description: string;
  asks: ShortcutName;
}

const shortcuts: readonly Shortcut[] = [
  {
    type: 'message',
    callback: 'holdfast-note-message',
    asks: 'note',
    name: 'Note to the timeline',
    description: "Notes this message on an account's timeline",
  },
  {
    type: 'message',
    callback: 'holdfast-ask-message',
    asks: 'ask',
    name: 'Ask about this',
    description: 'Asks Holdfast with the words of this message',
  },
  {
    type: 'message',
    callback: 'holdfast-alert-message',
    asks: 'alert',
    name: 'Create an alert',
    description: 'Raises an alert about an account from this message',
  },
  {
    type: 'global',
    callback: 'holdfast-note',
    asks: 'note',
    name: 'Note to a timeline',
    description: "Writes a note on an account's timeline",
  },
  {
    type: 'global',
    callback: 'holdfast-ask',
    asks: 'ask',
    name: 'Ask Holdfast',
    description: 'Asks about a customer, or for a fix',
  },
  {
    type: 'global',
    callback: 'holdfast-alert',
    asks: 'alert',
    name: 'Raise an alert',
    description: 'Raises an alert about an account',
  },
];

/** Event that Slack tells us → scopes without which it would not. Source: https://docs.slack.dev/reference/events */
const events: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  'message.im': ['im:history'],
  reaction_added: ['reactions:read'],
  // Comes with `agent_view`.
  app_context_changed: [],
  link_shared: ['links:read'],
  tokens_revoked: [],
};

/** Method that we call → the scopes of every place it is called for. Source: https://docs.slack.dev/reference/methods */
const methods: Readonly<Record<string, readonly string[]>> = {
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.appendStream': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  // By a person's id too, which opens the direct chat with them.
  'chat.postMessage': ['chat:write', 'im:write'],
  'chat.startStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.unfurl': ['links:write'],
  'chat.update': ['chat:write'],
  // Whether a post of ours arrived, and the words of a message that was marked.
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  // Whether another company can read along.
  'conversations.info': ['channels:read', 'groups:read', 'im:read'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'oauth.v2.access': [],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

/** How the app introduces itself where people talk to it. */
const agent = {
  description:
    'Ask how a customer is doing, why a score moved, who is at risk, or how to fix what a customer reports. Every figure and sentence links to its record.',
  prompts: [
    { title: 'What is in my book?', message: 'book' },
    { title: 'Which customers are at risk?', message: 'risks' },
    { title: 'What waits for my approval?', message: 'approvals mine' },
    { title: 'How was the week?', message: 'digest' },
  ],
};

/**
 * What this app needs from a workspace. The manifest in `deploy/slack-manifest.json` asks for exactly this; a test
 * compares the two, and this with what the code calls and listens to.
 */
export const slackSurface = {
  command: '/cs',
  usageHint: 'health acme · why acme --since 2026-11-01 · timeline acme · help',
  shortcuts,
  events,
  methods,
  agent,
};

/** The scopes that follow from it, in alphabetical order. */
export function neededScopes(): string[] {
  const all = ['commands', ...Object.values(events).flat(), ...Object.values(methods).flat()];
  return [...new Set(all)].sort();
}
