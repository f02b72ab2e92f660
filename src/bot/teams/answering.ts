import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { FormView, View } from '../../views/view.ts';
import { describeError } from '../platform/describe-error.ts';
import { failureNotice } from '../platform/failure-notice.ts';
import type { KeptRequest } from '../platform/kept-request.ts';
import type { Asked, ChatRequest, Reply } from '../reply.ts';
import { cardOf, type TeamsMessage } from './card.ts';
import type { FormSource } from './controls.ts';
import type { TeamsMemory } from './memory.ts';
import type { Messenger } from './messenger.ts';
import { nameAt } from './naming.ts';
import { unknownNotice } from './notices.ts';
import type { Incoming, Where } from './parse.ts';
import { renderView } from './render.ts';
import { renderForm } from './render-form.ts';
import type { LinkTo } from './rich-text.ts';
import type { SharedPlaces } from './shared-places.ts';

/** What it takes to answer. */
export interface Answering {
  messenger: Messenger;
  memory: TeamsMemory;
  shared: SharedPlaces;
  answer(request: ChatRequest): Promise<Reply>;
  firstDelivery(key: string): Promise<boolean>;
  /** Keeps a deciding press before it is answered; false = it is known already. */
  keepClick(key: string, request: KeptRequest): Promise<boolean>;
  clickDone(key: string): Promise<void>;
  /** Seals what is kept, hexadecimal; the database must not hold it. */
  clickKey: string;
  /** How long Teams is let wait for the answer to a press. */
  answerWithinMs: number;
  linkTo: LinkTo;
  log: Log;
  clock: Clock;
  ids: Ids;
}

/** Answers what was written, to whoever wrote it alone. Redeliveries are dropped. Never rejects. */
export async function answerMessage(incoming: Incoming, own: Answering): Promise<void> {
  const { asked } = incoming;
  try {
    if (!(await own.firstDelivery(incoming.key))) return;
    if (asked.kind === 'unknown') return await say(incoming, unknownNotice(asked.what), own);
    await deliver(incoming, await own.answer(await requestOf(incoming, asked, own)), own);
  } catch (error) {
    await apologise(incoming, error, own);
  }
}

/** The request in the words of every platform. */
export async function requestOf(incoming: Incoming, asked: Asked, own: Answering): Promise<ChatRequest> {
  const { person, place } = incoming;
  const external = await own.shared.isShared(place);
  return {
    platform: 'teams',
    team: person.tenant,
    user: person.user,
    channel: place.id,
    ...(place.name !== null && place.kind !== 'personal' && { channelName: place.name }),
    place: place.kind === 'personal' ? 'direct' : external ? 'external' : 'channel',
    thread: place.thread,
    asked,
  };
}

/** Sends a reply as messages; a form stands in one of its own. */
export async function deliver(incoming: Incoming, reply: Reply, own: Answering): Promise<void> {
  await own.messenger.send(incoming, messagesOf(reply, incoming, own));
}

/** A reply as messages. */
export function messagesOf({ form, view }: Reply, incoming: Incoming, own: Answering): TeamsMessage[] {
  return form === undefined ? draw(view, incoming, own) : formMessages(form, incoming, own);
}

function formMessages(form: FormView, incoming: Incoming, own: Answering): TeamsMessage[] {
  const card = renderForm(form, own.linkTo, { where: 'message', from: sourceOf(incoming.asked) });
  if (card !== null) return [{ summary: form.title, card }];
  return draw({ summary: form.title, blocks: form.intro }, incoming, own);
}

/** A view as messages for where it was asked. */
export function draw(view: View, { place }: Where, own: Pick<Answering, 'linkTo'>): TeamsMessage[] {
  return renderView(view, own.linkTo, nameAt(place.kind));
}

/** What opens the same form again. */
export function sourceOf(asked: Incoming['asked']): FormSource {
  switch (asked.kind) {
    case 'click':
      return { action: asked.action, value: asked.value };
    case 'command':
    case 'message':
      return { text: asked.text };
    case 'shortcut':
      return { shortcut: asked.name };
    default:
      return { text: 'help' };
  }
}

/** Sends a view to whoever asked. */
export async function say(incoming: Incoming, view: View, own: Answering): Promise<void> {
  await own.messenger.send(incoming, draw(view, incoming, own));
}

/** Tells the person that it failed, with a reference; the log has the cause. Never rejects. */
export async function apologise(incoming: Incoming, error: unknown, own: Answering): Promise<void> {
  try {
    await say(incoming, noteFailure(error, own), own);
  } catch (failure) {
    own.log.error(describeError(failure), 'the person could not be told either');
  }
}

/** Writes the cause into the log. @returns what the person reads */
export function noteFailure(error: unknown, own: Answering): View {
  const trace = own.ids.trace();
  own.log.error({ trace, ...describeError(error) }, 'a question could not be answered');
  return failureNotice(error, trace);
}

/** The first message of a view, for what takes one card alone. */
export function firstCard(view: View, where: Where, own: Answering): TeamsMessage {
  return draw(view, where, own)[0] ?? { summary: view.summary, card: cardOf([]) };
}
