import type { Asked } from '../reply.ts';
import { type FormSource, shortcutNames } from './controls.ts';
import { teamsLimits } from './limits.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Where something was said. */
export interface Place {
  id: string;
  kind: 'personal' | 'group' | 'channel';
  name: string | null;
  serviceUrl: string;
  tenant: string;
  thread: string | null;
  /** The channel is one that other companies can be in. */
  isShared: boolean;
}

/** Who said it: their name in the directory, and in chats. */
export interface Person {
  user: string;
  chatId: string;
  tenant: string;
  name: string;
}

/** One request of a person, translated. */
export interface Incoming {
  /** A request of which this came before is the same one delivered again. */
  key: string;
  person: Person;
  place: Place;
  asked: Asked | { kind: 'unknown'; what: string };
  /** The message that was pressed; null = none. */
  pressed: string | null;
  /** The answer takes the place of the card: it was chosen from a list. */
  replaces: boolean;
  /** Opens the form again that was sent; null = it was no form. */
  from: FormSource | null;
}

/** Who, and where. */
export interface Where {
  person: Person;
  place: Place;
}

/** Who and where; null = an activity of no person, such as one of another bot. */
export function whereOf(activity: JsonObject): Where | null {
  const from = objectAt(activity, 'from');
  const conversation = objectAt(activity, 'conversation');
  const channelData = objectAt(activity, 'channelData');
  const chatId = textOf(from, 'id');
  const id = textOf(conversation, 'id');
  const serviceUrl = textOf(activity, 'serviceUrl');
  if (chatId === '' || id === '' || serviceUrl === '') return null;
  if (textOf(from, 'role') === 'bot' || chatId === textOf(objectAt(activity, 'recipient'), 'id')) return null;
  const tenant = textOf(objectAt(channelData, 'tenant'), 'id') || textOf(conversation, 'tenantId');
  const [base = '', thread] = id.split(';messageid=');
  const type = textOf(conversation, 'conversationType');
  const kind = type === 'channel' ? 'channel' : type === 'groupChat' ? 'group' : 'personal';
  const channel = objectAt(channelData, 'channel');
  return {
    person: {
      user: textOf(from, 'aadObjectId') || chatId,
      chatId,
      tenant: textOf(from, 'tenantId') || tenant,
      name: textOf(from, 'name'),
    },
    place: {
      id: base,
      kind,
      serviceUrl,
      tenant,
      thread: kind === 'channel' ? (thread ?? null) : null,
      name: textOf(channel, 'name') || textOf(conversation, 'name') || null,
      isShared: textOf(channel, 'type').toLowerCase() === 'shared',
    },
  };
}

/** Translates what was written, or a button of a client that answers with a message. */
export function parseMessage(activity: JsonObject): Incoming | null {
  const where = whereOf(activity);
  if (where === null) return null;
  const pressed = dataOf(activity.value);
  const text = plainText(activity);
  const base = { ...where, key: keyOf('message', activity, where) };
  if (pressed !== null) {
    const replyTo = textOf(activity, 'replyToId') || null;
    return { ...base, asked: pressed.asked, from: pressed.from, pressed: replyTo, replaces: false };
  }
  if (text === '' && hasFiles(activity))
    return { ...base, asked: aFile, from: null, pressed: null, replaces: false };
  const command = /^\/?cs(?:\s+|$)/i.exec(text);
  const asked: Asked = command
    ? { kind: 'command', text: text.slice(command[0].length).trim() }
    : { kind: 'message', text };
  return { ...base, asked, from: null, pressed: null, replaces: false };
}

const aFile = { kind: 'unknown', what: 'a file without words' } as const;

/** Teams sends the words once more as HTML; everything else that hangs on a message is a file or a picture. */
function hasFiles({ attachments }: JsonObject): boolean {
  return (
    Array.isArray(attachments) &&
    attachments.filter(isObject).some((one) => textOf(one, 'contentType') !== 'text/html')
  );
}

/** Translates a press of a button; `data` is what the button carried and what was filled in. */
export function parsePress(activity: JsonObject, data: unknown): Incoming | null {
  const where = whereOf(activity);
  if (where === null) return null;
  const pressed = dataOf(data);
  return {
    ...where,
    key: keyOf('press', activity, where),
    asked: pressed?.asked ?? { kind: 'unknown', what: 'this control' },
    pressed: textOf(activity, 'replyToId') || null,
    replaces: pressed?.isChoice ?? false,
    from: pressed?.from ?? null,
  };
}

