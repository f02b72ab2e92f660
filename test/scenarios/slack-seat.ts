import {
  type Playground,
  type PlaygroundOptions,
  startPlayground,
} from '../../src/bot/playground/playground.ts';
import { workspaceIds } from '../../src/bot/playground/workspace.ts';
import type { Seat, Shown, Where } from './seat.ts';

interface Control {
  label: string;
  actionId: string;
  value: string;
}

/** The Slack app, with the Web API in the same process. */
export async function slackSeat(options: PlaygroundOptions): Promise<Seat> {
  const playground = await startPlayground(options);
  return seatAt(playground, () => playground.close());
}

/** People in front of the playground, by what it offers to them. */
export function seatAt(
  at: Pick<Playground, 'message' | 'messages' | 'click' | 'submit' | 'poster'>,
  close: () => Promise<void>,
): Seat {
  const open = new Map<string, string>();
  const placeOf = (member: string, where: Where): string =>
    ({
      chat: `D0${member}`,
      channel: workspaceIds.internal,
      shared: workspaceIds.shared,
      approvals: workspaceIds.approvals,
    })[where];
  return {
    say: async (member, text, where = 'chat') => {
      const channel = placeOf(member, where);
      await at.message({
        member,
        channel,
        text: where === 'chat' ? text : `<@${workspaceIds.botUser}> ${text}`,
      });
    },
    shown: async (member, where) => {
      const messages = await at.messages(placeOf(member, where), member);
      return messages
        .filter(({ user }) => user === workspaceIds.botUser)
        .map(({ id, blocks }) => shownOf(id, blocks));
    },
    press: async (member, where, message, label) => {
      const messages = await at.messages(placeOf(member, where), member);
      const found = messages.find(({ id }) => id === message);
      const control = controlsOf(found?.blocks).find((one) => one.label === label);
      if (!control) throw new Error(`no '${label}' on ${JSON.stringify(found?.blocks)}`);
      const { actionId, value } = control;
      const { view } = await at.click({ member, messageId: message, actionId, value });
      if (view) open.set(member, view.id);
    },
    fill: async (member, fields) => {
      const viewId = open.get(member);
      if (viewId === undefined) throw new Error('no form is open');
      const { errors } = await at.submit({ member, viewId, state: fields });
      return Object.values(errors ?? {});
    },
    post: async (where, view, key) => (await at.poster.post(placeOf('', where), view, { key })).message,
    update: (where, message, view) => at.poster.update(placeOf('', where), message, view),
    close,
  };
}

function shownOf(id: string, blocks: unknown): Shown {
  return { id, text: textsIn(blocks).join(' '), buttons: controlsOf(blocks).map(({ label }) => label) };
}

function textsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(textsIn);
  if (part === null || typeof part !== 'object') return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string' ? [value] : textsIn(value),
  );
}

function controlsOf(part: unknown): Control[] {
  if (Array.isArray(part)) return part.flatMap(controlsOf);
  if (part === null || typeof part !== 'object') return [];
  const { type, text, action_id: actionId, value, options } = part as Record<string, unknown>;
  const labelOf = (of: unknown) => String({ ...(of as { text?: unknown }) }.text);
  if (type === 'button')
    return [{ label: labelOf(text), actionId: String(actionId), value: String(value ?? '') }];
  if (type === 'static_select' && Array.isArray(options)) {
    return (options as { text: unknown; value: string }[]).map((option) => ({
      label: labelOf(option.text),
      actionId: String(actionId),
      value: option.value,
    }));
  }
  return Object.values(part).flatMap(controlsOf);
}
