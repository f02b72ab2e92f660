import { parseStrictJson } from '../../domain/strict-json.ts';
import { slackLimits } from './limits.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What one signed request is. */
export type SlackRequest =
  | { kind: 'verification'; challenge: string }
  | { kind: 'ssl-check' }
  | { kind: 'call'; body: JsonObject }
  | { kind: 'broken'; reason: string };

/** Reads the bytes of a signed request: JSON for events, a form for commands, a form with JSON in it for clicks. */
export function decodeBody(contentType: string, rawBody: Buffer): SlackRequest {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
  } catch {
    return broken('not UTF-8');
  }
  return /^application\/json\b/i.test(contentType) ? decodeJson(text) : decodeForm(text);
}

function decodeJson(text: string): SlackRequest {
  const parsed = parseStrictJson(text, slackLimits.requestDepth);
  if (!parsed.ok) return broken(parsed.reason);
  if (!isObject(parsed.value)) return broken('not a JSON object');
  const body = parsed.value;
  if (body.type === 'url_verification') {
    if (typeof body.challenge !== 'string' || body.challenge.length > 1_000) return broken('no challenge');
    return { kind: 'verification', challenge: body.challenge };
  }
  return checked(body);
}

function decodeForm(text: string): SlackRequest {
  if (/%(?![0-9a-f]{2})/i.test(text)) return broken('broken percent escape');
  const fields = new URLSearchParams(text);
  const names = [...fields.keys()];
  if (new Set(names).size !== names.length) return broken('the same field twice');
  if (fields.get('ssl_check') === '1') return { kind: 'ssl-check' };
  const payload = fields.get('payload');
  if (payload !== null) return decodeJson(payload);
  if (!fields.get('command')) return broken('neither a command nor a payload');
  return checked(Object.fromEntries(fields));
}

/** Refuses shapes that the library behind would trip over. */
export function checked(body: JsonObject): SlackRequest {
  if (body.event !== undefined && (!isObject(body.event) || typeof body.event.type !== 'string')) {
    return broken('event is not an object with a type');
  }
  if (body.actions !== undefined && !isListOfObjects(body.actions))
    return broken('actions is not a list of objects');
  if (body.authorizations !== undefined && !Array.isArray(body.authorizations))
    return broken('authorizations is not a list');
  const interactive = ['team', 'user', 'channel', 'container', 'view', 'message'] as const;
  if (body.type !== undefined && body.event === undefined) {
    for (const key of interactive) {
      const part = body[key];
      if (part !== undefined && part !== null && !isObject(part)) return broken(`${key} is not an object`);
    }
  }
  return { kind: 'call', body };
}

/** True for a JSON object, false for null, lists and the rest. */
export function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function broken(reason: string): SlackRequest {
  return { kind: 'broken', reason };
}
