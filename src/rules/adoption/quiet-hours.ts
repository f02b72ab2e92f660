import type { NudgeSettings } from '../../domain/nudge.ts';

const minuteMs = 60_000;
const stepMs = 15 * minuteMs;
const minutesPerDay = 1440;
/** No change of clocks is larger, so a leap that ends so long before the quiet does never leaps over its end. */
const leapMarginMinutes = 120;
/** From Friday evening over the weekend to Monday is under four days, a change of clocks included. */
const longestMs = 4 * minutesPerDay * minuteMs;

/** Where an account lives: its region's zone; null = nobody said */
export function knownZone(settings: Pick<NudgeSettings, 'zones'>, region: string | null): string | null {
  return region !== null && Object.hasOwn(settings.zones, region) ? (settings.zones[region] ?? null) : null;
}

/** Where an account lives: its region's zone, else the organisation's. */
export function zoneOf(
  settings: Pick<NudgeSettings, 'zones'>,
  region: string | null,
  organisations: string,
): string {
  return knownZone(settings, region) ?? organisations;
}

/**
 * The first instant, from `now` on, at which somebody may be disturbed: outside of the quiet hours and not on a weekend,
 * by the local clock. Found in steps of a quarter of an hour, since every zone and every change of clocks keeps to those.
 * @param zone - an IANA name
 * @returns `now` itself when it is no quiet hour; quiet hours that fill the day leave four days later
 */
export function nextOpenInstant(now: Date, quiet: NudgeSettings['quiet'], zone: string): Date {
  const clock = localClock(zone);
  const latest = now.getTime() + longestMs;
  for (let at = now.getTime(); at < latest; ) {
    const local = clock(new Date(at));
    if (!isQuiet(local, quiet)) return new Date(at);
    const leap = minutesOfQuiet(local, quiet) - leapMarginMinutes;
    const next = at + Math.max(leap, 0) * minuteMs;
    at = Math.floor(next / stepMs) * stepMs + (leap > 15 ? 0 : stepMs);
  }
  return new Date(latest);
}

/** How long it stays quiet at the least, were no clock changed: to the end of the day on a weekend, else to the morning. */
function minutesOfQuiet({ isWeekend, minute }: LocalTime, { to }: NudgeSettings['quiet']): number {
  const end = isWeekend ? minutesPerDay : minuteOf(to);
  return (end - minute + minutesPerDay) % minutesPerDay || (isWeekend ? minutesPerDay : 0);
}

interface LocalTime {
  isWeekend: boolean;
  /** Minutes since local midnight. */
  minute: number;
}

function isQuiet({ isWeekend, minute }: LocalTime, { from, to }: NudgeSettings['quiet']): boolean {
  if (isWeekend) return true;
  const [start, end] = [minuteOf(from), minuteOf(to)];
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

const clocks = new Map<string, (at: Date) => LocalTime>();

/** Making a formatter costs a hundred times as much as using it. */
function localClock(zone: string): (at: Date) => LocalTime {
  const known = clocks.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const clock = (at: Date): LocalTime => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
    return { isWeekend: /^S/.test(parts.get('weekday') ?? ''), minute: minute % minutesPerDay };
  };
  clocks.set(zone, clock);
  return clock;
}
