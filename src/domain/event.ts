import { z } from 'zod';
import { type CustomEventType, type EventType, eventLimits, eventPayloads } from './event-types.ts';
import { parseInstant } from './instant.ts';

/** The dimensions that an event may carry; an account's own come from its contract. */
export const dimensionNames = ['segment', 'icp', 'useCase', 'role', 'environment', 'tier'] as const;
export type Dimensions = Partial<Record<(typeof dimensionNames)[number], string>>;

interface Envelope {
  /** The source's own id, unique within the source. */
  id: string;
  account: string;
  /** When it happened. */
  at: Date;
  /** Who did it, in the source's words; null = the account itself or unknown. */
  user: string | null;
  /** Where the event came from; one name space of ids. */
  source: string;
  /** Where the account's data has to stay; null = not said. */
  region: string | null;
  dimensions: Dimensions;
}

type PayloadOf<T extends EventType> = z.infer<(typeof eventPayloads)[T]>;

/** One fact from a source, immutable: a union discriminated by `type`. */
export type BuiltInEvent = { [T in EventType]: Envelope & { type: T; payload: PayloadOf<T> } }[EventType];

/** An event of a registered type; `feeds` says what it counts as. */
export interface CustomEvent extends Envelope {
  type: `${string}.${string}`;
  feeds: CustomEventType['feeds'];
  payload: Record<string, unknown>;
}

/** One fact about an account, of a built-in or of a registered type. */
export type CustomerEvent = BuiltInEvent | CustomEvent;

/** Tells the registered types from the built-in ones, so that the union narrows. */
export function isBuiltIn(event: CustomerEvent): event is BuiltInEvent {
  return event.type in eventPayloads;
}

/** An event as it stands in the store: `seq` is the order in which it was received. */
export interface StoredEvent {
  seq: number;
  receivedAt: Date;
  event: CustomerEvent;
}

const latinScript = /\p{Script=Latin}/u;
const lookalikeScripts = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
/** Control characters, line separators, and all that Unicode has a renderer leave out: they make two ids look like one. */
const unsafeCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Printable ASCII without edge spaces: what nearly every id is, and what needs no further look. */
const plainIdentifier = /^[!-~](?:[ -~]*[!-~])?$/;

/** An id of an account, user or source: no control or invisible characters, no edge spaces, one script. */
const safeIdentifier = z.string().superRefine((text, context) => {
  const problem = identifierProblem(text);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

function identifierProblem(text: string): string | null {
  if (text === '') return 'must not be empty';
  if (text.length > eventLimits.identifier) return `at most ${eventLimits.identifier} characters`;
  if (text === '.' || text === '..') return 'must not be a dot or two: no page could have that name';
  if (plainIdentifier.test(text)) return null;
  if (text !== text.trim()) return 'must not begin or end with a space';
  if (unsafeCharacters.test(text)) return 'must not contain control or invisible characters';
  if (latinScript.test(text) && lookalikeScripts.test(text))
    return 'must not mix Latin with Cyrillic or Greek letters';
  return null;
}

const dimension = z.string().min(1).max(eventLimits.identifier).optional();

const envelopeSchema = z.object({
  id: safeIdentifier,
  type: z.string().min(1).max(100),
  account: safeIdentifier,
  ts: z.string(),
  user: safeIdentifier.nullish(),
  source: safeIdentifier.nullish(),
  region: safeIdentifier.nullish(),
  segment: dimension,
  icp: dimension,
  useCase: dimension,
  role: dimension,
  environment: dimension,
  tier: dimension,
  payload: z.record(z.string(), z.unknown()).nullish(),
});

/** What validation needs to know besides the event itself. */
export interface EventRules {
  /** Name space of ids for events that carry no `source` of their own. */
  source: string;
  now: Date;
  customTypes: ReadonlyMap<string, CustomEventType>;
}

/** An event, or one sentence that says why it is none. */
export type EventCheck = { ok: true; event: CustomerEvent } | { ok: false; reason: string };

/**
 * Validates one parsed JSON value as an event. `tenant` is accepted for `account`.
 * @returns the event, or one sentence that names the field and what is wrong with it
 */
export function checkEvent(raw: unknown, rules: EventRules): EventCheck {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw))
    return no('an event must be a JSON object');
  const record = raw as Record<string, unknown>;
  if (record.account !== undefined && record.tenant !== undefined && record.account !== record.tenant) {
    return no('account and tenant name two different accounts; send one of them');
  }
  const envelope = envelopeSchema.safeParse({ ...record, account: record.account ?? record.tenant });
  if (!envelope.success) return no(describeIssue(envelope.error));
  const at = parseInstant(envelope.data.ts);
  if (!at)
    return no(
      `ts: '${clip(envelope.data.ts)}' is not an ISO 8601 instant with a zone, like 2026-11-21T10:00:00Z`,
    );
  if (at.getTime() > rules.now.getTime() + eventLimits.futureHours * 3_600_000) {
    return no(`ts: ${envelope.data.ts} is more than ${eventLimits.futureHours} hours in the future`);
  }
  return checkPayload(envelope.data, at, rules);
}

function checkPayload(envelope: z.infer<typeof envelopeSchema>, at: Date, rules: EventRules): EventCheck {
  const { id, type, account, ts: _ts, user, source, region, payload, ...dimensions } = envelope;
  const shared = {
    id,
    account,
    at,
    user: user ?? null,
    source: source ?? rules.source,
    region: region ?? null,
    dimensions: dimensions as Dimensions,
  };
  const schema = Object.hasOwn(eventPayloads, type) ? eventPayloads[type as EventType] : undefined;
  if (schema) {
    const checked = schema.safeParse(payload ?? {});
    if (!checked.success) return no(`payload.${describeIssue(checked.error)}`);
    return { ok: true, event: { ...shared, type, payload: checked.data } as BuiltInEvent };
  }
  const custom = rules.customTypes.get(type);
  if (!custom) return no(`type: '${clip(type)}' is not a known event type`);
  for (const [key, kind] of Object.entries(custom.required)) {
    const actual = typeof payload?.[key];
    if (actual !== kind) return no(`payload.${key}: expected a ${kind} for type ${type}, got ${actual}`);
  }
  const event: CustomEvent = {
    ...shared,
    type: type as CustomEvent['type'],
    feeds: custom.feeds,
    payload: payload ?? {},
  };
  return { ok: true, event };
}

function no(reason: string): EventCheck {
  return { ok: false, reason };
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'invalid';
  return `${issue.path.join('.') || 'value'}: ${issue.message}`;
}

function clip(text: string): string {
  // A cut through a surrogate pair would leave half a character, which no database stores.
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}
