import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultsOf, faultsOfBlocks, faultsOfView } from './blocks.ts';
import { type MethodName, methods, response as responseBody } from './methods.ts';

/** A workspace as this Slack keeps it. */
export interface Team {
  id: string;
  token: string;
  bot: string;
  people: Record<string, string>;
  channels: Record<string, { name: string; members: readonly string[]; shared?: boolean }>;
}

export interface Message {
  team: string;
  channel: string;
  ts: string;
  user: string;
  text: string;
  blocks: Part[];
  thread: string | null;
  /** Seen by this person alone; null = by everybody there. */
  only: string | null;
  streaming?: boolean;
  metadata?: unknown;
}

export type Part = Record<string, unknown>;
export interface OpenView {
  id: string;
  user: string;
  hash: string;
  view: Part;
}

interface Call {
  team: Team;
  given: Part;
}
type Answer = Part & { ok: boolean };

const refuse = (error: string, messages: string[] = []): Answer => ({
  ok: false,
  error,
  ...(messages.length > 0 && { response_metadata: { messages } }),
});

/**
 * A second reading of Slack, made without a look at the playground's: it takes nothing that the reference pages do not
 * name, and remembers each refusal.
 */
export async function startSecondSlack(teams: readonly Team[]) {
  const messages: Message[] = [];
  const views = new Map<string, OpenView>();
  const homes = new Map<string, Part>();
  const prompts = new Map<string, unknown>();
  const statuses = new Map<string, string>();
  const unfurls = new Map<string, Part>();
  const triggers = new Map<string, { user: string; until: number; used: boolean }>();
  const addresses = new Map<
    string,
    { team: Team; channel: string; user: string; source: string | null; left: number; until: number }
  >();
  const refusals: { method: string; error: string; faults: string[] }[] = [];
  const calls: { method: string; team: string; given: Part }[] = [];
  let count = 0;

  const stamp = (): string =>
    `${Math.floor(Date.now() / 1_000)}.${String(++count % 1_000_000).padStart(6, '0')}`;
  const messageAt = ({ team, given }: Call, ts = String(given.ts)): Message | undefined =>
    messages.find((each) => each.team === team.id && each.channel === given.channel && each.ts === ts);
  /** A person's id as a channel opens the direct chat with them. */
  const channelOf = (team: Team, id: string): string | null => {
    if (id.startsWith('U')) return id in team.people ? `D${id.slice(1)}` : null;
    if (id.startsWith('D')) return `U${id.slice(1)}` in team.people ? id : null;
    return id in team.channels ? id : null;
  };
  const blocksOf = (given: Part): { blocks: Part[]; faults: string[] } => {
    if (given.blocks === undefined) return { blocks: [], faults: [] };
    return { blocks: given.blocks as Part[], faults: faultsOfBlocks(given.blocks) };
  };
  const add = (team: Team, given: Omit<Message, 'team' | 'ts'>): Message => {
    const added = { ...given, team: team.id, ts: stamp() };
    messages.push(added);
    return added;
  };
  const post = ({ team, given }: Call, only: string | null): Answer => {
    const channel = channelOf(team, String(given.channel));
    if (channel === null) return refuse('channel_not_found');
    if (channel.startsWith('C') && !team.channels[channel]?.members.includes(team.bot))
      return refuse('not_in_channel');
    if (only !== null && channel.startsWith('C') && !team.channels[channel]?.members.includes(only))
      return refuse('user_not_in_channel');
    const { blocks, faults } = blocksOf(given);
    if (faults.length > 0) return refuse('invalid_blocks', faults);
    const thread = given.thread_ts === undefined ? null : String(given.thread_ts);
    if (thread !== null && !messageAt({ team, given: { ...given, channel } }, thread))
      return refuse('thread_not_found');
    const { ts } = add(team, {
      ...{ channel, user: team.bot, text: String(given.text), blocks, thread, only },
      ...(given.metadata !== undefined && { metadata: given.metadata }),
    });
    return only === null ? { ok: true, channel, ts, message: { ts } } : { ok: true, message_ts: ts };
  };
  const takeTrigger = (id: string): string | null => {
    const trigger = triggers.get(id);
    if (!trigger || trigger.used || Date.now() > trigger.until) return null;
    trigger.used = true;
    return trigger.user;
  };
  const viewAnswer = (open: OpenView): Answer => ({
    ok: true,
    view: { ...open.view, id: open.id, hash: open.hash },
  });
  const shown = ({ ts, user, text, blocks, thread, metadata }: Message): Part => ({
    ...{ type: 'message', ts, user, text, blocks },
    ...(thread !== null && { thread_ts: thread }),
    ...(metadata !== undefined && { metadata }),
  });
  const listed = ({ given }: Call, all: readonly Message[]): Answer => {
    const [from, to] = [Number(given.oldest ?? 0), Number(given.latest ?? Number.POSITIVE_INFINITY)];
    const fits = all.filter(({ ts }) => Number(ts) >= from && Number(ts) <= to);
    return { ok: true, has_more: false, messages: fits.slice(0, Number(given.limit ?? 100)).map(shown) };
  };

  const run: Record<MethodName, (call: Call) => Answer> = {
    'assistant.threads.setStatus': ({ given }) => {
      statuses.set(String(given.channel_id), String(given.status));
      return { ok: true };
    },
    'assistant.threads.setSuggestedPrompts': ({ team, given }) => {
      if (channelOf(team, String(given.channel_id)) === null) return refuse('channel_not_found');
      prompts.set(String(given.channel_id), given.prompts);
      return { ok: true };
    },
    'auth.test': ({ team }) => ({
      ...{ ok: true, team: team.id, team_id: team.id, user_id: team.bot, bot_id: `B${team.id.slice(1)}` },
    }),
    'bots.info': ({ given }) => ({ ok: true, bot: { id: given.bot, app_id: 'A0SECOND', name: 'holdfast' } }),
    'chat.appendStream': (call) =>
      messageAt(call)?.streaming ? { ok: true } : refuse('message_not_in_streaming_state'),
    'chat.getPermalink': (call) =>
      messageAt(call, String(call.given.message_ts))
        ? {
            ok: true,
            permalink: `https://second.invalid/archives/${call.given.channel}/p${call.given.message_ts}`,
          }
        : refuse('message_not_found'),
    'chat.postEphemeral': (call) => post(call, String(call.given.user)),
    'chat.postMessage': (call) => post(call, null),
    'chat.startStream': ({ team, given }) => {
      const channel = channelOf(team, String(given.channel));
      if (channel === null) return refuse('channel_not_found');
      if (!messageAt({ team, given }, String(given.thread_ts))) return refuse('thread_not_found');
      const thread = String(given.thread_ts);
      const { ts } = add(team, {
        channel,
        user: team.bot,
        text: '',
        blocks: [],
        thread,
        only: null,
        streaming: true,
      });
      return { ok: true, channel, ts };
    },
    'chat.stopStream': (call) => {
      const found = messageAt(call);
      if (!found?.streaming) return refuse('message_not_in_streaming_state');
      const { blocks, faults } = blocksOf(call.given);
      if (faults.length > 0) return refuse('invalid_blocks', faults);
      Object.assign(found, { streaming: false, blocks });
      statuses.delete(found.channel);
      return { ok: true, channel: found.channel, ts: found.ts };
    },
    'chat.unfurl': (call) => {
      const found = messageAt(call);
      if (!found) return refuse('cannot_unfurl_message');
      for (const [url, shownThere] of Object.entries(call.given.unfurls as Part)) {
        if (!found.text.includes(url)) return refuse('cannot_unfurl_url');
        const faults = faultsOfBlocks((shownThere as Part).blocks);
        if (faults.length > 0) return refuse('invalid_blocks', faults);
        unfurls.set(url, shownThere as Part);
      }
      return { ok: true };
    },
    'chat.update': (call) => {
      const found = messageAt(call);
      // What one person alone sees cannot be changed this way.
      if (!found || found.only !== null) return refuse('message_not_found');
      if (found.user !== call.team.bot) return refuse('cant_update_message');
      const { blocks, faults } = blocksOf(call.given);
      if (faults.length > 0) return refuse('invalid_blocks', faults);
      Object.assign(found, { blocks, text: String(call.given.text) });
      return { ok: true, channel: found.channel, ts: found.ts, text: found.text };
    },
    'conversations.history': (call) =>
      listed(
        call,
        messages.filter(
          (each) =>
            each.team === call.team.id &&
            each.channel === call.given.channel &&
            each.thread === null &&
            each.only === null,
        ),
      ),
    'conversations.info': ({ team, given }) => {
      const id = channelOf(team, String(given.channel));
      if (id === null) return refuse('channel_not_found');
      const { name = 'direct', shared = false } = team.channels[id] ?? {};
      return { ok: true, channel: { id, name, is_im: id.startsWith('D'), is_ext_shared: shared } };
    },
    'conversations.replies': (call) =>
      listed(
        call,
        messages.filter(
          (each) =>
            each.team === call.team.id &&
            each.channel === call.given.channel &&
            (each.ts === call.given.ts || each.thread === call.given.ts),
        ),
      ),
    'oauth.v2.access': ({ given }) => {
      const team = teams.find(({ id }) => given.code === `code-${id}`);
      if (!team) return refuse('invalid_code');
      return {
        ...{
          ok: true,
          access_token: team.token,
          token_type: 'bot',
          app_id: 'A0SECOND',
          bot_user_id: team.bot,
        },
        ...{ team: { id: team.id, name: team.id }, is_enterprise_install: false, enterprise: null },
      };
    },
    'users.info': ({ team, given }) => {
      const name = team.people[String(given.user)];
      if (name === undefined) return refuse('user_not_found');
      return {
        ok: true,
        user: { id: given.user, team_id: team.id, name, real_name: name, profile: { real_name: name } },
      };
    },
    'views.open': ({ given }) => {
      const user = takeTrigger(String(given.trigger_id));
      if (user === null) return refuse('expired_trigger_id');
      const faults = faultsOfView(given.view, 'modal');
      if (faults.length > 0) return refuse('invalid_arguments', faults);
      const open = { id: `V${stamp().replace('.', '')}`, user, hash: stamp(), view: given.view as Part };
      views.set(open.id, open);
      return viewAnswer(open);
    },
    'views.publish': ({ team, given }) => {
      const user = String(given.user_id);
      if (!(user in team.people)) return refuse('invalid_user_id');
      const faults = faultsOfView(given.view, 'home');
      if (faults.length > 0) return refuse('invalid_arguments', faults);
      homes.set(`${team.id} ${user}`, given.view as Part);
      return { ok: true, view: { id: `V${user}`, hash: stamp() } };
    },
    'views.update': ({ given }) => {
      const open = views.get(String(given.view_id));
      if (!open) return refuse('not_found');
      if (given.hash !== undefined && given.hash !== open.hash) return refuse('hash_conflict');
      const faults = faultsOfView(given.view, 'modal');
      if (faults.length > 0) return refuse('invalid_arguments', faults);
      Object.assign(open, { view: given.view, hash: stamp() });
      return viewAnswer(open);
    },
  };

  const answer = (method: string, given: Part, authorization: string): Answer => {
    const token = authorization.replace(/^Bearer /, '');
    const team = teams.find((each) => each.token === token);
    if (!Object.hasOwn(methods, method)) return refuse('unknown_method');
    if (!team && method !== 'oauth.v2.access') return refuse(token === '' ? 'not_authed' : 'invalid_auth');
    const schema = methods[method as MethodName];
    const faults = faultsOf(schema, given);
    if (faults.length > 0) return refuse('invalid_arguments', faults);
    calls.push({ method, team: team?.id ?? '', given });
    return run[method as MethodName]({
      team: team ?? (teams[0] as Team),
      given: schema.parse(given) as Part,
    });
  };

  const respond = (secret: string, given: unknown): { status: number; body: Part | string } => {
    const known = addresses.get(secret);
    if (!known || Date.now() > known.until) return { status: 404, body: refuse('expired_url') };
    if (known.left-- <= 0) return { status: 404, body: refuse('used_url') };
    const faults = faultsOf(responseBody, given);
    const part = { ...(given as Part) };
    if (part.blocks !== undefined) faults.push(...faultsOfBlocks(part.blocks));
    if (faults.length > 0) {
      refusals.push({ method: 'response_url', error: 'invalid_payload', faults });
      return { status: 400, body: refuse('invalid_payload', faults) };
    }
    const { team, channel, user, source } = known;
    const replaced = part.replace_original === true ? messages.find(({ ts }) => ts === source) : undefined;
    const content = { text: String(part.text), blocks: (part.blocks ?? []) as Part[] };
    if (replaced) Object.assign(replaced, content);
    else
      add(team, {
        ...{ ...content, channel, user: team.bot },
        thread: part.thread_ts === undefined ? null : String(part.thread_ts),
        only: part.response_type === 'in_channel' ? null : user,
      });
    return { status: 200, body: 'ok' };
  };

  const serve = async (request: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
    const given = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
    const path = new URL(request.url ?? '/', 'http://second.invalid').pathname;
    const secret = /^\/response\/(\w+)$/.exec(path)?.[1];
    if (secret !== undefined) {
      const { status, body } = respond(secret, given);
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(body));
      return;
    }
    const method = path.replace('/api/', '');
    const said = answer(method, given, request.headers.authorization ?? '');
    if (!said.ok)
      refusals.push({
        method,
        error: String(said.error),
        faults: ((said.response_metadata as { messages?: string[] } | undefined)?.messages ?? []).slice(0, 5),
      });
    outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    outgoing.end(JSON.stringify(said));
  };

  const server = createServer((request, outgoing) => {
    serve(request, outgoing).catch((error: unknown) => outgoing.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url: `${origin}/api/`, messages, views, homes, prompts, statuses, unfurls, refusals, calls, stamp },
    /** What a person of a team writes. */
    write: (team: Team, channel: string, user: string, text: string, thread: string | null = null): Message =>
      add(team, { channel, user, text, blocks: [], thread, only: null }),
    trigger(user: string, livesMs = 3_000): string {
      const id = `${++count}.${randomBytes(12).toString('hex')}`;
      triggers.set(id, { user, until: Date.now() + livesMs, used: false });
      return id;
    },
    responseUrl(team: Team, channel: string, user: string, source: string | null = null): string {
      const secret = randomBytes(12).toString('hex');
      addresses.set(secret, { team, channel, user, source, left: 5, until: Date.now() + 30 * 60_000 });
      return `${origin}/response/${secret}`;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type SecondSlack = Awaited<ReturnType<typeof startSecondSlack>>;

/** Signs as Slack does. Source: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signed(secret: string, body: string, atMs = Date.now()): Record<string, string> {
  const at = String(Math.floor(atMs / 1_000));
  const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${mac}` };
}