/** What a button of ours carried. */
interface Pressed {
  asked: Incoming['asked'];
  isChoice: boolean;
  from: FormSource | null;
}

const unknownPress: Pressed = {
  asked: { kind: 'unknown', what: 'this control' },
  isChoice: false,
  from: null,
};

/** @returns null = it is no button of ours */
function dataOf(data: unknown): Pressed | null {
  if (!isObject(data) || !isObject(data.holdfast)) return null;
  const { holdfast } = data;
  return typeof holdfast.form === 'string' ? submitOf(data, holdfast) : pressOf(data, holdfast);
}

function submitOf(data: JsonObject, { form, value, from }: JsonObject): Pressed {
  const fields = fieldsOf(data);
  const known = typeof form === 'string' && /^[a-z][a-z-]{0,40}$/.test(form);
  if (!known || typeof value !== 'string' || fields === null) return unknownPress;
  return { asked: { kind: 'submit', form, value, fields }, isChoice: false, from: sourceOf(from) };
}

function sourceOf(from: unknown): FormSource | null {
  if (!isObject(from)) return null;
  if (typeof from.text === 'string') return { text: from.text };
  const shortcut = shortcutNames.find((name) => name === from.shortcut);
  if (shortcut !== undefined) return { shortcut };
  const { action, value } = from;
  return typeof action === 'string' && typeof value === 'string' ? { action, value } : null;
}

function pressOf(data: JsonObject, { action, value, chosen, choice }: JsonObject): Pressed {
  if (typeof action !== 'string' || !/^[a-z][a-z0-9-]{0,60}$/.test(action)) return unknownPress;
  const isList = typeof chosen === 'string';
  const given = isList ? data[chosen] : value;
  if (isList && (typeof given !== 'string' || given === ''))
    return { ...unknownPress, asked: { kind: 'unknown', what: 'an empty choice' } };
  if (typeof given !== 'string' || given.length > teamsLimits.buttonValue) return unknownPress;
  return { asked: { kind: 'click', action, value: given }, isChoice: isList || choice === true, from: null };
}

/** What was filled in, as text, by the names of the inputs. */
function fieldsOf(data: JsonObject): Record<string, string> | null {
  const entries = Object.entries(data)
    .filter(([name]) => name !== 'holdfast' && name !== 'msteams')
    .map(([name, given]) => [name, given === null || given === undefined ? '' : String(given)] as const);
  const fits = entries.every(([name, text]) => name.length <= 250 && text.length <= teamsLimits.inputText);
  return fits && entries.length <= 100 ? Object.fromEntries(entries) : null;
}

/** Two deliveries of one activity have one id; what has none is told apart by its time. */
function keyOf(
  kind: string,
  activity: JsonObject,
  { person, place }: { person: Person; place: Place },
): string {
  const id = textOf(activity, 'id') || textOf(activity, 'timestamp');
  return `teams:${JSON.stringify([kind, place.tenant, place.id, person.user, id])}`;
}

/** The words without the mention of us; of other mentions the name stays. */
function plainText(activity: JsonObject): string {
  const us = textOf(objectAt(activity, 'recipient'), 'id');
  const entities = Array.isArray(activity.entities) ? activity.entities.filter(isObject) : [];
  const ours = entities.filter(
    (entity) => textOf(entity, 'type') === 'mention' && textOf(objectAt(entity, 'mentioned'), 'id') === us,
  );
  let text = textOf(activity, 'text');
  for (const entity of ours) {
    const mention = textOf(entity, 'text');
    if (mention !== '') text = text.replaceAll(mention, ' ');
  }
  // As our cards write it: copied, it mentions nobody.
  text = text.replace(ownName, '');
  return decode(text.replace(/<\/?at(?:\s[^>]*)?>/gi, ''))
    .replace(/[\u00A0\u200B]/g, ' ')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

const ownName = /^\s*@Holdfast(?!\w)[,:]?/i;

const entityText: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** Text without the entities of HTML. */
export function decode(text: string): string {
  return text.replace(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => entityText[entity] ?? entity);
}

/** True for a JSON object, false for null, lists and the rest. */
export function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The object under a key; empty where there is none. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const part = value[key];
  return isObject(part) ? part : {};
}

/** A text, or '' where there is none. */
export function textOf(value: JsonObject, key: string): string {
  const part = value[key];
  return typeof part === 'string' ? part : '';
}
