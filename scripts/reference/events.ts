import { z } from 'zod';
import { dimensionNames } from '../../src/domain/event.ts';
import { customSignals, type EventType, eventPayloads, eventTypes } from '../../src/domain/event-types.ts';
import { componentIds } from '../../src/domain/health.ts';
import { evidenceKinds } from '../../src/rules/health/sources.ts';
import { timelineKinds, timelineTypes } from '../../src/rules/timeline.ts';
import { code, grouped, page, table } from './markdown.ts';

const envelope = [
  ['`id`', 'yes', "the source's own id, unique within the source"],
  ['`type`', 'yes', 'one of the types below, or one that you registered'],
  ['`account`', 'yes', 'the account; `tenant` is accepted too'],
  ['`ts`', 'yes', 'when it happened: ISO 8601 with a zone, at most 24 hours ahead'],
  ['`user`', '', 'who did it'],
  ['`source`', '', 'where it came from; default: the name of the token or of `--source`'],
  ['`region`', '', "where the account's data has to stay"],
  [dimensionNames.map(code).join(', '), '', 'dimensions'],
  ['`payload`', '', 'what the type asks for; default `{}`'],
];

/** The events that can be sent. */
export function eventsPage(): string {
  return page('Events', 'src/domain/event.ts and src/domain/event-types.ts', [
    'An event is one fact from a source, immutable. The same id with the same body is a duplicate and counted; with another body it is a conflict and becomes a dead letter.',
    table(['field', 'required', 'meaning'], envelope),
    'Keys of a payload that are not listed here are kept, not refused. Sizes: [limits](limits.md).',
    ...eventTypes.map(describeType),
    '## Your own types',
    `\`events.yaml\` in the folder of \`HOLDFAST_CONFIG\` registers further types: a \`name\` (noun.verb), the keys that a payload must have (\`required\`: string, number or boolean), and what the type \`feeds\`: ${customSignals.map(code).join(', ')}. A type that feeds \`none\` stands on the timeline alone.`,
  ]);
}

function describeType(type: EventType): string {
  const evidence = evidenceKinds(new Map());
  const feeds = componentIds.filter((id) => evidence[id].some((evident) => evident.type === type));
  const kind = timelineKinds.find((candidate) => timelineTypes([candidate]).includes(type)) ?? 'other';
  const facts = [`Timeline: ${kind}.`, feeds.length > 0 ? `Evidence for: ${feeds.join(', ')}.` : ''];
  const schema = z.toJSONSchema(eventPayloads[type]) as JsonSchema;
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) => [
    code(key),
    schema.required?.includes(key) ? 'yes' : '',
    describeValue(value),
  ]);
  const keys = rows.length > 0 ? table(['payload', 'required', 'value'], rows) : '';
  return [`## ${type}`, facts.filter(Boolean).join(' '), keys].filter(Boolean).join('\n\n');
}

/** The part of JSON Schema that payloads use. */
interface JsonSchema {
  type?: string;
  enum?: readonly string[];
  anyOf?: readonly JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
}

function describeValue(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.anyOf) return schema.anyOf.map(describeValue).join(', or ');
  switch (schema.type) {
    case 'string':
      return schema.maxLength === undefined
        ? 'date, `YYYY-MM-DD`'
        : `text, at most ${grouped(schema.maxLength)} characters`;
    case 'integer':
      return `whole number${rangeOf(schema)}`;
    case 'number':
      return `number${rangeOf(schema)}`;
    case 'array':
      return `list of at most ${grouped(schema.maxItems ?? 0)}: ${describeValue(schema.items ?? {})}`;
    case 'object':
      return 'money: `{amount, currency}`, minor units';
    default:
      return 'any JSON value';
  }
}

function rangeOf({ minimum, maximum }: JsonSchema): string {
  const from = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? null : grouped(minimum);
  const to = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? null : grouped(maximum);
  if (from !== null && to !== null) return `, ${from} to ${to}`;
  return from === null ? '' : `, ${from} or more`;
}
