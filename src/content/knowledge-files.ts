import { basename } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import { ownSource, sourceDocumentOf } from '../domain/indexed-knowledge.ts';
import { type KnowledgeKind, knowledgeKinds } from '../domain/knowledge.ts';
import type { KnowledgeSource, SourceMark } from '../domain/knowledge-source.ts';
import { HoldfastError } from '../errors.ts';
import { knowledgeFolder, readKnowledge } from './knowledge.ts';

/** Which folders of the operator's were there. */
const markSchema = z.object({ overrides: z.string(), kinds: z.array(z.enum(knowledgeKinds)) });

/**
 * Our own documents and the operator's that lie over them.
 * @param overrides - null = ours alone
 * @param clock - absent = nobody looks for dates that lie ahead
 */
export function createFilesSource(overrides: string | null, clock?: Clock): KnowledgeSource {
  return {
    name: ownSource,
    description: overrides === null ? 'files of knowledge/' : `files of knowledge/ and ${overrides}`,
    settings: '1',
    readsEverything: true,
    read: async (before) => {
      const { documents, problems, kinds } = await readKnowledge(overrides, clock?.now());
      if (overrides !== null) refuseGone(overrides, kinds, before);
      const read = new Set(documents.map(({ id }) => id));
      const broken = new Set(problems.flatMap(idsOf));
      return {
        documents: documents.map(sourceDocumentOf),
        problems: problems.map(({ message }) => message),
        isGone: (id) => !read.has(id) && !broken.has(id),
        mark: overrides === null ? null : { overrides, kinds },
      };
    },
  };
}

/**
 * A folder that was there and is not is more likely a disk that was not mounted than documents that nobody wants.
 * @throws {HoldfastError} HF_SOURCE_UNREADABLE
 */
function refuseGone(overrides: string, kinds: readonly KnowledgeKind[], before: SourceMark): void {
  const mark = markSchema.safeParse(before);
  if (!mark.success || mark.data.overrides !== overrides) return;
  const gone = mark.data.kinds.find((kind) => !kinds.includes(kind));
  if (gone === undefined) return;
  const folder = knowledgeFolder(gone, overrides);
  throw new HoldfastError(
    'HF_SOURCE_UNREADABLE',
    `${folder} is gone; put it back, or an empty folder in its place if nobody wants its documents`,
  );
}

/** The ids of documents that a problem is about: their last good version stays. */
function idsOf({ fields }: HoldfastError): string[] {
  const { file, id } = fields;
  return [
    ...(typeof file === 'string' ? [basename(file, '.md')] : []),
    ...(typeof id === 'string' ? [id] : []),
  ];
}
