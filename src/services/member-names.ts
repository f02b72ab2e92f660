import type { RequestContext } from './context.ts';

/** Names of members by id: a card never shows an id where a name stands. */
export async function memberNames({
  store,
}: Pick<RequestContext, 'store'>): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.listMembers()).map(({ id, name }) => [id, name]));
}
