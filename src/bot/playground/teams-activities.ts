import { type TeamsConversation, type TeamsPerson, tenantIds } from './teams-tenant.ts';

/** What every activity of a person has in common. */
export interface Origin {
  id: string;
  serviceUrl: string;
  person: TeamsPerson;
  conversation: TeamsConversation;
  thread: string | null;
  at: string;
}

/** A file that hangs on a message, by the name that it has there. */
function fileOf(name: string): Record<string, unknown> {
  const contentUrl = `https://brightweir.sharepoint.example/${encodeURIComponent(name)}`;
  return { contentType: 'application/vnd.microsoft.teams.file.download.info', name, contentUrl };
}

/** A message as Teams sends it: in a channel the bot is mentioned first, and the words come as HTML too. */
export function messageActivity(
  origin: Origin,
  text: string,
  files: readonly string[] = [],
): Record<string, unknown> {
  const mention = '<at>Holdfast</at>';
  const isMentioned = origin.conversation.kind === 'channel';
  return {
    ...common(origin),
    type: 'message',
    textFormat: 'plain',
    text: isMentioned ? `${mention} ${text}\n` : text,
    entities: isMentioned
      ? [{ type: 'mention', text: mention, mentioned: { id: tenantIds.bot, name: 'Holdfast' } }]
      : [],
    attachments: [
      ...(text === '' ? [] : [{ contentType: 'text/html', content: `<p>${escapeHtml(text)}</p>` }]),
      ...files.map(fileOf),
    ],
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The same message, changed by whoever wrote it. */
export function changedActivity(origin: Origin, text: string): Record<string, unknown> {
  return {
    ...messageActivity(origin, text),
    type: 'messageUpdate',
    channelData: { ...(common(origin).channelData as object), eventType: 'editMessage' },
  };
}

/** A press of `Action.Execute`, or of the card itself that asks for one of its own. */
export function pressActivity(
  origin: Origin,
  {
    verb,
    data,
    message,
    trigger,
  }: { verb: string; data: unknown; message: string; trigger: 'manual' | 'automatic' },
): Record<string, unknown> {
  return {
    ...common(origin),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: message,
    value: { action: { type: 'Action.Execute', verb, data }, trigger },
  };
}

/** A press that opens a dialog, or sends it. */
export function dialogActivity(
  origin: Origin,
  { name, data, message }: { name: 'task/fetch' | 'task/submit'; data: unknown; message: string | null },
): Record<string, unknown> {
  return {
    ...common(origin),
    type: 'invoke',
    name,
    ...(message === null ? {} : { replyToId: message }),
    value: { data, context: { theme: 'default' } },
  };
}

/** An action from the menu of a message, or from the line to write in. */
export function extensionActivity(
  origin: Origin,
  command: string,
  message: { id: string; html: string; author: string; url: string } | null,
): Record<string, unknown> {
  const { id, html, author, url } = message ?? { id: '', html: '', author: '', url: '' };
  const payload = {
    id,
    linkToMessage: url,
    body: { contentType: 'html', content: html },
    from: { user: { displayName: author } },
  };
  return {
    ...common(origin),
    type: 'invoke',
    name: 'composeExtension/fetchTask',
    value: { commandId: command, ...(message && { messagePayload: payload }) },
  };
}

/** `Action.Submit` outside of a dialog: a message with a value and no text. */
export function submitActivity(origin: Origin, data: unknown, message: string): Record<string, unknown> {
  return { ...common(origin), type: 'message', replyToId: message, value: data };
}

/** The app was added to a chat. */
export function arrivalActivity(origin: Origin): Record<string, unknown> {
  return { ...common(origin), type: 'conversationUpdate', membersAdded: [{ id: tenantIds.bot }] };
}

function common({ id, serviceUrl, person, conversation, thread, at }: Origin): Record<string, unknown> {
  const isChannel = conversation.kind === 'channel';
  const tenant = { id: tenantIds.tenant };
  return {
    id,
    timestamp: at,
    serviceUrl,
    channelId: 'msteams',
    from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId },
    recipient: { id: tenantIds.bot, name: 'Holdfast' },
    conversation: {
      id: isChannel ? `${conversation.id};messageid=${thread ?? id}` : conversation.id,
      ...(isChannel ? { isGroup: true, name: conversation.name } : {}),
      conversationType: isChannel ? 'channel' : 'personal',
      tenantId: tenantIds.tenant,
    },
    channelData: isChannel
      ? {
          tenant,
          team: { id: '19:team@thread.tacv2' },
          channel: { id: conversation.id, name: conversation.name },
        }
      : { tenant },
  };
}
