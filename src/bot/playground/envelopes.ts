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
  return json({
    type: 'event_callback',
    token: 'playground',
    team_id: team,
    api_app_id: app,
    event,
    event_id: given.eventId,
    event_time: Math.floor(given.at.getTime() / 1000),
    is_ext_shared_channel: given.shared,
    authorizations: [{ team_id: team, user_id: botUser, is_bot: true, is_enterprise_install: false }],
  });
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

/** Somebody looks at the app's Home tab. */
export function homeEnvelope(given: { user: string; channel: string; eventId: string; at: Date }): Envelope {
  const seconds = given.at.getTime() / 1000;
  return json({
    type: 'event_callback',
    token: 'playground',
    team_id: team,
    api_app_id: app,
    event: {
      type: 'app_home_opened',
      user: given.user,
      channel: given.channel,
      tab: 'home',
      event_ts: seconds.toFixed(6),
    },
    event_id: given.eventId,
    event_time: Math.floor(seconds),
    authorizations: [{ team_id: team, user_id: botUser, is_bot: true, is_enterprise_install: false }],
  });
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
