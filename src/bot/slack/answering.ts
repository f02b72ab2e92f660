import type { webApi } from '@slack/bolt';
import type { FormView } from '../../views/view.ts';
import type { ChatRequest, Reply } from '../reply.ts';
import type { SlackAppOptions } from './app.ts';
import { describeError } from './bolt-log.ts';
import type { JsonObject } from './decode-body.ts';
import type { Messenger } from './messenger.ts';
import { failureNotice, formNotice, refusalNotice, unknownNotice } from './notices.ts';
import { type Incoming, parseClick, parseCommand, parseMessage } from './parse.ts';
import { renderHome } from './publish-home.ts';
import { renderView } from './render.ts';
import { renderForm } from './render-form.ts';
import type { SharedChannels } from './shared-channels.ts';

/** What it takes to answer. */
export interface Answering extends SlackAppOptions {
  messenger: Messenger;
  shared: SharedChannels;
  /** One try, no retries: a trigger lives three seconds. */
  quick: webApi.WebClient;
}

/** Answers what may be answered after the acknowledgement; redeliveries are dropped. Never rejects. */
export async function answerOne(incoming: Incoming, own: Answering): Promise<void> {
  const { asked, destination } = incoming;
  try {
    const [first, place] = await Promise.all([
      isFirst(incoming.keys, own),
      // A form has three seconds: what can be asked meanwhile is asked meanwhile.
      asked.kind === 'click' ? placeOf(incoming, own.shared) : null,
    ]);
    if (!first) return;
    if (asked.kind === 'unknown') {
      await own.messenger.send(destination, renderView(unknownNotice(asked.what), own.linkTo));
      return;
    }
    const request = requestOf(incoming, asked, place ?? (await placeOf(incoming, own.shared)));
    if (asked.kind === 'home') return await publishHome(incoming, await own.answer(request), own);
    await deliver(incoming, await own.answer(request), own);
  } catch (error) {
    await apologise(incoming, error, own);
  }
}

/** What is refused is said there too: whoever opens the app sees why it shows nothing. */
async function publishHome({ user }: Incoming, { view }: Reply, own: Answering): Promise<void> {
  await own.quick.views.publish({ user_id: user, view: renderHome(view, own.linkTo) });
}

/** The request in the words of every platform. */
export function requestOf(
  incoming: Incoming,
  asked: ChatRequest['asked'],
  place: ChatRequest['place'],
): ChatRequest {
  const { team, user, thread, destination, channelName } = incoming;
  const channel = destination.channel ?? user;
  const named = channelName === undefined ? {} : { channelName };
  return { platform: 'slack', team, user, channel, ...named, place, thread, asked };
}

/** Opens the form of a reply where there is one and something to open it with, else tells the person. */
export async function deliver(incoming: Incoming, reply: Reply, own: Answering): Promise<void> {
  const { destination } = incoming;
  if (reply.form !== undefined) {
    const long = await open(incoming, reply.form, own);
    if (long === null) return;
    await own.messenger.send(destination, long);
    return;
  }
  await own.messenger.send(destination, renderView(reply.view, own.linkTo));
  if (destination.home) await redrawHome(incoming, own);
}

/** After a click on the Home tab it shows what is so now. What was asked is answered already: it never rejects. */
async function redrawHome(incoming: Incoming, own: Answering): Promise<void> {
  try {
    await publishHome(incoming, await own.answer(requestOf(incoming, { kind: 'home' }, 'direct')), own);
  } catch (error) {
    own.log.warn(describeError(error), 'a Home tab could not be drawn anew');
  }
}

/** @returns messages to be sent instead, where no form could be opened */
async function open(
  incoming: Incoming,
  form: FormView,
  own: Answering,
): Promise<ReturnType<typeof renderView> | null> {
  const view = renderForm(form, own.linkTo, incoming.destination);
  if (view === null) return renderView({ summary: form.title, blocks: form.intro }, own.linkTo);
  if (incoming.trigger === null) return renderView(formNotice('here'), own.linkTo);
  try {
    await own.quick.views.open({ trigger_id: incoming.trigger, view });
    return null;
  } catch (error) {
    own.log.warn(describeError(error), 'a form could not be opened');
    return renderView(formNotice('in time'), own.linkTo);
  }
}

/**
 * Notes the keys one after the other, up to the first that is known: of two deliveries at the same time, the one that
 * lost a key must not take the next one from the one that won.
 */
async function isFirst(keys: readonly string[], own: Answering): Promise<boolean> {
  for (const key of keys) if (!(await own.firstDelivery(key))) return false;
  return true;
}

/** What kind of place it is, as far as Slack says. */
export async function placeOf(incoming: Incoming, shared: SharedChannels): Promise<ChatRequest['place']> {
  const { channel } = incoming.destination;
  if (channel === null || channel.startsWith('D')) return 'direct';
  return incoming.external || (await shared.isShared(channel)) ? 'external' : 'channel';
}

/** Tells the person that it failed, with a reference; the log has the cause. Never rejects. */
export async function apologise(incoming: Incoming, error: unknown, own: Answering): Promise<void> {
  const trace = own.ids.trace();
  own.log.error({ trace, ...describeError(error) }, 'a question could not be answered');
  try {
    await own.messenger.send(incoming.destination, renderView(failureNotice(error, trace), own.linkTo));
  } catch (failure) {
    own.log.error({ trace, ...describeError(failure) }, 'the person could not be told either');
  }
}

/** Tells a person of another workspace or app, where there is a person, that nothing was done. */
export async function refuseOne(
  body: JsonObject,
  own: Pick<Answering, 'botUserId' | 'messenger' | 'log'>,
): Promise<void> {
  const incoming = parseCommand(body) ?? (body.event ? parseMessage(body, own.botUserId) : parseClick(body));
  if (incoming === null) return;
  try {
    await own.messenger.send(
      incoming.destination,
      renderView(refusalNotice(), (path) => path),
    );
  } catch (error) {
    own.log.warn(describeError(error), 'a refusal could not be delivered');
  }
}
