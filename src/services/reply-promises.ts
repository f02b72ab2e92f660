import { promisedSentences } from '../copilot/find-promises.ts';
import type { Action } from '../domain/action.ts';
import type { ReplyPromises } from '../domain/proposal.ts';
import type { StoreTransaction } from '../store/store.ts';

/**
 * What a reply promises that nothing on record did when it was proposed, with who agreed to it. Whatever an edit or
 * somebody's own text adds is nobody's.
 * @returns empty where it promises nothing, or is no reply
 */
export async function openPromises(
  store: Pick<StoreTransaction, 'findReplyDraft'>,
  proposalId: string,
  { kind, params: { body } }: Pick<Action, 'kind' | 'params'>,
): Promise<ReplyPromises[]> {
  if (kind !== 'ticket.reply' || typeof body !== 'string') return [];
  const made = promisedSentences(body, []);
  if (made.length === 0) return [];
  const noted = await store.findReplyDraft(proposalId);
  const open = made.filter(({ sentence }) => !noted?.founded.includes(sentence));
  const quotes = (isAgreed: boolean): string[] =>
    open
      .filter(({ sentence }) => (noted?.promises.includes(sentence) ?? false) === isAgreed)
      .map(({ quote }) => quote);
  return [
    { promises: quotes(true), agreedBy: noted?.agreedBy || null },
    { promises: quotes(false), agreedBy: null },
  ].filter(({ promises }) => promises.length > 0);
}
