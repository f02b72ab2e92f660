import type { Passage } from '../domain/answer.ts';
import type { KnowledgeDocument } from '../domain/knowledge.ts';
import { chunkMarkdown } from './chunk.ts';

/** The section of a macro that customers read; the other one is for our own people alone. */
const publicReply = 'Public reply';

/** The passages of a document that an answer may rest on, in order. Of a macro, only what customers may read. */
export function passagesOf({ id, kind, title, body }: KnowledgeDocument): Passage[] {
  return chunkMarkdown(body)
    .filter(({ heading }) => kind !== 'macro' || heading === publicReply)
    .map(({ ordinal, heading, text }) => ({
      ...{ id: `${id}#${ordinal}`, documentId: id, title, text },
      heading: heading === '' ? null : heading,
      url: knowledgeUrlOf(id),
    }));
}

/** Our own page of a document. */
export function knowledgeUrlOf(id: string): string {
  return `/evidence/knowledge/${encodeURIComponent(id)}`;
}
