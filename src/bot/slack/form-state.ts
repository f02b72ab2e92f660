import { formValueLength } from '../../views/view.ts';
import { isObject, type JsonObject } from './decode-body.ts';
import { slackLimits } from './limits.ts';
import { type Incoming, keyOf, place } from './parse.ts';
import { at, textAt } from './paths.ts';

/** Where a form was opened, so that its outcome is told there. */
export interface FormOrigin {
  channel: string | null;
  thread: string | null;
  /** On the person's Home tab; absent = not. */
  home?: boolean;
}

/** What comes back with a form, unseen: our value, and where it was opened. */
export function packMetadata(value: string, { channel, thread, home }: FormOrigin): string {
  return JSON.stringify({ value, channel, thread, ...(home && { home }) });
}

/** The form's name out of its callback id, which is `holdfast:NAME`; null = not one of ours. */
function formOf(view: unknown): string | null {
  return /^holdfast:([a-z][a-z-]{0,40})$/.exec(textAt(view, 'callback_id') ?? '')?.[1] ?? null;
}

/** Translates a form that was filled in; fields by the names of the inputs. */
export function parseSubmit(body: JsonObject): Incoming | null {
  const team = textAt(body, 'user', 'team_id') ?? textAt(body, 'team', 'id');
  const user = textAt(body, 'user', 'id');
  if (!team || !user) return null;
  const { view } = body;
  const form = formOf(view);
  const metadata = unpackMetadata(textAt(view, 'private_metadata'));
  const fields = fieldsOf(at(view, 'state', 'values'));
  const { channel, thread, home } = metadata ?? { channel: null, thread: null, home: false };
  const id = textAt(view, 'id') ?? '';
  const time = textAt(body, 'trigger_id') ?? textAt(view, 'hash') ?? '';
  return {
    keys: [keyOf('submit', team, user, id, time)],
    team,
    user,
    thread,
    asked:
      form !== null && metadata !== null && fields !== null
        ? { kind: 'submit', form, value: metadata.value, fields }
        : { kind: 'unknown', what: 'this form' },
    destination: { ...place(channel, user), thread, home: home ?? false },
    external: false,
    trigger: null,
  };
}

/** Only an object of exactly our shape counts. */
function unpackMetadata(text: string | null): ({ value: string } & FormOrigin) | null {
  if (text === null || text.length > slackLimits.viewMetadata) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(parsed)) return null;
  const { value, channel, thread } = parsed;
  const isPlace = (part: unknown): part is string | null => part === null || typeof part === 'string';
  if (typeof value !== 'string' || value.length > formValueLength) return null;
  return isPlace(channel) && isPlace(thread) ? { value, channel, thread, home: parsed.home === true } : null;
}

/** One input per block; the block's id is the input's name. */
function fieldsOf(values: unknown): Record<string, string> | null {
  if (!isObject(values)) return {};
  const entries = Object.entries(values);
  if (entries.length > slackLimits.viewBlocks) return null;
  const read = entries.map(([name, actions]) => {
    const [state] = isObject(actions) ? Object.values(actions) : [];
    return [name, isObject(state) ? stateText(state) : ''] as const;
  });
  const fits = read.every(
    ([name, text]) => name.length <= slackLimits.blockId && text.length <= slackLimits.inputText,
  );
  return fits ? Object.fromEntries(read) : null;
}

/** What an input holds, as text. */
function stateText(state: JsonObject): string {
  if (state.type === 'checkboxes') {
    return String(Array.isArray(state.selected_options) && state.selected_options.length > 0);
  }
  return (
    textAt(state, 'value') ??
    textAt(state, 'selected_date') ??
    textAt(state, 'selected_option', 'value') ??
    ''
  );
}
