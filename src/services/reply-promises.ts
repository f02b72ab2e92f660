import { quotedPromises } from '../copilot/find-promises.ts';
import type { Action } from '../domain/action.ts';
import type { ReplyPromises } from '../domain/proposal.ts';
import type { StoreTransaction } from '../store/store.ts';

/**
 * What a reply promises that nothing on record did when it was proposed, with who agreed to it. Whatever an edit or
 * somebody's own text adds is nobody's.
 * @returns empty where it promises nothing, or is no reply
 */
export async function openPromises(
  store: Pick<StoreTransaction, 'findReplyPromises'>,
  proposalId: string,
  { kind, params: { body } }: Pick<Action, 'kind' | 'params'>,
): Promise<ReplyPromises[]> {
  if (kind !== 'ticket.reply' || typeof body !== 'string') return [];
  const made = quotedPromises(body, []);
  if (made.length === 0) return [];
  const noted = await store.findReplyPromises(proposalId);
  const open = made.filter((promise) => !noted?.founded.includes(promise));
  const isAgreed = (promise: string): boolean => noted?.promises.includes(promise) ?? false;
  return [
    { promises: open.filter(isAgreed), agreedBy: noted?.agreedBy || null },
    { promises: open.filter((promise) => !isAgreed(promise)), agreedBy: null },
  ].filter(({ promises }) => promises.length > 0);
}
