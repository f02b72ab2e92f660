import { counted } from '../../domain/counted.ts';
import type { DigestFigures } from './count-figures.ts';

/** The week in two sentences, by the figures alone: how the base stands, then what moved most. */
export function writeLead(figures: DigestFigures): string {
  return `${baseSentence(figures)} ${moveSentence(figures)}`;
}

function baseSentence({ customers, health, green }: DigestFigures): string {
  if (customers.now === 0) return 'There is no customer to tell of.';
  const scored = health.now.green + health.now.amber + health.now.red;
  if (green.now === null) return `None of ${counted(customers.now, 'customer')} has a score yet.`;
  const change = green.before === null ? 0 : green.now - green.before;
  const trend =
    green.before === null
      ? ''
      : change === 0
        ? ', as many as a week ago'
        : `, ${counted(Math.abs(change), 'point')} ${change > 0 ? 'more' : 'less'} than a week ago`;
  return `${health.now.green} of ${counted(scored, 'scored customer')} ${health.now.green === 1 || scored === 1 ? 'is' : 'are'} green (${green.now} %)${trend}.`;
}

function moveSentence({ risks }: DigestFigures): string {
  const { entered, left, now } = risks;
  if (entered.length === 0 && left.length === 0)
    return now.accounts.length === 0
      ? 'Nobody is at risk.'
      : `${sentenceOf(now.accounts.length)} at risk, the same as a week ago.`;
  const parts = [
    entered.length > 0 ? `${counted(entered.length, 'customer')} came to be at risk` : null,
    left.length > 0
      ? `${counted(left.length, 'customer')} no longer ${left.length === 1 ? 'is' : 'are'}`
      : null,
  ].filter((part) => part !== null);
  return `${parts.join(', ')}.`;
}

function sentenceOf(count: number): string {
  return `${counted(count, 'customer')} ${count === 1 ? 'is' : 'are'}`;
}
