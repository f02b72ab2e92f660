import type { StoredKnowledge } from '../copilot/knowledge-search.ts';
import type { Store } from '../store/store.ts';

/** The classifier learns from so many; more say nothing new. */
const choicesAtMost = 500;

/**
 * What the database holds of the knowledge, with the questions for which people chose a macro: those about an account have
 * a say for it alone.
 */
export function storedKnowledge(
  store: Pick<Store, 'readKnowledgeMark' | 'listSearchable' | 'readSearchable' | 'listMacroChoices'>,
): StoredKnowledge {
  return {
    mark: store.readKnowledgeMark,
    list: store.listSearchable,
    read: store.readSearchable,
    solved: async () =>
      (await store.listMacroChoices(choicesAtMost)).map(({ answerId, macroId, question, account }) => ({
        ...{ id: `${answerId} ${macroId}`, text: question, documentIds: [macroId], account },
      })),
  };
}
