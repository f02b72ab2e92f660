import { z } from 'zod';
import type { SourceDocument } from '../../domain/indexed-knowledge.ts';
import type { SourceMark, SourceReading } from '../../domain/knowledge-source.ts';
import { fetchPage, type KnowledgeHost, type Page, type Reach, unreadable } from './fetch-page.ts';

/** One item of a page: a document, nothing for us, or a problem; its key where it has one. */
export type PageItem =
  | { kind: 'document'; document: SourceDocument }
  | { kind: 'skipped' }
  | { kind: 'problem'; key: string | null; problem: string };

/** How one vendor lists its documents. */
export interface PagedList {
  host: KnowledgeHost;
  /** Path and query of the first page. */
  first: string;
  /** Path and query of the page behind this one; null = it is the last. */
  next(page: Extract<Page, { kind: 'page' }>, address: string): string | null;
  /** The items of a page. @returns null when it is no such page */
  items(json: unknown): readonly PageItem[] | null;
}

const markSchema = z.array(
  z.strictObject({
    address: z.string(),
    etag: z.string(),
    keys: z.array(z.string()),
    next: z.string().nullable(),
  }),
);
type MarkedPage = z.infer<typeof markSchema>[number];

const maxPages = 1_000;

/**
 * Reads every page of a list. A page of which the vendor says that it is as it was is not sent again: its documents
 * stand.
 * @param mark - what the last reading returned
 * @throws {HoldfastError} HF_SOURCE_UNREADABLE when any page cannot be read
 */
export async function readPages(list: PagedList, mark: SourceMark, reach: Reach): Promise<SourceReading> {
  const known = new Map((markSchema.safeParse(mark).data ?? []).map((page) => [page.address, page]));
  const documents: SourceDocument[] = [];
  const problems: string[] = [];
  const standing = new Set<string>();
  const marked: MarkedPage[] = [];
  let address: string | null = list.first;
  for (let count = 0; address !== null; count++) {
    if (count === maxPages) throw unreadable(list.host, `has more than ${maxPages} pages`);
    const before: MarkedPage | null = known.get(address) ?? null;
    const page: Page = await fetchPage(list.host, address, before?.etag ?? null, reach);
    const read: MarkedPage | null = page.kind === 'unchanged' ? before : null;
    const items = page.kind === 'page' ? list.items(page.json) : [];
    if (items === null) throw unreadable(list.host, `sent what is no list of this kind at ${address}`);
    for (const item of items) {
      if (item.kind === 'document') documents.push(item.document);
      if (item.kind !== 'problem') continue;
      problems.push(item.problem);
      if (item.key !== null) standing.add(item.key);
    }
    for (const key of read?.keys ?? []) standing.add(key);
    const keys: string[] =
      read?.keys ?? items.flatMap((item) => (item.kind === 'document' ? [item.document.key] : []));
    const next: string | null = read ? read.next : page.kind === 'page' ? list.next(page, address) : null;
    const etag: string | null = read ? read.etag : page.kind === 'page' ? page.etag : null;
    // A page with a problem is read again, so that the problem is told again.
    const isSound = !items.some(({ kind }) => kind === 'problem');
    if (etag !== null && isSound) marked.push({ address, etag, keys, next });
    address = next;
  }
  const read = new Set(documents.map(({ key }) => key));
  return { documents, problems, isGone: (key) => !read.has(key) && !standing.has(key), mark: marked };
}

/** Takes an item apart by a schema, or says what is wrong with it. */
export function parseItem<Item>(
  schema: z.ZodType<Item>,
  given: unknown,
  toItem: (item: Item) => PageItem,
): PageItem {
  const parsed = schema.safeParse(given);
  if (parsed.success) return toItem(parsed.data);
  const { id = null, number = id } = (typeof given === 'object' && given ? given : {}) as Record<
    string,
    unknown
  >;
  const key = typeof number === 'string' || typeof number === 'number' ? String(number) : null;
  const issue = parsed.error.issues[0];
  return {
    kind: 'problem',
    key,
    problem: `${key ?? 'an item'}: ${issue?.path.join('.')}: ${issue?.message}`,
  };
}
