/** Arguments of a Web API call, after the form or JSON body was read. */
export type Arguments = Readonly<Record<string, unknown>>;
export type Answer =
  | { ok: true; [key: string]: unknown }
  | { ok: false; error: string; [key: string]: unknown };
export type Method = (given: Arguments) => Answer;

/** A failed answer of the Web API. */
export function failed(error: string): Extract<Answer, { ok: false }> {
  return { ok: false, error };
}

/** A failed answer with what is wrong, one sentence each. */
export function refused(error: string, problems: readonly string[]): Extract<Answer, { ok: false }> {
  return { ok: false, error, errors: problems, response_metadata: { messages: problems } };
}

/** Structured arguments come as JSON in a form. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return 'unreadable';
  }
}

/** The text, or nothing where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** True for a JSON object, false for null, lists and the rest. */
export function isRecord(value: unknown): value is Arguments {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
