/** What in a text could become part of a call. */
export interface Finds {
  addresses: string[];
  urls: string[];
  numbers: number[];
  channels: string[];
  /** What could be the value of a button. */
  buttons: string[];
  names: string[];
  /** Calls written as JSON. */
  objects: Record<string, unknown>[];
}

/** Looks for everything in every reading of a text. */
export function findInText(readings: readonly string[]): Finds {
  const all = (pattern: RegExp, most: number): string[] =>
    [...new Set(readings.flatMap((reading) => reading.match(pattern) ?? []))].slice(0, most);
  return {
    addresses: all(/[^\s<>,;:"'()[\]]{1,64}@[^\s<>,;:"'()[\]]{1,200}/g, 4),
    urls: all(
      /\b(?:https?:|javascript:|data:|www\.)[^\s<>"')\]|]+|\b[a-z0-9-]+\.(?:com|example|biz|xyz|net|io)\b/gi,
      3,
    ),
    numbers: all(/\b\d{1,4}(?=\s?%|\b)/g, 3).map(Number),
    channels: all(/[#@][\p{L}\p{N}_-]{2,40}|<![^>]{1,40}>|<[@#][^>]{1,40}>/gu, 3),
    buttons: all(/\b[a-z0-9]{2,40}\.v?\d+\.\S+|\b(?:act|prop|p)[_-]\w+/gi, 3),
    names: all(/\b(?:kind|action|type|tool|name)["']?\s*[:=]\s*["']?([a-z]+[._][a-z]+)/gi, 3).map(
      (match) => match.split(/[:=]\s*["']?/).at(-1) ?? match,
    ),
    objects: readings.flatMap(objectsIn).slice(0, 4),
  };
}

/** Every JSON object that begins somewhere in the text and ends where its braces do. */
export function objectsIn(text: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (let from = text.indexOf('{'); from >= 0 && found.length < 4; from = text.indexOf('{', from + 1)) {
    for (let to = text.indexOf('}', from); to >= 0; to = text.indexOf('}', to + 1)) {
      const value = parse(text.slice(from, to + 1));
      if (value) {
        found.push(value);
        break;
      }
    }
  }
  return found;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
