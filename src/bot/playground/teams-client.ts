import type { Clock } from '../../domain/clock.ts';
import type { Ids } from '../../domain/ids.ts';
import type { TeamsApp } from '../teams/app.ts';
import { notFound, usage } from './faults.ts';
import { isRecord } from './slack-answers.ts';
import {
  arrivalActivity,
  changedActivity,
  dialogActivity,
  extensionActivity,
  messageActivity,
  type Origin,
  pressActivity,
  submitActivity,
} from './teams-activities.ts';
import type { TeamsService } from './teams-service.ts';
import type { TeamsStored, TeamsTenant } from './teams-tenant.ts';

/** An action of a card, as a person sees it. */
export interface CardAction {
  type: string;
  title: string;
  verb?: string;
  data: unknown;
}

/** What came back to one request. */
export interface Response {
  status: number;
  body: unknown;
  /** What the client itself complains about, beside the input; then nothing was sent. */
  missing?: readonly string[];
}

export interface Pressed {
  member: string;
  conversation: string;
  message: string;
}

/** A client of Teams without accounts: what people do in it, as the activities that Teams would send. */
export interface TeamsClient {
  say(given: {
    member: string;
    conversation: string;
    text: string;
    thread?: string | null;
    /** Names of files that hang on it. */
    files?: readonly string[];
  }): Promise<Response>;
  /** Changes what this person wrote last. */
  change(given: { member: string; conversation: string; text: string }): Promise<Response>;
  /** Presses the action of this title; a card in the answer is this person's own from then on. */
  press(given: Pressed & { title: string; inputs?: Readonly<Record<string, string>> }): Promise<Response>;
  /** The same as a client does that knows no `Action.Execute`. */
  submit(given: Pressed & { title: string }): Promise<Response>;
  /** Asks for this person's own card, as a client does by itself where the card says so. */
  refresh(given: Pressed): Promise<Response>;
  /** Sends a dialog that is open: `card` is what stands in it. */
  submitDialog(
    given: Pressed & { card: unknown; inputs: Readonly<Record<string, string>> },
  ): Promise<Response>;
  /** Begins something from the menu of a message, or from the line to write in. */
  extend(given: {
    member: string;
    conversation: string;
    command: string;
    message: Parameters<typeof extensionActivity>[2];
  }): Promise<Response>;
  /** Adds the app to this person's chat. */
  arrive(member: string): Promise<Response>;
  /** Delivers an activity, once more if you like. */
  deliver(activity: object, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The last activity that was delivered. */
  last(): object;
  /** What one person sees, each message with the card that is theirs. */
  screen(conversation: string, member: string): { message: TeamsStored; card: unknown }[];
}

export function createTeamsClient(parts: {
  app: Pick<TeamsApp, 'handle'>;
  service: TeamsService;
  clock: Clock;
  ids: Ids;
}): TeamsClient {
  const { app, service, clock, ids } = parts;
  const { tenant } = service;
  const { originOf, find, actionOf } = seatsIn(service, clock, ids);
  let last: object = {};

  async function deliver(
    activity: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    last = activity;
    const rawBody = Buffer.from(JSON.stringify(activity));
    const { status, body, answered } = await app.handle({ headers: { ...headers }, rawBody });
    await answered;
    return { status, body: body === '' ? null : JSON.parse(body) };
  }

  async function invoke(activity: object, stored: TeamsStored, user: string): Promise<Response> {
    const response = await deliver(activity);
    const answer = isRecord(response.body) ? response.body : {};
    if (answer.type === 'application/vnd.microsoft.card.adaptive') {
      stored.ownCards.set(user, answer.value);
      stored.revision += 1;
    }
    return response;
  }

  return {
    async say({ member, conversation, text, thread = null, files = [] }) {
      const origin = originOf(member, conversation, thread);
      const stored = tenant.add({
        conversation,
        thread,
        from: origin.person.id,
        activity: { text },
        onlyFor: null,
      });
      return await deliver(messageActivity({ ...origin, id: stored.id }, text, files));
    },
    change: async ({ member, conversation, text }) =>
      await deliver(changed(tenant, originOf(member, conversation), text)),
    async press(given) {
      const { action, card, stored, user } = actionOf(given);
      const origin = originOf(given.member, given.conversation, stored.thread ?? stored.id);
      const data = { ...(isRecord(action.data) ? action.data : {}), ...initialOf(card), ...given.inputs };
      if (action.type === 'Action.Submit' && isRecord(data.msteams) && data.msteams.type === 'task/fetch')
        return await deliver(dialogActivity(origin, { name: 'task/fetch', data, message: stored.id }));
      if (action.type === 'Action.Submit') return await deliver(submitActivity(origin, data, stored.id));
      const verb = action.verb ?? '';
      return await invoke(
        pressActivity(origin, { verb, data, message: stored.id, trigger: 'manual' }),
        stored,
        user,
      );
    },
    async submit(given) {
      const { action, stored } = actionOf(given);
      const origin = originOf(given.member, given.conversation, stored.thread ?? stored.id);
      return await deliver(submitActivity(origin, action.data, stored.id));
    },
    async refresh(given) {
      const { stored, card, user } = find(given);
      const refresh = isRecord(card) && isRecord(card.refresh) ? card.refresh : null;
      const ids = refresh && Array.isArray(refresh.userIds) ? refresh.userIds : [];
      if (!refresh || !isRecord(refresh.action) || !ids.includes(user)) return { status: 204, body: null };
      const { data, verb } = refresh.action;
      const origin = originOf(given.member, given.conversation, stored.thread ?? stored.id);
      const asked = { verb: String(verb), data, message: stored.id, trigger: 'automatic' } as const;
      return await invoke(pressActivity(origin, asked), stored, user);
    },
    async submitDialog({ member, conversation, message, card, inputs }) {
      const submit = actionsOf(card).find(({ type }) => type === 'Action.Submit');
      if (!submit) throw usage('The dialog has nothing to send.', 'Close it.');
      const missing = missingIn(card, inputs);
      if (missing.length > 0) return { status: 0, body: null, missing };
      const data = { ...(isRecord(submit.data) ? submit.data : {}), ...initialOf(card), ...inputs };
      const origin = originOf(member, conversation, message);
      return await deliver(dialogActivity(origin, { name: 'task/submit', data, message: null }));
    },
    extend: async ({ member, conversation, command, message }) =>
      await deliver(extensionActivity(originOf(member, conversation), command, message)),
    arrive: async (member) => {
      const person = tenant.person(member);
      if (!person) throw notFound('member', member);
      return await deliver(arrivalActivity(originOf(member, tenant.chatOf(person.id).id)));
    },
    deliver,
    last: () => last,
    screen(conversation, member) {
      const user = tenant.person(member)?.id ?? '';
      return tenant.visible(conversation, user).map((message) => ({ message, card: cardFor(message, user) }));
    },
  };
}

/** Changes what somebody wrote last, and says so as Teams does. */
function changed(tenant: TeamsTenant, origin: Origin, text: string): object {
  const { person, conversation } = origin;
  const mine = tenant.visible(conversation.id, person.id).findLast(({ from }) => from === person.id);
  if (!mine) throw usage('Nothing was written there.', 'Write something first.');
  mine.activity = { ...mine.activity, text };
  return changedActivity({ ...origin, id: mine.id, thread: mine.thread }, text);
}

/** Who sits where, and what they see there. */
function seatsIn({ tenant, url }: TeamsService, clock: Clock, ids: Ids) {
  const originOf = (member: string, conversation: string, thread: string | null = null): Origin => {
    const person = tenant.person(member);
    const place = tenant.conversation(conversation);
    if (!person) throw notFound('member', member);
    if (!place?.members.includes(person.id)) throw notFound('conversation', conversation);
    const at = clock.now().toISOString();
    return {
      id: ids.secret().slice(0, 20),
      serviceUrl: url,
      person,
      conversation: place,
      thread,
      at,
    };
  };

  const find = ({
    member,
    conversation,
    message,
  }: Pressed): { stored: TeamsStored; card: unknown; user: string } => {
    const user = tenant.person(member)?.id ?? '';
    const stored = tenant.visible(conversation, user).find(({ id }) => id === message);
    if (!stored) throw notFound('message', message);
    return { stored, card: cardFor(stored, user), user };
  };

  const actionOf = (
    given: Pressed & { title: string },
  ): { action: CardAction; card: unknown; stored: TeamsStored; user: string } => {
    const { stored, card, user } = find(given);
    const action = actionsOf(card).find(({ title }) => title === given.title);
    if (!action) throw usage(`The card has no button '${given.title}'.`, 'Look at it again.');
    return { action, card, stored, user };
  };

  return { originOf, find, actionOf };
}

/** The card of a message as one person has it; null = it has none. */
function cardFor({ activity, ownCards }: TeamsStored, user: string): unknown {
  if (ownCards.has(user)) return ownCards.get(user);
  const [first] = Array.isArray(activity.attachments) ? activity.attachments : [];
  return isRecord(first) ? first.content : null;
}

/** Every action of a card that can be pressed, in order. */
export function actionsOf(card: unknown): CardAction[] {
  if (Array.isArray(card)) return card.flatMap(actionsOf);
  if (!isRecord(card)) return [];
  if (card.type === 'Action.Execute' || card.type === 'Action.Submit') return [card as unknown as CardAction];
  return Object.entries(card).flatMap(([name, part]) => (name === 'refresh' ? [] : actionsOf(part)));
}

/** What every input of a card holds before somebody writes: a client sends all of them. */
function initialOf(card: unknown): Record<string, string> {
  if (Array.isArray(card)) return Object.assign({}, ...card.map(initialOf));
  if (!isRecord(card)) return {};
  if (typeof card.id === 'string' && String(card.type).startsWith('Input.'))
    return { [card.id]: String(card.value ?? '') };
  return Object.assign({}, ...Object.values(card).map(initialOf));
}

/** What a client says beside inputs that have to be filled in and are not. */
function missingIn(card: unknown, inputs: Readonly<Record<string, string>>): string[] {
  if (Array.isArray(card)) return card.flatMap((part) => missingIn(part, inputs));
  if (!isRecord(card)) return [];
  const { id, value, isRequired, errorMessage } = card;
  if (isRequired !== true || typeof id !== 'string')
    return Object.values(card).flatMap((part) => missingIn(part, inputs));
  return (inputs[id] ?? String(value ?? '')) === '' ? [String(errorMessage)] : [];
}

/** Every text of a card that a person reads, in order. */
export function textsOf(card: unknown): string[] {
  if (Array.isArray(card)) return card.flatMap(textsOf);
  if (!isRecord(card)) return [];
  const own = ['text', 'title', 'label', 'altText'].flatMap((name) =>
    typeof card[name] === 'string' ? [card[name]] : [],
  );
  const parts = Object.entries(card).flatMap(([name, part]) =>
    name === 'data' || name === 'fallback' || name === 'refresh' ? [] : textsOf(part),
  );
  return [...own, ...parts];
}
