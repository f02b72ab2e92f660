import { counted } from '../../domain/counted.ts';
import { formatArr } from '../../domain/money.ts';
import type { DigestFigures } from './count-figures.ts';

/** So many of its sentences stand above the figures. */
export const leadLength = { usual: 2, most: 3 } as const;

/** The week in two sentences, by the figures alone: how the base stands, then what moved most. */
export function writeLead(figures: DigestFigures): string {
  return leadSentences(figures).slice(0, leadLength.usual).join(' ');
}

/** Everything that could be said above the figures, a sentence each, what matters to most weeks first. */
export function leadSentences(figures: DigestFigures): string[] {
  return [
    baseSentence(figures),
    moveSentence(figures),
    renewalSentence(figures),
    supportSentence(figures),
    expansionSentence(figures),
  ].filter((sentence) => sentence !== null);
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
    entered.length > 0
      ? `${counted(entered.length, 'customer')} ${entered.length === 1 ? 'is' : 'are'} newly at risk`
      : null,
    left.length > 0 ? `${sentenceOf(left.length)} no longer at risk` : null,
  ].filter((part) => part !== null);
  return `${parts.join(', ')}.`;
}

function sentenceOf(count: number): string {
  return `${counted(count, 'customer')} ${count === 1 ? 'is' : 'are'}`;
}

function renewalSentence({ renewals: { now, atRisk } }: DigestFigures): string | null {
  if (now.accounts.length === 0) return null;
  const risk =
    atRisk.accounts.length === 0
      ? 'none of them is'
      : `${atRisk.accounts.length} of them ${atRisk.accounts.length === 1 ? 'is' : 'are'}`;
  return `${counted(now.accounts.length, 'contract')} ${now.accounts.length === 1 ? 'renews' : 'renew'} soon, and ${risk} at risk.`;
}

function supportSentence({ support }: DigestFigures): string | null {
  if (support.now.length === 0) return null;
  const graver = support.now.filter(({ priority }) => priority === 'P0').length;
  return `${counted(support.now.length, 'urgent ticket')} ${support.now.length === 1 ? 'is' : 'are'} open, ${graver === 0 ? 'none' : graver} of priority P0.`;
}

function expansionSentence({ expansion: { wonInWeek, wonArr } }: DigestFigures): string | null {
  if (wonInWeek.length === 0) return null;
  const worth = wonArr.length === 0 ? '' : `, worth ${wonArr.map(formatArr).join(' and ')}`;
  return `${counted(wonInWeek.length, 'expansion')} ${wonInWeek.length === 1 ? 'was' : 'were'} won${worth}.`;
}
