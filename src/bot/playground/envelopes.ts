import { workspaceIds } from './workspace.ts';

/** One request as Slack sends it: how it is encoded, and the encoded bytes. */
export interface Envelope {
  contentType: 'application/json' | 'application/x-www-form-urlencoded';
  body: string;
}

const { team, app, botUser } = workspaceIds;

/** A slash command. */
export function commandEnvelope(given: {
  command: string;
  text: string;
  user: string;
  channel: { id: string; name: string };
  responseUrl: string;
  triggerId: string;
}): Envelope {
  return form({
    token: 'playground',
    team_id: team,
    team_domain: 'playground',
    channel_id: given.channel.id,
    channel_name: given.channel.name,
    user_id: given.user,
    user_name: given.user,
    command: given.command,
    text: given.text,
    api_app_id: app,
    is_enterprise_install: 'false',
    response_url: given.responseUrl,
    trigger_id: given.triggerId,
  });
}

/** A direct message to the bot, or a mention of it in a channel. */
export function messageEnvelope(given: {
  direct: boolean;
  user: string;
  channel: string;
  text: string;
  ts: string;
  threadTs: string | null;
  shared: boolean;
  eventId: string;
  at: Date;
}): Envelope {
  const event = {
    type: given.direct ? 'message' : 'app_mention',
    ...(given.direct ? { channel_type: 'im' } : {}),
    user: given.user,
    team,
    channel: given.channel,
    text: given.text,
    ts: given.ts,
    event_ts: given.ts,
    ...(given.threadTs === null ? {} : { thread_ts: given.threadTs }),
  };
  return eventEnvelope(event, given);
}

/** A click on a button or a choice in a select. */
export function clickEnvelope(given: {
  user: string;
  channel: { id: string; name: string };
  messageTs: string;
  threadTs: string | null;
  ephemeral: boolean;
  action: Record<string, unknown>;
  state: unknown;
  responseUrl: string;
  triggerId: string;
}): Envelope {
  return payload({
    type: 'block_actions',
    team: { id: team, domain: 'playground' },
    user: { id: given.user, team_id: team },
    api_app_id: app,
    container: {
      type: 'message',
      message_ts: given.messageTs,
      channel_id: given.channel.id,
      is_ephemeral: given.ephemeral,
      ...(given.threadTs === null ? {} : { thread_ts: given.threadTs }),
    },
    channel: given.channel,
    trigger_id: given.triggerId,
    response_url: given.responseUrl,
    state: { values: given.state ?? {} },
    actions: [given.action],
  });
}

/** A shortcut, called on a message or from anywhere. */
export function shortcutEnvelope(given: {
  user: string;
  callback: string;
  triggerId: string;
  /** Absent = it was called from nowhere. */
  on?: {
    channel: { id: string; name: string };
    message: { ts: string; user: string; text: string; thread_ts?: string };
    responseUrl: string;
  };
}): Envelope {
  const { user, callback, triggerId, on } = given;
  return payload({
    type: on ? 'message_action' : 'shortcut',
    token: 'playground',
    team: { id: team, domain: 'playground' },
    user: { id: user, team_id: team },
    api_app_id: app,
    callback_id: callback,
    trigger_id: triggerId,
    action_ts: triggerId.split('.')[0],
    ...(on && {
      channel: on.channel,
      message: { type: 'message', ...on.message },
      message_ts: on.message.ts,
      response_url: on.responseUrl,
    }),
  });
}

/** Somebody reacts to a message with an emoji. */
export function reactionEnvelope(given: {
  user: string;
  emoji: string;
  channel: string;
  ts: string;
  author: string;
  shared: boolean;
  eventId: string;
  at: Date;
}): Envelope {
  const { user, emoji, channel, ts, author, shared, eventId, at } = given;
  return eventEnvelope(
    {
      type: 'reaction_added',
      user,
      reaction: emoji,
      item_user: author,
      item: { type: 'message', channel, ts },
      event_ts: (at.getTime() / 1000).toFixed(6),
    },
    { eventId, at, shared },
  );
}

/** An event as Slack wraps it. */
export function eventEnvelope(
  event: object,
  { eventId, at, shared }: { eventId: string; at: Date; shared: boolean },
): Envelope {
  return json({
    type: 'event_callback',
    token: 'playground',
    team_id: team,
    api_app_id: app,
    event,
    event_id: eventId,
    event_time: Math.floor(at.getTime() / 1000),
    is_ext_shared_channel: shared,
    authorizations: [{ team_id: team, user_id: botUser, is_bot: true, is_enterprise_install: false }],
  });
}

/** Somebody looks at the app's Home tab. */
export function homeEnvelope(given: { user: string; channel: string; eventId: string; at: Date }): Envelope {
  const { user, channel, eventId, at } = given;
  const event_ts = (at.getTime() / 1000).toFixed(6);
  return eventEnvelope(
    { type: 'app_home_opened', user, channel, tab: 'home', event_ts },
    { eventId, at, shared: false },
  );
}

/** A click on the Home tab, which is in no channel and has no response address. */
export function homeClickEnvelope(given: {
  user: string;
  action: Record<string, unknown>;
  triggerId: string;
}): Envelope {
  const id = `V0HOME${given.user}`;
  return payload({
    type: 'block_actions',
    team: { id: team, domain: 'playground' },
    user: { id: given.user, team_id: team },
    api_app_id: app,
    container: { type: 'view', view_id: id },
    view: { id, type: 'home', callback_id: '', private_metadata: '' },
    trigger_id: given.triggerId,
    actions: [given.action],
  });
}

/** A modal that was filled in. */
export function submitEnvelope(given: {
  user: string;
  viewId: string;
  view: Record<string, unknown>;
  state: unknown;
  triggerId: string;
}): Envelope {
  return payload({
    type: 'view_submission',
    team: { id: team, domain: 'playground' },
    user: { id: given.user, team_id: team },
    api_app_id: app,
    trigger_id: given.triggerId,
    view: { callback_id: '', ...given.view, id: given.viewId, state: { values: given.state ?? {} } },
  });
}

function json(body: unknown): Envelope {
  return { contentType: 'application/json', body: JSON.stringify(body) };
}

function form(fields: Record<string, string>): Envelope {
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

function payload(body: unknown): Envelope {
  return form({ payload: JSON.stringify(body) });
}
