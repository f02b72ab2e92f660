import { z } from 'zod';
import type { SourceDocument } from './indexed-knowledge.ts';
import { isUtcDay, type UtcDay, utcDayOf } from './utc-day.ts';

/** A document as questions meet it, wherever it was read. */
export interface SearchableDocument extends Omit<SourceDocument, 'key' | 'updatedAt' | 'meta'> {
  id: string;
  updatedOn: UtcDay | null; // null = the source does not say
  reviewedOn: UtcDay | null; // null = nobody has reviewed it, as far as the source says
  /** Member id of who keeps it true; null = nobody in particular. */
  owner: string | null;
  /** Codes or fixed phrases by which an error tells that it is this one. */
  signatures: readonly string[];
  /** Questions that it has answered, in the words of whoever asked. */
  examples: readonly string[];
  severity: string | null; // null = no known issue
  fixedIn: string | null; // null = not fixed
  supersededBy: string | null; // null = not superseded
  /** Where it was learnt: a tracker's number, a page, a team; null = not said. */
  learntFrom: string | null;
}

/** A document's vectors, of its title and of its title with its text. */
export interface DocumentVectors {
  title: Float32Array;
  text: Float32Array;
}

/** A document with its vectors; null = there are none. */
export interface StoredDocument {
  document: SearchableDocument;
  vectors: DocumentVectors | null;
}

const texts = z.array(z.string()).catch([]);
const text = z.string().nullable().catch(null);
/** What our own front matter says beside the text; other sources say what they like under these names. */
const told = z.object({
  reviewed_on: z.string().refine(isUtcDay).nullable().catch(null),
  owner: text,
  severity: text,
  fixed_in: text,
  superseded_by: text,
  source: text,
  error_signatures: texts,
  examples: texts,
});

/** What a source gave, as questions meet it. @param id - unique over all sources */
export function searchable(id: string, document: Omit<SourceDocument, 'key'>): SearchableDocument {
  const { kind, title, body, audience, regions, productArea, status, versions, account, url } = document;
  const { owner, examples, severity, ...meta } = told.parse(document.meta);
  return {
    id,
    kind,
    title,
    body,
    audience,
    regions,
    productArea,
    status,
    versions,
    account,
    url,
    owner,
    examples,
    severity,
    signatures: meta.error_signatures,
    learntFrom: meta.source,
    fixedIn: meta.fixed_in,
    supersededBy: meta.superseded_by,
    reviewedOn: meta.reviewed_on,
    updatedOn: document.updatedAt && utcDayOf(document.updatedAt),
  };
}
