import type { Passage } from '../domain/answer.ts';
import { answerHeading } from '../domain/indexed-knowledge.ts';
import { pathSegment } from '../domain/path-segment.ts';
import type { SearchableDocument } from '../domain/searchable-document.ts';
import { chunkMarkdown } from './chunk.ts';
import { hasSections, publicReply } from './macro-sections.ts';

/**
 * The passages of a document that an answer may rest on, in order: of a macro what customers may read, of a solved
 * ticket what solved it.
 */
export function passagesOf({ id, kind, title, body }: SearchableDocument): Passage[] {
  const only = { macro: hasSections(body) ? publicReply : null, 'solved-ticket': answerHeading }[
    kind as string
  ];
  return chunkMarkdown(body)
    .filter(({ heading }) => !only || heading === only)
    .map(({ ordinal, heading, text }) => ({
      id: `${id}#${ordinal}`,
      documentId: id,
      title,
      text,
      heading: heading === '' ? null : heading,
      url: knowledgeUrlOf(id),
    }));
}

/** Our own page of a document. */
export function knowledgeUrlOf(id: string): string {
  return `/evidence/knowledge/${pathSegment(id)}`;
}
