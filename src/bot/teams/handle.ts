import { isDeciding } from '../platform/kept-request.ts';
import { type Answering, answerMessage, draw } from './answering.ts';
import { answerPress, openDialog, submitDialog } from './invoke.ts';
import { refusalNotice } from './notices.ts';
import {
  isObject,
  type JsonObject,
  objectAt,
  parseMessage,
  parsePress,
  textOf,
  type Where,
  whereOf,
} from './parse.ts';
import { shortcutOf } from './parse-extension.ts';
import { press } from './press.ts';

export interface RawRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  rawBody: Buffer;
}

export interface RawResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Resolves when the request is answered, with messages too. */
  answered: Promise<void>;
}

export interface Handling extends Answering {
  /** Keeps work that goes on after the response. */
  track(work: Promise<void>): Promise<void>;
}

/** Answers one authentic activity: a message in the background, a press in the response. */
export async function answerActivity(activity: JsonObject, own: Handling): Promise<RawResponse> {
  switch (activity.type) {
    case 'message':
      return await onMessage(activity, own);
    case 'invoke':
      return await onInvoke(activity, own);
    case 'conversationUpdate':
      return onArrival(activity, own);
    default:
      return accepted();
  }
}

async function onMessage(activity: JsonObject, own: Handling): Promise<RawResponse> {
  const incoming = parseMessage(activity);
  if (incoming === null) return accepted();
  const { asked } = incoming;
  if (asked.kind === 'unknown' || !isDeciding(asked))
    return accepted(own.track(answerMessage(incoming, own)));
  // A client that answers with messages has no place for an outcome but the chat.
  const outcome = await press(incoming, asked, own);
  if (outcome.kind === 'late') return accepted();
  const view = outcome.kind === 'replied' ? outcome.reply.view : outcome.view;
  return accepted(own.track(own.messenger.send(incoming, draw(view, incoming, own))));
}

async function onInvoke(activity: JsonObject, own: Handling): Promise<RawResponse> {
  const value = objectAt(activity, 'value');
  const name = textOf(activity, 'name');
  const data = name === 'adaptiveCard/action' ? objectAt(value, 'action').data : value.data;
  const incoming = parsePress(activity, data);
  if (incoming === null) return json({ error: 'It is not said who pressed where.' }, 400);
  switch (name) {
    case 'adaptiveCard/action':
      return json(await answerPress(incoming, own));
    case 'task/fetch':
      return json(await openDialog(incoming, own));
    case 'composeExtension/fetchTask': {
      const shortcut = shortcutOf(value);
      const asked = shortcut ? { kind: 'shortcut' as const, ...shortcut } : incoming.asked;
      return json(await openDialog({ ...incoming, asked }, own));
    }
    case 'composeExtension/submitAction':
    case 'task/submit':
      return json(await submitDialog(incoming, own));
    default:
      return json({ error: `'${name.slice(0, 60)}' is not answered.` }, 501);
  }
}

/** Added to a chat, or opened for the first time: says what can be asked. */
function onArrival(activity: JsonObject, own: Handling): RawResponse {
  const added = Array.isArray(activity.membersAdded) ? activity.membersAdded.filter(isObject) : [];
  const us = textOf(objectAt(activity, 'recipient'), 'id');
  const where = whereOf(activity);
  if (where === null || where.place.kind !== 'personal') return accepted();
  if (!added.some((member) => textOf(member, 'id') === us)) return accepted();
  const base = {
    ...where,
    key: `teams:welcome:${where.place.id}`,
    pressed: null,
    replaces: false,
    from: null,
  };
  return accepted(own.track(answerMessage({ ...base, asked: { kind: 'command', text: 'help' } }, own)));
}

/** Tells a person of another company that nothing was done. */
export function answerForeigner(activity: JsonObject, where: Where, own: Handling): RawResponse {
  const value = refusalNotice().summary;
  if (activity.type === 'invoke') {
    return textOf(activity, 'name') === 'adaptiveCard/action'
      ? json({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value })
      : json({ task: { type: 'message', value } });
  }
  if (activity.type !== 'message') return accepted();
  return accepted(own.track(own.messenger.send(where, draw(refusalNotice(), where, own))));
}

function accepted(answered: Promise<void> = Promise.resolve()): RawResponse {
  return { status: 200, headers: {}, body: '', answered };
}

/** A response with data. */
export function json(body: object, status = 200): RawResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    answered: Promise.resolve(),
  };
}
