import type { Message, OpenView, Part, SecondSlack, Team } from './slack.ts';
import { signed } from './slack.ts';

/** What Slack got back for one request. */
export interface Got {
  status: number;
  body: string;
  ms: number;
}

/** Somebody at a workspace: everything that they do goes to the app as Slack sends it, over HTTP and signed. */
export function createHand(slack: SecondSlack, team: Team, baseUrl: string, secret: string) {
  let count = 0;
  const unique = (kind: string): string => `${kind}${Date.now().toString(36)}${++count}`.toUpperCase();

  async function send(
    contentType: string,
    body: string,
    headers: Record<string, string> = signed(secret, body),
    path = '/slack/events',
  ): Promise<Got> {
    const began = performance.now();
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...headers,
      },
      body,
    });
    return { status: response.status, body: await response.text(), ms: performance.now() - began };
  }
  const form = (fields: Record<string, string>) =>
    send('application/x-www-form-urlencoded', new URLSearchParams(fields).toString());
  const interactive = (payload: Part) =>
    form({ payload: JSON.stringify({ api_app_id: 'A0SECOND', token: 'old', ...payload }) });
  const person = (user: string) => ({
    id: user,
    username: team.people[user],
    name: team.people[user],
    team_id: team.id,
  });
  const where = (channel: string) => ({
    id: channel,
    name: channel.startsWith('D') ? 'directmessage' : (team.channels[channel]?.name ?? ''),
  });
  const common = (user: string) => ({
    team: { id: team.id, domain: 'second' },
    user: person(user),
    enterprise: null,
    is_enterprise_install: false,
  });

  function eventBody(event: Part, eventId = unique('Ev'), more: Part = {}): string {
    return JSON.stringify({
      ...{ token: 'old', team_id: team.id, api_app_id: 'A0SECOND', type: 'event_callback' },
      ...{
        event,
        event_id: eventId,
        event_time: Math.floor(Date.now() / 1_000),
        is_ext_shared_channel: false,
      },
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: team.bot,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      ...more,
    });
  }

  return {
    send,
    eventBody,
    event: (event: Part, headers: Record<string, string> = {}, eventId?: string) => {
      const body = eventBody(event, eventId);
      return send('application/json', body, { ...signed(secret, body), ...headers });
    },
    command: (user: string, text: string, channel = `D${user.slice(1)}`) =>
      form({
        ...{
          token: 'old',
          team_id: team.id,
          team_domain: 'second',
          channel_id: channel,
          channel_name: where(channel).name,
        },
        ...{
          user_id: user,
          user_name: team.people[user] ?? '',
          command: '/cs',
          text,
          api_app_id: 'A0SECOND',
        },
        ...{
          is_enterprise_install: 'false',
          response_url: slack.responseUrl(team, channel, user),
          trigger_id: slack.trigger(user),
        },
      }),
    /** A direct message, or with a channel a mention in it. */
    say(user: string, text: string, at: { channel?: string; thread?: string; more?: Part } = {}) {
      const { channel = `D${user.slice(1)}`, thread, more = {} } = at;
      const direct = channel.startsWith('D');
      const words = direct ? text : `<@${team.bot}> ${text}`;
      const { ts } = slack.write(team, channel, user, words, thread ?? null);
      const event = {
        ...{
          type: direct ? 'message' : 'app_mention',
          user,
          text: words,
          ts,
          channel,
          event_ts: ts,
          team: team.id,
        },
        ...(direct && { channel_type: 'im', client_msg_id: unique('m') }),
        ...(thread !== undefined && { thread_ts: thread, parent_user_id: team.bot }),
        ...more,
      };
      const body = eventBody(event);
      const deliver = (headers: Record<string, string> = {}) =>
        send('application/json', body, { ...signed(secret, body), ...headers });
      return { ts, deliver, event };
    },
    press(user: string, message: Message, control: Part, triggerMs?: number) {
      const { channel, ts, thread, only } = message;
      return interactive({
        ...common(user),
        type: 'block_actions',
        trigger_id: slack.trigger(user, triggerMs),
        response_url: slack.responseUrl(team, channel, user, ts),
        channel: where(channel),
        container: {
          ...{ type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: only !== null },
          ...(thread !== null && { thread_ts: thread }),
        },
        ...(only === null && {
          message: { type: 'message', ts, user: team.bot, text: message.text, blocks: message.blocks },
        }),
        state: { values: {} },
        actions: [{ ...control, block_id: 'b1', action_ts: slack.stamp() }],
      });
    },
    pressHome(user: string, control: Part) {
      return interactive({
        ...common(user),
        type: 'block_actions',
        trigger_id: slack.trigger(user),
        container: { type: 'view', view_id: `V${user}` },
        view: { id: `V${user}`, type: 'home', state: { values: {} } },
        actions: [{ ...control, block_id: 'b1', action_ts: slack.stamp() }],
      });
    },
    shortcut(user: string, callback: string, on?: Message) {
      return interactive({
        ...common(user),
        ...{ callback_id: callback, trigger_id: slack.trigger(user), action_ts: slack.stamp() },
        ...(on === undefined
          ? { type: 'shortcut' }
          : {
              ...{ type: 'message_action', channel: where(on.channel), message_ts: on.ts },
              response_url: slack.responseUrl(team, on.channel, user),
              message: { type: 'message', user: on.user, ts: on.ts, text: on.text },
            }),
      });
    },
    async submit(user: string, open: OpenView, values: Record<string, Part>) {
      const got = await interactive({
        ...common(user),
        type: 'view_submission',
        trigger_id: slack.trigger(user),
        response_urls: [],
        view: {
          ...open.view,
          id: open.id,
          hash: open.hash,
          team_id: team.id,
          app_id: 'A0SECOND',
          state: { values },
        },
      });
      const said = got.body === '' ? {} : JSON.parse(got.body);
      return { ...got, action: said.response_action as string | undefined, said };
    },
    react: (
      user: string,
      message: Message,
      reaction: string,
      headers: Record<string, string> = {},
      eventId?: string,
    ) => {
      const body = eventBody(
        {
          ...{ type: 'reaction_added', user, reaction, item_user: message.user, event_ts: slack.stamp() },
          item: { type: 'message', channel: message.channel, ts: message.ts },
        },
        eventId,
      );
      const deliver = () => send('application/json', body, { ...signed(secret, body), ...headers });
      return { deliver };
    },
  };
}

export type Hand = ReturnType<typeof createHand>;

/** Everything that can be pressed or picked in blocks. */
export function controlsIn(part: unknown): Part[] {
  if (Array.isArray(part)) return part.flatMap(controlsIn);
  if (part === null || typeof part !== 'object') return [];
  const { type, action_id: id, text, value, options } = part as Part;
  if (type === 'button') return [{ type, action_id: id, text, ...(value !== undefined && { value }) }];
  if (type === 'static_select' && Array.isArray(options) && id !== 'value')
    return [{ type, action_id: id, selected_option: options[0] }];
  return Object.values(part).flatMap(controlsIn);
}

/** Every text that somebody reads in blocks. */
export function textIn(part: unknown): string {
  if (Array.isArray(part)) return part.map(textIn).filter(Boolean).join(' ');
  if (part === null || typeof part !== 'object') return '';
  return Object.entries(part)
    .flatMap(([key, value]) => (key === 'text' && typeof value === 'string' ? [value] : [textIn(value)]))
    .filter(Boolean)
    .join(' ');
}
