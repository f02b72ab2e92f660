import type { Passage } from '../../domain/answer.ts';
import { uncitedFigures } from '../check/figures.ts';
import { findLiveText } from '../check/live-text.ts';
import { findPromises } from '../find-promises.ts';
import type { ActionDraft } from './tools.ts';

/** Why a draft is not proposed. */
export type DraftFault = 'live_text' | 'promise' | 'figure';

/**
 * Holds a draft of a model against what is known: no link, mention or markup in any of its lines, no promise and no figure
 * that neither the question nor a passage holds. People read what is left before it goes anywhere.
 * @returns null where it may be proposed
 */
export function findDraftFault(
  { title, text }: ActionDraft,
  question: string,
  passages: readonly Passage[],
): DraftFault | null {
  const lines = [title, ...text.split('\n')].filter((line) => line.trim() !== '');
  if (lines.some((line) => findLiveText(line.replace(/^(?:- |\d+\. )/, '')) !== null)) return 'live_text';
  const whole = `${title}\n${text}`;
  if (findPromises(whole, passages).length > 0) return 'promise';
  const source = [question, ...passages.map((passage) => `${passage.title}\n${passage.text}`)].join('\n');
  return uncitedFigures(whole, source).length > 0 ? 'figure' : null;
}
