import { chunkMarkdown } from '../copilot/chunk.ts';
import type { Passage } from '../domain/answer.ts';
import { type SearchableDocument, searchable } from '../domain/searchable-document.ts';
import { HoldfastError } from '../errors.ts';
import type { RequestContext } from './context.ts';

/** A document of the knowledge with the passages that answers cite. */
export interface KnowledgePage {
  document: SearchableDocument;
  passages: Pick<Passage, 'heading' | 'text'>[];
}

/**
 * One document of the knowledge.
 * @throws {HoldfastError} HF_NOT_FOUND
 */
export async function getKnowledgePage(ctx: RequestContext, id: string): Promise<KnowledgePage> {
  const document = (await ctx.knowledge.find(id)) ?? (await findTicket(ctx, id));
  if (!document) {
    throw new HoldfastError('HF_NOT_FOUND', `There is no document '${id}' in the knowledge`, {
      next: 'It may have been removed since it was cited. The answer keeps the passages that it stood on.',
    });
  }
  return { document, passages: chunkMarkdown(document.body).map(({ heading, text }) => ({ heading, text })) };
}

/** A ticket of one account is no part of the knowledge of all. */
async function findTicket(ctx: RequestContext, id: string): Promise<SearchableDocument | null> {
  const stored = await ctx.store.findDocument(id);
  return stored && searchable(id, stored);
}
