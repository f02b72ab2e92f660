import { wallTimeOf } from '../domain/wall-time.ts';
import { formatDay } from './format.ts';

/** The day of an instant by the clock of a zone: `2026-11-28`. */
export function dayIn(zone: string, iso: string): string {
  return wallIso(zone, iso).slice(0, 10);
}

/** `28 Nov 2026, 03:56 (Europe/Berlin)`; of UTC `28 Nov 2026, 02:56 UTC`. */
export function momentIn(zone: string, iso: string): string {
  const shown = wallIso(zone, iso);
  const clock = zone === 'UTC' ? 'UTC' : `(${zone})`;
  return `${formatDay(shown)}, ${shown.slice(11, 16)} ${clock}`;
}

function wallIso(zone: string, iso: string): string {
  return new Date(wallTimeOf(Date.parse(iso), zone)).toISOString();
}
