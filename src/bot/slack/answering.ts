import type { webApi } from '@slack/bolt';
import { publicActions, type View } from '../../views/view.ts';
import { describeError } from '../platform/describe-error.ts';
import { failureNotice } from '../platform/failure-notice.ts';
import type { AboutMessage, Asked, ChatRequest, Reply } from '../reply.ts';
import { answerVisibly, channelNameOf, type Viewed, viewingOf } from './agent.ts';
import type { SlackAppOptions } from './app.ts';
import type { JsonObject } from './decode-body.ts';
import { describeMessage } from './describe-message.ts';
import { isFirst } from './is-first.ts';
import type { Messenger } from './messenger.ts';
import { formNotice, refusalNotice, unknownNotice } from './notices.ts';
import { answerInForm, openFilled, opensForm } from './open-form.ts';
import { type Destination, type Incoming, parseClick, parseCommand, parseMessage } from './parse.ts';
import { textAt } from './paths.ts';
import { renderHome } from './publish-home.ts';
import { renderView } from './render.ts';
import type { SharedChannels } from './shared-channels.ts';
import type { SlackWorkspaces } from './workspaces.ts';

/** The way to one workspace. */
export interface Connection {
  messenger: Messenger;
  /** One try, no retries: a trigger lives three seconds. */
  quick: webApi.WebClient;
  /** One try each: what is posted for everybody. */
  posting: webApi.WebClient;
}

/** What it takes to answer. */
export interface Answering extends SlackAppOptions {
  /** The way to the workspace that a request came from; null = where we speak up by ourselves. */
  connect(team: string | null): Promise<Connection>;
  spaces: SlackWorkspaces;
  shared: SharedChannels;
  viewed: Viewed;
}

/** Answers what may be answered after the acknowledgement; redeliveries are dropped. Never rejects. */
export async function answerOne(incoming: Incoming, own: Answering): Promise<void> {
  const { asked, destination, team } = incoming;
  try {
    if (asked.kind === 'unknown') {
      if (await isFirst(incoming.keys, own)) await say(own, team, destination, unknownNotice(asked.what));
      return;
    }
    const answering = answerOnce(incoming, asked, own);
    if (opensForm(incoming)) {
      const left = await answerInForm(incoming, answering, own.connect(team), own);
      if (left?.missed && left.reply.form) await say(own, team, destination, formNotice('in time'));
      else if (left) await deliver(incoming, left.reply, own);
      return;
    }
    if (asked.kind === 'message' && destination.direct) return await talk(incoming, answering, own);
    const reply = await answering;
    if (reply === null) return;
    if (asked.kind === 'home') await publishHome(incoming, reply, own);
    else await deliver(incoming, reply, own);
  } catch (error) {
    await apologise(incoming, error, own);
  }
}

/** Answers a direct message: what is not shown while it was waited for is sent, and a thread under it goes on from it. */
async function talk(incoming: Incoming, answering: Promise<Reply | null>, own: Answering): Promise<void> {
  const answered = await answerVisibly(incoming, answering, own);
  if (answered === null) return;
  const { team, destination, asked, root = null } = incoming;
  if (answered.left !== null) {
    const { messenger } = await own.connect(team);
    if (answered.left.length > 0) await messenger.send({ ...destination, thread: root }, answered.left);
    return;
  }
  const posted = await deliver(incoming, answered.reply, own);
  if (posted === null || asked.kind === 'unknown' || !own.carryOn) return;
  await own.carryOn(requestOf(incoming, asked, 'direct'), posted);
}

/** Null = it was answered before. */
async function answerOnce(incoming: Incoming, asked: Asked, own: Answering): Promise<Reply | null> {
  const [first, place, about, channelName] = await Promise.all([
    isFirst(incoming.keys, own),
    // A form has three seconds: what can be asked meanwhile is asked meanwhile.
    placeOf(incoming, own.shared),
    pointedAt(incoming, own),
    nameAround(incoming, own),
  ]);
  if (!first) return null;
  if (asked.kind === 'mark' && place === 'external' && (await isStranger(incoming, own))) return null;
  const pointing = about !== null && (asked.kind === 'shortcut' || asked.kind === 'mark');
  const named = channelName === null ? incoming : { ...incoming, channelName };
  const request = requestOf(named, pointing ? { ...asked, about } : asked, place);
  const viewing =
    asked.kind === 'message' && place === 'direct' ? await viewingOf(incoming, incoming.inView, own) : null;
  return await own.answer({ ...request, ...(viewing !== null && { viewing }) });
}

/**
 * The name of the channel of a message that is pointed at: it may say whom the message is about. A reaction does not name
 * it, nor does a shortcut in a private channel.
 */
async function nameAround({ message, team, channelName }: Incoming, own: Answering): Promise<string | null> {
  if (!message || channelName !== undefined) return null;
  return await channelNameOf({ team, channel: message.channel }, own);
}

