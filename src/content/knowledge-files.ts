import { basename } from 'node:path';
import { ownSource, type SourceDocument } from '../domain/indexed-knowledge.ts';
import type { KnowledgeDocument } from '../domain/knowledge.ts';
import type { KnowledgeSource } from '../domain/knowledge-source.ts';
import type { HoldfastError } from '../errors.ts';
import { readKnowledge } from './knowledge.ts';

/** Our own documents and the operator's that lie over them. @param overrides - null = ours alone */
export function createFilesSource(overrides: string | null): KnowledgeSource {
  return {
    name: ownSource,
    description: overrides === null ? 'files of knowledge/' : `files of knowledge/ and ${overrides}`,
    settings: '1',
    read: async () => {
      const { documents, problems } = await readKnowledge(overrides);
      const read = new Set(documents.map(({ id }) => id));
      const broken = new Set(problems.flatMap(idsOf));
      return {
        documents: documents.map(toSourceDocument),
        problems: problems.map(({ message }) => message),
        isGone: (id) => !read.has(id) && !broken.has(id),
        mark: null,
      };
    },
  };
}

/** The ids of documents that a problem is about: their last good version stays. */
function idsOf({ fields }: HoldfastError): string[] {
  const { file, id } = fields;
  return [
    ...(typeof file === 'string' ? [basename(file, '.md')] : []),
    ...(typeof id === 'string' ? [id] : []),
  ];
}

/** One of our documents as every source gives them; what only we write down stays beside it. */
export function toSourceDocument(document: KnowledgeDocument): SourceDocument {
  const { id, kind, title, body, audience, regions, product_area, updated_at, ...rest } = document;
  const issue = document.kind === 'known-issue' ? document : null;
  return {
    ...{ key: id, kind, title, body, audience, account: null, url: null },
    regions: regions ?? null,
    productArea: product_area,
    status: issue?.status ?? null,
    versions: { from: issue?.versions.from ?? null, to: issue?.versions.to ?? null },
    updatedAt: new Date(`${updated_at}T00:00:00Z`),
    meta: rest,
  };
}
