import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostileTexts } from '../../test/suites/store-contract.ts';
import { newDocument, vectorOf } from '../../test/support/knowledge.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { isVersionWithin } from '../domain/version.ts';
import type { NewDocument } from './knowledge-documents.ts';
import type { DocumentFilter } from './knowledge-filter.ts';
import type { Store } from './store.ts';

const everything: DocumentFilter = { audience: 'internal', account: null };

describeEngines('knowledge in the store', (engine) => {
  let store: Store;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ store, close } = await engine.open());
  });
  afterAll(() => close());
  beforeEach(async () => {
    const all = await store.listSources();
    for (const name of new Set([...all.map((source) => source.name), 'files', 'tickets', 'web']))
      await store.forgetSource(name);
  });

  /** Keeps documents of one passage each, with vectors of one encoder. */
  async function keep(
    documents: readonly (NewDocument & { vector?: Float32Array })[],
    encoder = 'test',
  ): Promise<void> {
    for (const { vector = vectorOf(1), ...document } of documents) {
      await store.writeDocument(document);
      const passage = { ordinal: 0, heading: '', text: document.body, start: 0, end: document.body.length };
      await store.writeChunks(document.id, [{ ...passage, vector }], encoder);
    }
  }
  const idsOf = async (filter: Partial<DocumentFilter>): Promise<string[]> =>
    (await store.listDocuments({ ...everything, ...filter }, 100)).map(({ id }) => id);

  describe('a document', () => {
    it('comes back as it was written, with everything that decides for whom it is', async () => {
      const document = newDocument('web', 'issue-7', {
        kind: 'known-issue',
        regions: ['eu', 'us'],
        productArea: 'pipelines',
        status: 'fixed',
        versions: { from: '4.9', to: '4.40' },
        url: 'https://example.com/7',
        updatedAt: new Date('2026-10-01T00:00:00.000Z'),
        meta: { labels: ['bug'], number: 7 },
      });
      await store.writeDocument(document);
      const { indexedWith: _, ...read } = document;
      expect(await store.findDocument('web:issue-7')).toEqual({ ...read, sharedBy: null });
      expect(await store.findDocument('issue-7')).toBeNull();
      expect(await store.listDocumentStates('web')).toEqual([
        { id: 'web:issue-7', key: 'issue-7', contentHash: 'hash of issue-7', indexedWith: '1/test' },
      ]);
    });

    it('TE14: keeps every text as it is, in titles, bodies, headings and passages', async () => {
      for (const [index, text] of hostileTexts.entries()) {
        const document = newDocument('web', `t${index}`, { title: text, body: text, meta: { text } });
        await store.writeDocument(document);
        const passage = { ordinal: 0, heading: text, text, start: 0, end: text.length };
        await store.writeChunks(document.id, [{ ...passage, vector: null }], null);
        expect(await store.findDocument(document.id)).toMatchObject({
          title: text,
          body: text,
          meta: { text },
        });
        expect(await store.readPassages([document.id])).toEqual([{ ...passage, documentId: document.id }]);
      }
    });

    it('takes the place of its earlier version, and its passages theirs', async () => {
      await keep([newDocument('web', 'a')]);
      await keep([newDocument('web', 'a', { title: 'New', body: 'New body.', contentHash: 'new' })]);
      expect(await store.listDocuments(everything, 10)).toMatchObject([{ title: 'New', contentHash: 'new' }]);
      expect(await store.readPassages(['web:a'])).toMatchObject([{ text: 'New body.' }]);
      expect(await store.countKnowledge(everything)).toEqual({ documents: 1, chunks: 1 });
    });

    it('goes with its passages', async () => {
      await keep([newDocument('web', 'a'), newDocument('web', 'b')]);
      await store.removeDocuments(['web:a', 'web:nobody']);
      expect(await idsOf({})).toEqual(['web:b']);
      expect(await store.readPassages(['web:a', 'web:b'])).toMatchObject([{ documentId: 'web:b' }]);
    });

    it('is written with its passages or not at all', async () => {
      await keep([newDocument('web', 'a')]);
      const broken = store.transaction(async (transaction) => {
        await transaction.writeDocument(newDocument('web', 'a', { title: 'Half' }));
        await transaction.writeChunks('web:a', [], null);
        throw new Error('changed my mind');
      });
      await expect(broken).rejects.toThrow('changed my mind');
      expect(await store.findDocument('web:a')).toMatchObject({ title: 'Title of a' });
      expect(await store.readPassages(['web:a'])).toHaveLength(1);
    });
  });

  describe('the filter', () => {
    const issue = (key: string, from: string | null, to: string | null) =>
      newDocument('files', key, { kind: 'known-issue', status: 'open', versions: { from, to } });

    it('leaves out by kind, audience, region, product area and source', async () => {
      await keep([
        newDocument('files', 'a', { kind: 'macro', audience: 'internal', regions: ['eu'] }),
        newDocument('files', 'b', { regions: ['us'], productArea: 'billing' }),
        newDocument('web', 'c', { productArea: 'pipelines' }),
      ]);
      expect(await idsOf({})).toEqual(['a', 'b', 'web:c']);
      expect(await idsOf({ kinds: ['product'] })).toEqual(['b', 'web:c']);
      expect(await idsOf({ kinds: [] })).toEqual([]);
      expect(await idsOf({ audience: 'customer' })).toEqual(['b', 'web:c']);
      expect(await idsOf({ region: 'eu' })).toEqual(['a', 'web:c']);
      expect(await idsOf({ productArea: 'billing' })).toEqual(['a', 'b']);
      expect(await idsOf({ sources: ['web'] })).toEqual(['web:c']);
      expect(await store.countKnowledge({ ...everything, region: 'us' })).toEqual({
        documents: 2,
        chunks: 2,
      });
    });

    it('never lets a superseded issue pass', async () => {
      await keep([newDocument('files', 'old', { kind: 'known-issue', status: 'superseded' })]);
      expect(await idsOf({})).toEqual([]);
    });

    it('compares versions as the rest of the product does, 4.9 before 4.40', async () => {
      const ends = [null, '4', '4.9', '4.40', '4.40.1', '5.0'];
      const issues = ends.flatMap((from, a) => ends.map((to, b) => ({ key: `i${a}${b}`, from, to })));
      await keep(issues.map(({ key, from, to }) => issue(key, from, to)));
      for (const version of [
        '3.99',
        '4.0',
        '4.9',
        '4.9.7',
        '4.10',
        '4.40',
        '4.40.1',
        '4.40.2',
        '4.41',
        '5.0.1',
      ]) {
        const expected = issues.filter(({ from, to }) =>
          isVersionWithin(version, { from: from ?? undefined, to: to ?? undefined }),
        );
        expect([version, await idsOf({ version })]).toEqual([version, expected.map(({ key }) => key)]);
      }
    });
  });

  describe('a solved ticket', () => {
    const ticket = (key: string, account: string) =>
      newDocument('tickets', key, { kind: 'solved-ticket', audience: 'internal', account });

    it('serves its own account alone, until a member shares what they saw of it', async () => {
      await keep([ticket('t1', 'acme'), ticket('t2', 'other')]);
      expect(await idsOf({})).toEqual([]);
      expect(await idsOf({ account: 'acme' })).toEqual(['tickets:t1']);
      const share = { id: 'tickets:t1', by: 'agent1', at: new Date('2026-11-21T00:00:00.000Z') };
      expect(await store.shareDocument({ ...share, contentHash: 'something else' })).toBe(false);
      expect(await idsOf({ account: 'other' })).toEqual(['tickets:t2']);
      expect(await store.shareDocument({ ...share, contentHash: 'hash of t1' })).toBe(true);
      expect(await idsOf({ account: 'other' })).toEqual(['tickets:t1', 'tickets:t2']);
      expect(await store.findDocument('tickets:t1')).toMatchObject({ sharedBy: 'agent1', account: 'acme' });
    });

    it('is taken back, and the mark that questions ask for moves with it', async () => {
      const share = { by: 'agent1', at: new Date('2026-11-21T00:00:00.000Z') };
      const contentHash = (key: string) => `hash of ${key}`;
      await keep(
        ['t1', 't2'].map((key) =>
          newDocument('tickets', key, { kind: 'solved-ticket', audience: 'internal', account: 'acme' }),
        ),
      );
      for (const key of ['t1', 't2'])
        await store.shareDocument({ ...share, id: `tickets:${key}`, contentHash: contentHash(key) });
      const before = await store.readKnowledgeMark();
      expect(await store.unshareDocument('tickets:t1')).toBe(true);
      expect(await store.unshareDocument('tickets:t1')).toBe(false);
      expect(await store.readKnowledgeMark()).not.toBe(before);
      expect((await store.listSearchable()).map(({ id }) => id)).toEqual(['tickets:t2']);
      expect(await store.findDocument('tickets:t1')).toMatchObject({ sharedBy: null, account: 'acme' });
    });

    it('stays shared while its text stays, and no longer', async () => {
      await keep([ticket('t1', 'acme')]);
      const contentHash = 'hash of t1';
      await store.shareDocument({ id: 'tickets:t1', contentHash, by: 'agent1', at: new Date(0) });
      await keep([{ ...ticket('t1', 'acme'), indexedWith: '2/test' }]);
      expect(await idsOf({ account: 'other' })).toEqual(['tickets:t1']);
      await keep([{ ...ticket('t1', 'acme'), contentHash: 'new' }]);
      expect(await idsOf({ account: 'other' })).toEqual([]);
    });

    it('without an account is refused by the database itself; what belongs to none cannot be shared', async () => {
      await expect(store.writeDocument({ ...ticket('t9', 'acme'), account: null })).rejects.toThrow();
      await keep([newDocument('web', 'a')]);
      const share = { id: 'web:a', contentHash: 'hash of a', by: 'agent1', at: new Date(0) };
      expect(await store.shareDocument(share)).toBe(false);
    });
  });

  describe('vectors', () => {
    const near = async (vector: Float32Array, change: Partial<DocumentFilter> = {}, encoder = 'test') =>
      await store.nearestChunks({ vector, encoder, filter: { ...everything, ...change }, limit: 2 });

    it('finds the nearest first, with their cosine, their place and their text', async () => {
      await keep([
        { ...newDocument('web', 'far'), vector: vectorOf(0, 1) },
        { ...newDocument('web', 'near'), vector: vectorOf(2, 0) },
        { ...newDocument('web', 'between'), vector: vectorOf(3, 4) },
      ]);
      const found = await near(vectorOf(0.5));
      expect(found.map(({ documentId }) => documentId)).toEqual(['web:near', 'web:between']);
      expect(found[0]).toMatchObject({ ordinal: 0, heading: '', text: 'Body of near.', start: 0, end: 13 });
      expect(found.map(({ similarity }) => similarity)).toEqual([
        expect.closeTo(1, 6),
        expect.closeTo(0.6, 6),
      ]);
    });

    it('filters before it ranks: what is refused takes nobody’s place', async () => {
      await keep([
        { ...newDocument('web', 'a', { audience: 'internal' }), vector: vectorOf(1) },
        { ...newDocument('web', 'b', { audience: 'internal' }), vector: vectorOf(1) },
        { ...newDocument('web', 'c'), vector: vectorOf(0, 1) },
      ]);
      const found = await near(vectorOf(1), { audience: 'customer' });
      expect(found.map(({ documentId }) => documentId)).toEqual(['web:c']);
    });

    it('never compares vectors of different encoders', async () => {
      await keep([newDocument('web', 'a')], 'one');
      await keep([newDocument('web', 'b')], 'two');
      expect((await near(vectorOf(1), {}, 'two')).map(({ documentId }) => documentId)).toEqual(['web:b']);
      expect(await near(vectorOf(1), {}, 'three')).toEqual([]);
    });

    it('of fewer numbers are filled up with zeros, of more are refused; one without a direction is near nothing', async () => {
      await keep([{ ...newDocument('web', 'short'), vector: Float32Array.of(3, 4) }]);
      expect(await near(Float32Array.of(4, 3))).toMatchObject([{ similarity: expect.closeTo(0.96, 6) }]);
      for (const vector of [new Float32Array(513).fill(1), Float32Array.of(Number.NaN)])
        await expect(near(vector)).rejects.toThrow('cannot be kept');
      expect(await near(new Float32Array(512))).toEqual([]);
      await keep([{ ...newDocument('web', 'mute'), vector: new Float32Array(512) }]);
      expect((await near(vectorOf(1))).map(({ documentId }) => documentId)).toEqual(['web:short']);
    });

    it('a document whose passages have no vector is found by nobody', async () => {
      const document = newDocument('web', 'a');
      await store.writeDocument(document);
      const passage = { ordinal: 0, heading: '', text: 'x', start: 0, end: 1, vector: null };
      await store.writeChunks(document.id, [passage], null);
      expect(await near(vectorOf(1))).toEqual([]);
    });

    it('among thousands walks the index, and compares all where the walk finds too few', async () => {
      // What a document says of itself decides which way is taken; so few real ones make both ways exact.
      const documents = Array.from({ length: 40 }, (_, index) => ({
        ...newDocument('web', `d${String(index).padStart(2, '0')}`, {
          chunks: 1_000,
          audience: index % 4 === 0 ? 'customer' : 'internal',
        }),
        vector: vectorOf(index + 1, 40 - index),
      }));
      await keep(documents);
      await keep([{ ...newDocument('web', 'foreign', { chunks: 1_000 }), vector: vectorOf(0, 1) }], 'other');
      for (const audience of ['customer', 'internal'] as const) {
        for (const limit of [1, 7, 10, 100]) {
          const query = {
            vector: vectorOf(1, 9),
            encoder: 'test',
            filter: { ...everything, audience },
            limit,
          };
          const found = await store.nearestChunks(query);
          expect(found).toEqual(await store.compareAll(query));
          expect(found).toHaveLength(Math.min(limit, audience === 'customer' ? 10 : 40));
        }
      }
    });

    it('works inside a transaction that is open already', async () => {
      await keep([newDocument('web', 'a')]);
      const query = { vector: vectorOf(1), encoder: 'test', filter: everything, limit: 5 };
      expect(await store.transaction((transaction) => transaction.nearestChunks(query))).toHaveLength(1);
    });
  });

  describe('a source', () => {
    const outcome = (change: object = {}) => ({
      name: 'web',
      settings: 's1',
      mark: { page: 1 },
      since: null,
      failure: null,
      problems: ['a.md:3: no'],
      at: new Date('2026-11-20T10:00:00.000Z'),
      ...change,
    });

    it('is remembered with its mark, its problems and the count of its documents', async () => {
      await keep([newDocument('web', 'a'), newDocument('web', 'b')]);
      await store.noteReading(outcome());
      expect(await store.listSources()).toEqual([
        {
          name: 'web',
          settings: 's1',
          revision: 1,
          failure: null,
          documents: 2,
          problems: ['a.md:3: no'],
          readAt: outcome().at,
          mark: { page: 1 },
        },
      ]);
      await store.noteReading(outcome({ since: 1, mark: { page: 2 }, failure: 'timed out', problems: [] }));
      expect(await store.listSources()).toMatchObject([
        { revision: 2, mark: { page: 2 }, failure: 'timed out', problems: [] },
      ]);
    });

    it('of two readings at once, the one that ends last leaves no mark', async () => {
      await store.noteReading(outcome());
      await store.noteReading(outcome({ since: 1, mark: { page: 2 } }));
      await store.noteReading(outcome({ since: 1, mark: { page: 3 } }));
      expect(await store.listSources()).toMatchObject([{ revision: 3, mark: null }]);
    });

    it('of two that failed at once, the mark of the last good one stays: they changed nothing', async () => {
      await store.noteReading(outcome());
      for (let process = 0; process < 2; process++)
        await store.noteReading(outcome({ since: 1, mark: { page: 1 }, failure: 'gone' }));
      expect(await store.listSources()).toMatchObject([{ revision: 3, mark: { page: 1 } }]);
      await store.noteReading(outcome({ since: 1, settings: 's2', mark: null, failure: 'gone' }));
      expect(await store.listSources()).toMatchObject([{ settings: 's2', mark: null }]);
    });

    it('is forgotten with its documents; one that nobody knows is told apart', async () => {
      await keep([newDocument('web', 'a'), newDocument('files', 'a')]);
      await store.noteReading(outcome());
      expect(await store.forgetSource('web')).toBe(1);
      expect(await store.forgetSource('web')).toBeNull();
      expect(await idsOf({})).toEqual(['a']);
      expect(await store.listSources()).toEqual([]);
    });
  });
});
