const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show at an instant, as if they showed UTC; both in milliseconds since 1970. */
export function wallTimeOf(at: number, zone: string): number {
  if (zone === 'UTC') return at;
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const milliseconds = ((at % 1_000) + 1_000) % 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds;
}

/**
 * When the clocks of a zone show a time: the first time of two, and for a time that they leave out as much after the
 * change as it would have been.
 * @param wall - as if it were UTC; both in milliseconds since 1970
 */
export function instantOf(wall: number, zone: string): number {
  // No zone is a day away from UTC, and none changes its clocks twice in two days.
  const before = wall - offsetOf(wall - dayMs, zone);
  const after = wall - offsetOf(wall + dayMs, zone);
  const shown = [before, after].filter((at) => wallTimeOf(at, zone) === wall);
  return shown.length > 0 ? Math.min(...shown) : before;
}

function offsetOf(at: number, zone: string): number {
  return wallTimeOf(at, zone) - at;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}
