import type { StoredKnowledge } from '../copilot/knowledge-search.ts';
import { withoutWords } from '../copilot/personal-data.ts';
import type { StoredDocument } from '../domain/searchable-document.ts';
import { namesOfAccount } from '../rules/accounts/names-of-account.ts';
import type { Store } from '../store/store.ts';

/** The classifier learns from so many; more say nothing new. */
const choicesAtMost = 500;

/**
 * What the database holds of the knowledge, with the questions for which people chose a macro: those about an account have
 * a say for it alone.
 */
export function storedKnowledge(
  store: Pick<
    Store,
    'readKnowledgeMark' | 'listSearchable' | 'readSearchable' | 'listMacroChoices' | 'findAccounts'
  >,
): StoredKnowledge {
  return {
    mark: store.readKnowledgeMark,
    list: store.listSearchable,
    read: async (ids, encoder) => await withoutNames(store, await store.readSearchable(ids, encoder)),
    solved: async () =>
      (await store.listMacroChoices(choicesAtMost)).map(({ answerId, macroId, question, account }) => ({
        id: `${answerId} ${macroId}`,
        text: question,
        documentIds: [macroId],
        account,
      })),
  };
}

/** A shared ticket is named without the account that it was solved for, in every answer that names it. */
async function withoutNames(
  store: Pick<Store, 'findAccounts'>,
  documents: readonly StoredDocument[],
): Promise<StoredDocument[]> {
  const ids = new Set(documents.flatMap(({ document: { account } }) => account ?? []));
  const accounts = new Map((await store.findAccounts([...ids])).map((account) => [account.id, account]));
  return documents.map(({ document, vectors }) => {
    if (document.account === null) return { document, vectors };
    const account = accounts.get(document.account);
    const names = account ? namesOfAccount(account) : [document.account];
    return { document: { ...document, title: withoutWords(document.title, names, 'a customer') }, vectors };
  });
}
