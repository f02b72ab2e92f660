import type { Action, ActionValue } from '../domain/action.ts';

/** One line of the full picture of an action. */
export interface ActionField {
  /** Where the value stands in the bytes: `params.to[0]`, `account`. */
  path: string;
  /** The same for people: `To 1`. */
  label: string;
  /** The value as it is, character for character. A renderer makes it inert, and never cuts it. */
  value: string;
  /** What stands there now, where that is known. */
  before?: string;
  /** The value is our word (`yes`, `none`, a number), not a text of the action. */
  ours?: true;
}

/**
 * The full picture of an action for a person: every leaf of its bytes, one by one and in a fixed order, so that what
 * is shown is exactly what executes. Old values of `before` stand beside the new ones under the same parameter.
 */
export function describeAction(action: Action): ActionField[] {
  const { kind, account, params, connector, before } = action;
  const shown = new Set<string>();
  const fields: ActionField[] = [
    { path: 'kind', label: 'Action', value: kind, ours: true },
    ...describe('account', 'Account', account),
    { path: 'connector', label: 'Through', value: connector, ours: true },
  ];
  for (const [key, value] of inReadingOrder(params)) {
    const described = describe(pathOf('params', key), plainLabels.get(key) ?? labelOf(key), value);
    const [only] = described;
    const old = Object.hasOwn(before, key) ? leafOf(before[key] ?? null) : null;
    if (described.length === 1 && only && old && isLeaf(value)) {
      shown.add(key);
      fields.push({ ...only, before: old.value });
    } else {
      fields.push(...described);
    }
  }
  for (const [key, value] of inReadingOrder(before)) {
    if (!shown.has(key)) fields.push(...describe(pathOf('before', key), `Before: ${labelOf(key)}`, value));
  }
  return fields;
}

/** Where, to whom and what first, why and until when last; the bytes have their keys by alphabet. */
const firstKeys = [
  'ticketId',
  'user',
  'member',
  'file',
  'field',
  'channel',
  'scope',
  'to',
  'subject',
  'title',
];
const lastKeys = ['artifactIds', 'attachments', 'assignee', 'dueOn', 'until', 'expiresOn', 'reason'];

function inReadingOrder(values: Action['params']): [string, ActionValue][] {
  const rank = (key: string): number =>
    firstKeys.includes(key) ? firstKeys.indexOf(key) - firstKeys.length : lastKeys.indexOf(key) + 1;
  return Object.entries(values).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function describe(path: string, label: string, value: ActionValue): ActionField[] {
  const leaf = leafOf(value);
  if (leaf) return [{ path, label, ...leaf }];
  if (Array.isArray(value)) {
    return value.flatMap((item, at) => describe(`${path}[${at}]`, `${label} ${at + 1}`, item));
  }
  return Object.entries(value as Readonly<Record<string, ActionValue>>).flatMap(([key, item]) =>
    describe(pathOf(path, key), `${label} · ${labelOf(key).toLowerCase()}`, item),
  );
}

/** Null = there is more inside. */
function leafOf(value: ActionValue): Pick<ActionField, 'value' | 'ours'> | null {
  switch (typeof value) {
    case 'string':
      return value === '' ? { value: 'empty', ours: true } : { value };
    case 'number':
      return { value: String(value), ours: true };
    case 'boolean':
      return { value: value ? 'yes' : 'no', ours: true };
    default:
      if (value === null) return { value: 'none', ours: true };
      return Object.keys(value).length === 0 ? { value: 'nothing', ours: true } : null;
  }
}

function isLeaf(value: ActionValue): boolean {
  return leafOf(value) !== null;
}

/** A key that is no plain word is quoted, so that two different places never have one path. */
function pathOf(parent: string, key: string): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;
}

/** What a key alone does not say. */
const plainLabels = new Map([
  ['scoreHundredths', 'Score in hundredths'],
  ['on', 'Halted'],
]);

/** `expiresOn` → `Expires on`. */
function labelOf(key: string): string {
  const words = key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
