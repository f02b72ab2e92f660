import type { Ids } from '../../domain/ids.ts';
import { slackLimits } from '../slack/limits.ts';
import { checkBlocks } from './check-blocks.ts';
import { type AgentSurface, agentMethods } from './slack-agent.ts';
import {
  type Answer,
  type Arguments,
  failed,
  isRecord,
  jsonOf,
  type Method,
  refused,
  textOf,
} from './slack-answers.ts';
import { historyMethods } from './slack-history.ts';
import { type OpenView, viewMethods } from './slack-views.ts';
import { directChannelOf, slackUserOf, type Workspace, workspaceIds } from './workspace.ts';

/** The Web API methods that the app uses, over one workspace. `openViews` receives what `views.open` opens. */
export function createMethods(
  workspace: Workspace,
  openViews: Map<string, OpenView>,
  takeTrigger: (triggerId: string) => string | null,
  ids: Ids,
  surface: AgentSurface,
): Readonly<Record<string, Method>> {
  return {
    ...agentMethods(workspace, surface),
    'auth.test': () => ({
      ok: true,
      url: 'https://playground.invalid/',
      team: 'Playground',
      user: 'holdfast',
      team_id: workspaceIds.team,
      user_id: workspaceIds.botUser,
      bot_id: workspaceIds.bot,
      app_id: workspaceIds.app,
    }),
    'bots.info': () => ({
      ok: true,
      bot: { id: workspaceIds.bot, app_id: workspaceIds.app, name: 'Holdfast' },
    }),
    ...chatMethods(workspace),
    ...lookupMethods(workspace),
    ...historyMethods(workspace),
    ...viewMethods(openViews, workspace.homes, takeTrigger, ids),
  };
}

function chatMethods(workspace: Workspace): Record<string, Method> {
  const bot = workspaceIds.botUser;
  return {
    'chat.postMessage': (given) => {
      const channel = channelOf(workspace, textOf(given.channel));
      const content = contentOf(given);
      if (channel === null) return failed('channel_not_found');
      if (!content.ok) return content;
      const thread = threadOf(workspace, channel, given);
      if (thread === undefined) return failed('thread_not_found');
      const metadata = metadataOf(given);
      if (metadata === undefined) return failed('invalid_metadata_format');
      const { text, blocks } = content;
      const stored = workspace.add({
        channel,
        user: bot,
        text,
        blocks,
        threadTs: thread,
        onlyFor: null,
        ...(metadata !== null && { metadata }),
      });
      return {
        ok: true,
        channel,
        ts: stored.ts,
        message: { type: 'message', user: bot, text, blocks, ts: stored.ts },
      };
    },
    'chat.postEphemeral': (given) => {
      const channel = channelOf(workspace, textOf(given.channel));
      const user = textOf(given.user);
      const content = contentOf(given);
      if (channel === null) return failed('channel_not_found');
      if (!workspace.conversation(channel)?.members.includes(user)) return failed('user_not_in_channel');
      if (!content.ok) return content;
      const { text, blocks } = content;
      const threadTs = threadOf(workspace, channel, given) ?? null;
      return {
        ok: true,
        message_ts: workspace.add({ channel, user: bot, text, blocks, threadTs, onlyFor: user }).ts,
      };
    },
    'chat.update': (given) => {
      const message = workspace.find(textOf(given.channel), textOf(given.ts));
      const content = contentOf(given);
      // Slack does not update ephemeral messages either.
      if (message === null || message.onlyFor !== null) return failed('message_not_found');
      if (message.user !== bot) return failed('cant_update_message');
      if (!content.ok) return content;
      workspace.change(message, content);
      return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
    },
    'chat.delete': (given) => {
      const message = workspace.find(textOf(given.channel), textOf(given.ts));
      if (message === null || message.onlyFor !== null) return failed('message_not_found');
      if (message.user !== bot) return failed('cant_delete_message');
      workspace.remove(message);
      return { ok: true, channel: message.channel, ts: message.ts };
    },
  };
}

function lookupMethods(workspace: Workspace): Record<string, Method> {
  return {
    'chat.getPermalink': (given) => {
      const [channel, ts] = [textOf(given.channel), textOf(given.message_ts)];
      if (workspace.conversation(channel) === null) return failed('channel_not_found');
      if (workspace.find(channel, ts) === null) return failed('message_not_found');
      const permalink = `https://playground.invalid/archives/${channel}/p${ts.replace('.', '')}`;
      return { ok: true, channel, permalink };
    },
    'conversations.info': (given) => {
      const found = workspace.conversation(textOf(given.channel));
      if (found === null) return failed('channel_not_found');
      const { id, name, kind } = found;
      const shared = kind === 'shared';
      return {
        ok: true,
        channel: { id, name, is_im: kind === 'direct', is_ext_shared: shared, is_pending_ext_shared: false },
      };
    },
    'conversations.open': (given) => {
      const id = channelOf(workspace, textOf(given.users));
      return id === null ? failed('user_not_found') : { ok: true, channel: { id } };
    },
    'conversations.members': (given) => {
      const found = workspace.conversation(textOf(given.channel));
      return found === null
        ? failed('channel_not_found')
        : { ok: true, members: [...found.members, workspaceIds.botUser] };
    },
    'users.info': (given) => {
      const person = workspace.people.find(({ id }) => slackUserOf(id) === textOf(given.user));
      if (!person) return failed('user_not_found');
      const profile = { real_name: person.name, title: person.role };
      return {
        ok: true,
        user: { id: textOf(given.user), team_id: workspaceIds.team, is_bot: false, profile },
      };
    },
  };
}

/** Text and blocks of a message, or Slack's refusal of them. */
export function contentOf(
  given: Arguments,
): { ok: true; text: string; blocks: unknown[] } | Extract<Answer, { ok: false }> {
  const blocks = jsonOf(given.blocks) ?? [];
  const text = textOf(given.text);
  const problems = checkBlocks(blocks);
  if (problems.some((problem) => problem.startsWith('msg_blocks_too_long')))
    return failed('msg_blocks_too_long');
  if (problems.length > 0 || !Array.isArray(blocks)) {
    return refused('invalid_blocks', problems);
  }
  if (text === '' && blocks.length === 0) return failed('no_text');
  if (text.length > slackLimits.fallbackText) return failed('msg_too_long');
  return { ok: true, text, blocks };
}

/** A person's id as a channel means the direct chat with them. */
function channelOf(workspace: Workspace, id: string): string | null {
  const person = workspace.people.find((each) => slackUserOf(each.id) === id);
  const channel = person ? directChannelOf(person.id) : id;
  return workspace.conversation(channel) === null ? null : channel;
}

function threadOf(workspace: Workspace, channel: string, given: Arguments): string | null | undefined {
  const ts = textOf(given.thread_ts);
  if (ts === '') return null;
  return workspace.find(channel, ts) === null ? undefined : ts;
}

/** What an app may hang on a message, unseen; null = nothing, undefined = not as Slack takes it. */
function metadataOf(given: Arguments): { event_type: string; event_payload: object } | null | undefined {
  const metadata = jsonOf(given.metadata) ?? null;
  if (metadata === null) return null;
  if (!isRecord(metadata) || !isRecord(metadata.event_payload) || textOf(metadata.event_type) === '') {
    return undefined;
  }
  return { event_type: textOf(metadata.event_type), event_payload: metadata.event_payload };
}
