import { counted } from '../../domain/counted.ts';
import type { FactUnit } from './rule-fact.ts';

/** So many hours are said in days. */
const daysFrom = 96;

/** A fact's value as people read it: `21 days`, `−62 %`, `1,204`. */
export function factWords(unit: FactUnit, value: number): string {
  switch (unit) {
    case 'days':
      return counted(value, 'day');
    case 'hours':
      return value < daysFrom ? counted(value, 'hour') : counted(Math.floor(value / 24), 'day');
    case 'percent':
      return `${grouped(value)} %`;
    case 'change':
      return `${value > 0 ? '+' : ''}${grouped(value)} %`;
    case 'points':
      return counted(value, 'point');
    case 'permille':
      return `${grouped(Math.trunc(value / 10))}${value % 10 === 0 ? '' : `.${Math.abs(value % 10)}`} %`;
    case 'count':
      return grouped(value);
  }
}

/** Groups of three, with a true minus sign. */
function grouped(value: number): string {
  const digits = String(Math.abs(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return value < 0 ? `−${digits}` : digits;
}
