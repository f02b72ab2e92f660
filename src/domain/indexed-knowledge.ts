import type { Audience, KnowledgeDocument, KnowledgeKind } from './knowledge.ts';

/** What an indexed document can be: what files hold, and what was learnt from tickets. */
export type IndexedKind = KnowledgeKind | 'solved-ticket';

/** How a known issue stands; other kinds have no status. */
export type IssueStatus = 'open' | 'fixed' | 'superseded';

/** A document as a source gives it: the text that can answer, and what decides for whom. */
export interface SourceDocument {
  /** Names the document within its source, for ever. */
  key: string;
  kind: IndexedKind;
  title: string;
  /** Markdown or plain text; data, never instructions. */
  body: string;
  audience: Audience;
  regions: readonly string[] | null; // null = everywhere
  productArea: string | null; // null = not said
  status: IssueStatus | null; // null = no known issue
  /** The first and last version that have the issue, such as `4.40`. */
  versions: { from: string | null; to: string | null };
  /** Whose ticket it was; null = about no account in particular. */
  account: string | null;
  /** Where people read it; null = nowhere but here. Shown as text: only our own addresses become links. */
  url: string | null;
  updatedAt: Date | null; // null = the source does not say
  /** What else the source says, as JSON. */
  meta: Readonly<Record<string, unknown>>;
}

/** A document of the index, without its text. */
export interface IndexedDocument extends Omit<SourceDocument, 'body'> {
  /** Unique over all sources. */
  id: string;
  source: string;
  contentHash: string;
  /** Member who let other accounts have it; null = nobody did. */
  sharedBy: string | null;
  chunks: number;
  fetchedAt: Date;
  indexedAt: Date;
}

/** A chunk: a few sentences of a document, and where they stand. */
export interface Chunk {
  /** 0, 1, 2 … within the document. */
  ordinal: number;
  /** The headings above it, outermost first, with ` › ` between them; empty = none. */
  heading: string;
  /** Exactly `body.slice(start, end)`. */
  text: string;
  /** Offsets in UTF-16 code units of the document's body. */
  start: number;
  end: number;
}

/** The source of our own files and the operator's that lie over them. Its documents go by their bare ids. */
export const ownSource = 'files';
/** The source of solved tickets. */
export const ticketSource = 'tickets';

/** In a solved ticket: passages under this heading help to find it, and answer nothing. */
export const questionHeading = 'Question';
/** In a solved ticket: passages under this heading are what solved it. */
export const answerHeading = 'Answer';

/** The id of a document over all sources. */
export function documentIdOf(source: string, key: string): string {
  return source === ownSource ? key : `${source}:${key}`;
}

/** One of our documents as every source gives them; what only we write down stays beside it. */
export function sourceDocumentOf(document: KnowledgeDocument): SourceDocument {
  const { id, kind, title, body, audience, regions, product_area, updated_at, ...rest } = document;
  const issue = document.kind === 'known-issue' ? document : null;
  return {
    key: id,
    kind,
    title,
    body,
    audience,
    account: null,
    url: null,
    regions: regions ?? null,
    productArea: product_area,
    status: issue?.status ?? null,
    versions: { from: issue?.versions.from ?? null, to: issue?.versions.to ?? null },
    updatedAt: new Date(`${updated_at}T00:00:00Z`),
    meta: rest,
  };
}
