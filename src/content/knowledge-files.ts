import { basename } from 'node:path';
import { ownSource, sourceDocumentOf } from '../domain/indexed-knowledge.ts';
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
        documents: documents.map(sourceDocumentOf),
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
