import { describe, expect, test } from 'vitest';
import { issueOf } from '../../test/support/issues.ts';
import { sourceDocument, wordEmbedder } from '../../test/support/knowledge.ts';
import { sourceDocumentOf } from '../domain/indexed-knowledge.ts';
import type { KnowledgeDocument } from '../domain/knowledge.ts';
import { searchable } from '../domain/searchable-document.ts';
import { HoldfastError } from '../errors.ts';
import type { SolvedQuestion } from './knowledge-index.ts';
import { searchKnowledge } from './knowledge-search.ts';
import { contentHashOf } from './plan-index.ts';
import { textsToEncode } from './retrieve.ts';

/** What an index in the database would hold, and what it was asked. */
function memoryIndex(keys: readonly string[] = []) {
  const embedder = wordEmbedder();
  const index = {
    revision: 1,
    documents: new Map(keys.map((key) => [`docs:${key}`, sourceDocument(key)])),
    solved: [] as SolvedQuestion[],
    asked: [] as string[],
  };
  return {
    index,
    embedder,
    stored: {
      mark: async () => String(index.revision),
      solved: async () => index.solved,
      list: async () =>
        [...index.documents].map(([id, document]) => ({ id, contentHash: contentHashOf(document) })),
      read: async (ids: readonly string[]) => {
        index.asked.push(...ids);
        return await Promise.all(
          ids.flatMap((id) => {
            const document = index.documents.get(id);
            return document ? [encoded(id, document)] : [];
          }),
        );
      },
    },
  };
}

async function encoded(id: string, document: ReturnType<typeof sourceDocument>) {
  const { title, body } = document;
  const [ofTitle, ofText] = await wordEmbedder().embed(textsToEncode({ title, text: body }));
  if (!ofTitle || !ofText) throw new Error('no vectors');
  return { document: searchable(id, document), vectors: { title: ofTitle, text: ofText } };
}

const internal = { audience: 'internal' } as const;
const file = (id: string, given: Partial<ReturnType<typeof issueOf>> = {}): KnowledgeDocument =>
  issueOf(id, { title: `File ${id}`, ...given });

