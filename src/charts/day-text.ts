const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `21 Nov`, under an axis where the year goes without saying. */
export function dayText(day: string): string {
  return `${Number(day.slice(8, 10))} ${months[Number(day.slice(5, 7)) - 1]}`;
}

/** A score, or points of one: two decimals, as in every text; null = a dash */
export function pointsText(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}

/** A figure with one decimal where it has one; null = a dash */
export function figureText(value: number | null): string {
  return value === null ? '–' : String(Math.round(value * 10) / 10);
}
