import type { RequestContext } from './context.ts';

/** Each costs a look at every text; a company with more people has its first ones masked. */
const most = 200;

/** The names of our own people, which no text that goes to a model holds. */
export async function namesToMask({ store }: Pick<RequestContext, 'store'>): Promise<string[]> {
  return (await store.listMembers()).slice(0, most).map(({ name }) => name);
}
