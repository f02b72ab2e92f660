import { counted } from '../../domain/counted.ts';
import type { FactUnit } from './rule-fact.ts';

/** A fact's value as people read it: `21 days`, `−62 %`, `1,204`. */
export function factWords(unit: FactUnit, value: number): string {
  switch (unit) {
    case 'days':
      return counted(value, 'day');
    case 'hours':
      return counted(value, 'hour');
    case 'percent':
      return `${grouped(value)} %`;
    case 'change':
      return `${value > 0 ? '+' : ''}${grouped(value)} %`;
    case 'points':
      return counted(value, 'point');
    case 'permille':
      return `${grouped(value)} per thousand`;
    case 'count':
      return grouped(value);
  }
}

/** Groups of three, with a true minus sign. */
function grouped(value: number): string {
  const digits = String(Math.abs(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return value < 0 ? `−${digits}` : digits;
}
