import { checkBlocks } from './check-blocks.ts';
import { type Arguments, failed, isRecord, jsonOf, type Method, refused, textOf } from './slack-answers.ts';
import { type StoredMessage, type Workspace, workspaceIds } from './workspace.ts';

/** What the surface of agents shows beside messages. */
export interface AgentSurface {
  /** What is offered to be asked, by channel. */
  prompts: Map<string, { title: string; message: string }[]>;
  /** What the app is said to be doing, by channel and thread. */
  statuses: Map<string, string>;
  /** What links in messages show, by channel and message, then by address. */
  unfurls: Map<string, Record<string, unknown>>;
}

/** Source: https://docs.slack.dev/reference/methods/chat.appendStream */
const streamText = 12_000;
const promptsAtMost = 4;

/**
 * Prompts, statuses, messages that stream, and what posted links show. A message that streams has text from its chunks,
 * and blocks once it has stopped.
 */
export function agentMethods(workspace: Workspace, surface: AgentSurface): Record<string, Method> {
  const streaming = new Set<StoredMessage>();
  return {
    'assistant.threads.setSuggestedPrompts': (given) => {
      const [channel, prompts] = [textOf(given.channel_id), jsonOf(given.prompts)];
      if (workspace.conversation(channel)?.kind !== 'direct') return failed('channel_not_found');
      if (!Array.isArray(prompts) || prompts.length === 0 || prompts.length > promptsAtMost)
        return refused('invalid_arguments', [`prompts: 1 to ${promptsAtMost}`]);
      surface.prompts.set(channel, prompts);
      return { ok: true };
    },
    'assistant.threads.setStatus': (given) => {
      const [channel, thread] = [textOf(given.channel_id), textOf(given.thread_ts)];
      if (workspace.find(channel, thread) === null) return failed('invalid_thread_ts');
      surface.statuses.set(`${channel} ${thread}`, textOf(given.status));
      return { ok: true };
    },
    'chat.startStream': (given) => {
      const [channel, thread] = [textOf(given.channel), textOf(given.thread_ts)];
      const found = workspace.conversation(channel);
      if (found === null) return failed('channel_not_found');
      if (workspace.find(channel, thread) === null) return failed('invalid_thread_ts');
      if (found.kind !== 'direct' && textOf(given.recipient_user_id) === '')
        return failed('missing_recipient_user_id');
      const text = textOfChunks(given);
      if (text === null) return failed('invalid_chunks');
      const message = workspace.add({
        channel,
        user: workspaceIds.botUser,
        text,
        blocks: [],
        threadTs: thread,
        onlyFor: null,
      });
      streaming.add(message);
      surface.statuses.delete(`${channel} ${thread}`);
      return { ok: true, channel, ts: message.ts };
    },
    'chat.appendStream': (given) => {
      const message = workspace.find(textOf(given.channel), textOf(given.ts));
      if (!message || !streaming.has(message)) return failed('message_not_in_streaming_state');
      const text = textOfChunks(given);
      if (text === null) return failed('invalid_chunks');
      workspace.change(message, { text: message.text + text, blocks: message.blocks });
      return { ok: true, channel: message.channel, ts: message.ts };
    },
    'chat.stopStream': (given) => {
      const message = workspace.find(textOf(given.channel), textOf(given.ts));
      if (!message || !streaming.has(message)) return failed('message_not_in_streaming_state');
      const blocks = jsonOf(given.blocks) ?? [];
      const problems = checkBlocks(blocks);
      if (problems.length > 0 || !Array.isArray(blocks)) return refused('invalid_blocks', problems);
      streaming.delete(message);
      workspace.change(message, { text: message.text + (textOfChunks(given) ?? ''), blocks });
      return { ok: true, channel: message.channel, ts: message.ts };
    },
    'chat.unfurl': (given) => {
      const [channel, ts, unfurls] = [textOf(given.channel), textOf(given.ts), jsonOf(given.unfurls)];
      const message = workspace.find(channel, ts);
      if (message === null) return failed('cannot_find_message');
      if (!isRecord(unfurls)) return failed('missing_unfurls');
      if (Object.keys(unfurls).some((url) => !message.text.includes(url))) return failed('cannot_unfurl_url');
      const problems = Object.values(unfurls).flatMap((each) =>
        checkBlocks(isRecord(each) ? each.blocks : null),
      );
      if (problems.length > 0) return refused('invalid_blocks', problems);
      surface.unfurls.set(`${channel} ${ts}`, { ...unfurls });
      return { ok: true };
    },
  };
}

/** What a stream says with this call; null = no chunks that Slack takes. */
function textOfChunks(given: Arguments): string | null {
  const chunks = jsonOf(given.chunks) ?? [];
  if (!Array.isArray(chunks)) return null;
  let text = textOf(given.markdown_text);
  for (const chunk of chunks) {
    if (!isRecord(chunk)) return null;
    if (chunk.type === 'markdown_text') text += textOf(chunk.text);
    else if (chunk.type === 'task_update') {
      if (textOf(chunk.id) === '' || textOf(chunk.title) === '') return null;
    } else if (chunk.type !== 'plan_update' && chunk.type !== 'blocks') return null;
  }
  return text.length <= streamText ? text : null;
}