describe('knowledge that was indexed', () => {
  test('is found beside the files, with vectors that nobody waits for', async () => {
    const { stored, embedder } = memoryIndex(['limits', 'seats']);
    const knowledge = searchKnowledge({ readFiles: async () => [file('a')], stored, embedder });
    const found = await knowledge.search('body of limits', internal, 1);
    expect(found.documents.map(({ document }) => document.id)).toEqual(['docs:limits']);
    expect(embedder.texts.some((text) => text.includes('limits.'))).toBe(false);
    expect((await knowledge.find('a'))?.title).toBe('File a');
    expect(await knowledge.find('docs:nothing')).toBeNull();
    expect((await knowledge.issues()).map(({ id }) => id)).toEqual(['a']);
  });

  test('is read again when it changed, and only what changed of it', async () => {
    const { stored, index, embedder } = memoryIndex(['limits', 'seats', 'roles']);
    const knowledge = searchKnowledge({ readFiles: async () => [], stored, embedder });
    await knowledge.find('docs:limits');
    index.asked.length = 0;
    index.documents.delete('docs:roles');
    index.documents.set('docs:seats', sourceDocument('seats', { title: 'Places' }));
    expect((await knowledge.find('docs:seats'))?.title).toBe('Title of seats'); // nobody said that it changed
    index.revision++;
    expect((await knowledge.find('docs:seats'))?.title).toBe('Places');
    expect(await knowledge.find('docs:roles')).toBeNull();
    expect(index.asked).toEqual(['docs:seats']);
    const found = await knowledge.search('title of roles', internal, 5);
    expect(found.documents.map(({ document }) => document.id)).not.toContain('docs:roles');
  });

  test('a file that changed since holds at once; one that is broken now is held as it was indexed', async () => {
    const { stored, index, embedder } = memoryIndex();
    index.documents.set('a', sourceDocument('a', { title: 'As indexed' }));
    index.documents.set('b', sourceDocument('b', { title: 'As indexed' }));
    let files: KnowledgeDocument[] = [file('a', { title: 'As it lies there' })];
    const knowledge = searchKnowledge({ readFiles: async () => files, stored, embedder });
    expect((await knowledge.find('a'))?.title).toBe('As it lies there');
    expect((await knowledge.find('b'))?.title).toBe('As indexed');
    files = [];
    index.revision++;
    expect((await knowledge.find('a'))?.title).toBe('As indexed');
  });

  test('many questions at once bring it up to date once', async () => {
    const { stored, index, embedder } = memoryIndex(['limits']);
    const knowledge = searchKnowledge({ readFiles: async () => [], stored, embedder });
    await Promise.all(['limits', 'body', 'title'].map((text) => knowledge.search(text, internal, 1)));
    expect(index.asked).toEqual(['docs:limits']);
  });

  test('what was taken back is not found by who asks after, though a reading from before still runs', async () => {
    const { stored, index, embedder } = memoryIndex(['limits']);
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const read = async (ids: readonly string[]) => {
      const before = await stored.read(ids);
      begun.resolve();
      await gate.promise;
      return before;
    };
    const knowledge = searchKnowledge({ readFiles: async () => [], stored: { ...stored, read }, embedder });
    const early = knowledge.find('docs:limits');
    await begun.promise;
    index.documents.delete('docs:limits');
    index.revision++;
    const late = knowledge.find('docs:limits');
    gate.resolve();
    await early;
    expect(await late).toBeNull();
  });

  test('what is taken back while it is read is found again when it is shared again', async () => {
    const { stored, index, embedder } = memoryIndex(['limits']);
    const document = index.documents.get('docs:limits');
    const list = async () => {
      const before = await stored.list();
      index.documents.delete('docs:limits');
      return before;
    };
    const ports = { readFiles: async () => [], stored: { ...stored, list }, embedder };
    const knowledge = searchKnowledge(ports);
    expect(await knowledge.find('docs:limits')).toBeNull();
    ports.stored.list = stored.list;
    if (document) index.documents.set('docs:limits', document);
    index.revision++;
    expect(await knowledge.find('docs:limits')).not.toBeNull();
  });

  test('learns what people chose: for all, or for the account that it was about', async () => {
    const { stored, index, embedder } = memoryIndex(['limits', 'seats']);
    const knowledge = searchKnowledge({ readFiles: async () => [], stored, embedder });
    const question = 'the nightly thing fell over again';
    const first = async (account?: string) => {
      const { documents } = await knowledge.search(question, { ...internal, ...(account && { account }) }, 1);
      return documents[0]?.document.id;
    };
    expect(await first()).toBeUndefined();
    const choice = { id: 'answer macro', text: 'nightly thing fell over', documentIds: ['docs:seats'] };
    index.solved = [{ ...choice, account: 'acme' }];
    index.revision++;
    expect([await first('acme'), await first('globex'), await first()]).toEqual([
      ...['docs:seats', undefined, undefined],
    ]);
    index.solved = [{ ...choice, id: 'other macro', account: null }];
    index.revision++;
    expect([await first('globex'), await first()]).toEqual(['docs:seats', 'docs:seats']);
    index.solved = [];
    index.revision++;
    expect(await first()).toBeUndefined();
  });

  test('a database that fails once is asked again', async () => {
    const { stored, embedder } = memoryIndex(['limits']);
    let fails = true;
    const mark = async () => {
      if (fails) throw new Error('gone');
      return await stored.mark();
    };
    const knowledge = searchKnowledge({ readFiles: async () => [], stored: { ...stored, mark }, embedder });
    await expect(knowledge.find('docs:limits')).rejects.toThrow('gone');
    fails = false;
    expect(await knowledge.find('docs:limits')).not.toBeNull();
  });
});

describe('files that cannot be read', () => {
  const unreadable = async (): Promise<never> => {
    throw new HoldfastError('HF_SOURCE_UNREADABLE', 'The folder /srv/conf/knowledge cannot be read');
  };

  test('answer as they were read last', async () => {
    const { stored, index } = memoryIndex();
    let readFiles: () => Promise<KnowledgeDocument[]> = async () => [file('a'), file('b')];
    const knowledge = searchKnowledge({ readFiles: () => readFiles(), stored });
    await knowledge.find('a');
    readFiles = unreadable;
    index.revision++;
    expect((await knowledge.find('a'))?.title).toBe('File a');
    expect((await knowledge.issues()).map(({ id }) => id)).toEqual(['a', 'b']);
    readFiles = async () => [file('b')];
    index.revision++;
    expect(await knowledge.find('a')).toBeNull();
  });

  test('answer after a restart as they were indexed, and ours where nothing else is known', async () => {
    const { stored, index } = memoryIndex();
    index.documents.set('theirs', sourceDocument('theirs', { title: 'Theirs' }));
    index.documents.set('a', sourceDocument('a', { title: 'Theirs in the place of ours' }));
    index.documents.set('b', sourceDocumentOf(file('b')));
    const readOurs = async () => [file('a'), file('b'), file('c')];
    const knowledge = searchKnowledge({ readFiles: unreadable, readOurs, stored });
    const titles = await Promise.all(
      ['theirs', 'a', 'b', 'c'].map(async (id) => (await knowledge.find(id))?.title),
    );
    expect(titles).toEqual(['Theirs', 'Theirs in the place of ours', 'File b', 'File c']);
    // Ours must not speak for an issue that theirs stands in the place of: its status would turn.
    expect((await knowledge.issues()).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  test('break nothing else: another failure is told', async () => {
    const readFiles = async (): Promise<never> => {
      throw new Error('a fault of ours');
    };
    await expect(searchKnowledge({ readFiles }).find('a')).rejects.toThrow('a fault of ours');
  });
});