/** Reactions alone do not say of which company a person is, and where another one reads along, its people react too. */
async function isStranger({ user, team }: Incoming, own: Answering): Promise<boolean> {
  const { quick } = await own.connect(team);
  const found = await quick.users.info({ user }).catch(() => null);
  if (found?.user?.team_id === team) return false;
  own.log.warn({ security: { kind: 'other-team', team, user } }, "a stranger's reaction was left alone");
  return true;
}

/** The message that a request points at. @throws when Slack does not show it */
async function pointedAt({ message, team }: Incoming, own: Answering): Promise<AboutMessage | null> {
  if (!message) return null;
  const { quick } = await own.connect(team);
  return await describeMessage(quick, { team, botUserId: own.spaces.botUserOf(team) }, message);
}

async function say(own: Answering, team: string, destination: Destination, view: View): Promise<void> {
  const { messenger } = await own.connect(team);
  await messenger.send(destination, renderView(view, own.linkTo));
}

/** What is refused is said there too: whoever opens the app sees why it shows nothing. */
async function publishHome({ user, team }: Incoming, { view }: Reply, own: Answering): Promise<void> {
  const { quick } = await own.connect(team);
  await quick.views.publish({ user_id: user, view: renderHome(view, own.linkTo) });
}

/** The request in the words of every platform. */
export function requestOf(
  incoming: Incoming,
  asked: ChatRequest['asked'],
  place: ChatRequest['place'],
): ChatRequest {
  const { team, user, thread, destination, channelName, root } = incoming;
  const channel = destination.channel ?? user;
  const named = channelName === undefined ? {} : { channelName };
  // In a direct chat any message can be asked on about in a thread; a mention is in its own already.
  const under = destination.direct && root !== undefined && thread === null ? { message: root } : {};
  return { platform: 'slack', team, user, channel, ...named, place, thread, ...under, asked };
}

/**
 * Opens the form of a reply where there is one and something to open it with, else tells the person.
 * @returns the message that tells it, where a thread can hang under it
 */
export async function deliver(incoming: Incoming, reply: Reply, own: Answering): Promise<string | null> {
  const { destination, team } = incoming;
  const { messenger, quick } = await own.connect(team);
  if (reply.form !== undefined) {
    const instead = await openFilled(incoming, reply.form, quick, own);
    return instead === null ? null : await messenger.send(destination, instead);
  }
  const posted = await messenger.send(destination, renderView(reply.view, own.linkTo));
  if (destination.home) await redrawHome(incoming, own);
  return posted;
}

/** After a click on the Home tab it shows what is so now. What was asked is answered already: it never rejects. */
async function redrawHome(incoming: Incoming, own: Answering): Promise<void> {
  try {
    await publishHome(incoming, await own.answer(requestOf(incoming, { kind: 'home' }, 'direct')), own);
  } catch (error) {
    own.log.warn(describeError(error), 'a Home tab could not be drawn anew');
  }
}

/** What kind of place it is, as far as Slack says. */
export async function placeOf(incoming: Incoming, shared: SharedChannels): Promise<ChatRequest['place']> {
  const { channel } = incoming.destination;
  if (channel === null || channel.startsWith('D')) return 'direct';
  const { asked, team } = incoming;
  // What everybody there would see is held against what the channel is at this click.
  if (asked.kind === 'click' && publicActions.has(asked.action))
    return incoming.external || !(await shared.isOurs(channel, team)) ? 'external' : 'channel';
  return incoming.external || (await shared.isShared(channel, team)) ? 'external' : 'channel';
}

/** Tells the person that it failed, with a reference; the log has the cause. Never rejects. */
export async function apologise(incoming: Incoming, error: unknown, own: Answering): Promise<void> {
  const trace = own.ids.trace();
  own.log.error({ trace, ...describeError(error) }, 'a question could not be answered');
  try {
    await say(own, incoming.team, incoming.destination, failureNotice(error, trace));
  } catch (failure) {
    own.log.error({ trace, ...describeError(failure) }, 'the person could not be told either');
  }
}

/** Tells a person of another workspace or app, where there is a person, that nothing was done. */
export async function refuseOne(
  body: JsonObject,
  own: Pick<Answering, 'spaces' | 'connect' | 'log'>,
): Promise<void> {
  const incoming =
    parseCommand(body) ??
    (body.event ? parseMessage(body, own.spaces.botUserOf(textAt(body, 'team_id'))) : parseClick(body));
  if (incoming === null) return;
  try {
    // The workspace that sent it has our app; the person may be of another.
    const { messenger } = await own.connect(
      textAt(body, 'team_id') ?? textAt(body, 'team', 'id') ?? incoming.team,
    );
    await messenger.send(
      incoming.destination,
      renderView(refusalNotice(), (path) => path),
    );
  } catch (error) {
    own.log.warn(describeError(error), 'a refusal could not be delivered');
  }
}
