import type { AboutMessage, ShortcutName } from '../reply.ts';
import { shortcutNames } from './controls.ts';
import { decode, isObject, type JsonObject, objectAt, textOf } from './parse.ts';

/** What is begun from the menu of a message, or from the line to write in; null = none of ours. */
export function shortcutOf(value: JsonObject): { name: ShortcutName; about: AboutMessage | null } | null {
  const command = textOf(value, 'commandId');
  const name = shortcutNames.find((known) => command === known || command === `${known}-message`);
  if (name === undefined) return null;
  return { name, about: isObject(value.messagePayload) ? aboutOf(value.messagePayload) : null };
}

function aboutOf(message: JsonObject): AboutMessage | null {
  const id = textOf(message, 'id');
  const text = plain(objectAt(message, 'body'));
  if (id === '' || text === '') return null;
  const from = objectAt(message, 'from');
  const author =
    textOf(objectAt(from, 'user'), 'displayName') || textOf(objectAt(from, 'application'), 'displayName');
  const url = textOf(message, 'linkToMessage');
  return {
    key: `teams:${id}`,
    text,
    author: author || 'somebody',
    url: url.startsWith('https://teams.microsoft.com/') ? url : null,
  };
}

/** Longer messages are not taken over in whole. Ours. */
const mostText = 10_000;

/** The words of a message: Teams gives them as HTML. */
function plain(body: JsonObject): string {
  const content = textOf(body, 'content').slice(0, mostText);
  if (textOf(body, 'contentType') !== 'html') return content.trim();
  const lines = content.replace(/<(?:br|\/p|\/div|\/li)\b[^<>]*>/gi, '\n').replace(/<[^<>]*>/g, '');
  return decode(lines)
    .replace(/[ \t\u00A0]+/g, ' ')
    .replace(/\n\s*\n+/g, '\n')
    .trim();
}
