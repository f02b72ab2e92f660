import { isObject } from './decode-body.ts';

/** The value at a path of keys; undefined where the path ends early. */
export function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (part, key) => (isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined),
    value,
  );
}

/** The non-empty text at a path of keys, or null. */
export function textAt(value: unknown, ...keys: string[]): string | null {
  const part = at(value, ...keys);
  return typeof part === 'string' && part !== '' ? part : null;
}
