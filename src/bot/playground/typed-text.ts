import { escapeMarkup } from '../slack/inert-text.ts';
import { notFound, usage } from './faults.ts';
import { isRecord } from './slack-answers.ts';
import { workspaceIds } from './workspace.ts';

/** A line that starts with a slash is a command. */
export function typedCommand(text: string): { command: string; text: string } | null {
  const line = text.trim();
  if (!/^\/\S/.test(line)) return null;
  const [command = ''] = line.split(/\s/, 1);
  return { command, text: line.slice(command.length).trim() };
}

/**
 * What a person typed, as Slack stores it: text with escapes, and rich text with the mention in it. Slack tells the
 * app of a message in a channel only where the message mentions it, so there it is mentioned for them.
 */
export function spoken(typed: string, direct: boolean): { text: string; blocks: unknown[] } {
  if (typed.trim() === '')
    throw usage('The message is empty.', 'Write a question, for example: how is acme doing?');
  const split = typed.split(/<@U0HOLDFAST>|@holdfast\b/gi);
  const parts = direct || split.length > 1 ? split : ['', ` ${typed}`];
  const elements = parts.flatMap((text, index) => [
    ...(index === 0 ? [] : [{ type: 'user', user_id: workspaceIds.botUser }]),
    ...(text === '' ? [] : [{ type: 'text', text }]),
  ]);
  return {
    text: parts.map(escapeMarkup).join(`<@${workspaceIds.botUser}>`),
    blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
  };
}

/** The action that a client sends for a control; `value` chooses among a select's options. */
export function pressed(
  blocks: readonly unknown[],
  actionId: string,
  value: string | undefined,
): Record<string, unknown> {
  const controls = blocks
    .filter(isRecord)
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []));
  const control = controls.filter(isRecord).find((each) => each.action_id === actionId);
  if (!control) throw notFound('control', actionId);
  const action = { type: control.type, action_id: actionId, block_id: 'controls' };
  if (control.type !== 'static_select')
    return { ...action, text: control.text, value: value ?? control.value };
  const options = Array.isArray(control.options) ? control.options.filter(isRecord) : [];
  const selected = options.find((option) => option.value === value);
  if (!selected) throw notFound(`option of ${actionId}`, value ?? '');
  return { ...action, selected_option: selected };
}
