import { formatDay } from '../views/format.ts';

/** A whole number with commas: `12,400`. Minus is the sign, not the hyphen. */
export function grouped(value: number): string {
  const [whole = '', fraction] = String(Math.abs(value)).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '−' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Hundredths as points with two decimals: 7136 is `71.36`. */
export function hundredthsText(hundredths: number): string {
  return (hundredths / 100).toFixed(2);
}

/** Hours and minutes: `67:01`; seconds that make no minute are left out. */
export function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${grouped(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sat 21 Nov 2026`. */
export function weekdayText(day: string): string {
  return `${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${formatDay(day)}`;
}

/** `15 Nov – 21 Nov 2026`. */
export function weekText(from: string, to: string): string {
  return `${formatDay(from).slice(0, -5)} – ${formatDay(to)}`;
}

/** An instant to the second: `21 Nov 2026, 22:30:05 UTC`. */
export function exactInstant(iso: string): string {
  return `${formatDay(iso)}, ${iso.slice(11, 19)} UTC`;
}
