import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { memorySource, sourceDocument, wordEmbedder } from '../../test/support/knowledge.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import { HoldfastError } from '../errors.ts';
import { indexKnowledge, type SourceSummary } from './index-knowledge.ts';

const everything = { audience: 'internal', account: null } as const;

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

describeEngines('indexing knowledge', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let embedder: ReturnType<typeof wordEmbedder>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-20T10:00:00Z');
  });
  afterAll(() => close());
  beforeEach(async () => {
    for (const name of ['docs', 'other']) await ctx.store.forgetSource(name);
    embedder = wordEmbedder();
    ctx.indexing = { sources: [], embedder };
  });

  type Options = Partial<Parameters<typeof indexKnowledge>[2]>;
  const run = (
    sources: Parameters<typeof indexKnowledge>[1],
    options: Options = {},
  ): Promise<SourceSummary[]> =>
    indexKnowledge(ctx, sources, {
      dryRun: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...options,
    });
  const ids = async (): Promise<string[]> =>
    (await ctx.store.listDocuments(everything, 1_000)).map(({ id }) => id);
  const counts = ([summary]: SourceSummary[]) => {
    const { added, changed, unchanged, removed, passages } = summary ?? {};
    return { added, changed, unchanged, removed, passages };
  };

  const solved = { kind: 'solved-ticket', account: 'acme', audience: 'internal' } as const;

  it('cuts and encodes a ticket, whose passages are found by what they say', async () => {
    const body = '## Question\n\nHow many rows fit?\n\n## Answer\n\nAn export holds 50,000 rows.';
    const source = memorySource('other', [
      sourceDocument('export', { ...solved, body }),
      sourceDocument('other'),
    ]);
    expect(counts(await run([source]))).toMatchObject({ added: 2, passages: 3 });
    const [vector = new Float32Array()] = await embedder.embed(['an export holds rows']);
    const filter = { ...everything, account: 'acme' };
    const [best] = await ctx.store.nearestChunks({ vector, encoder: 'words', filter, limit: 1 });
    expect(best).toMatchObject({
      documentId: 'other:export',
      heading: 'Answer',
      text: 'An export holds 50,000 rows.',
    });
    expect(body.slice(best?.start, best?.end)).toBe(best?.text);
  });

  it('encodes a passage of a ticket under its title and heading, and any other document as a whole', async () => {
    const body = '# Limits\n\nFifty.';
    await run([memorySource('other', [sourceDocument('a', { ...solved, title: 'Export', body })])]);
    await run([memorySource('docs', [sourceDocument('a', { title: 'Export', body })])]);
    expect(embedder.texts).toEqual(['Export. Limits. Fifty.', 'Export', `Export\n${body}`]);
    const [read] = await ctx.store.readSearchable(['docs:a'], embedder);
    const [title, text] = await embedder.embed(['Export', `Export\n${body}`]);
    expect(read?.vectors?.title.map(rounded)).toEqual(title?.map(rounded));
    expect(read?.vectors?.text.map(rounded)).toEqual(text?.map(rounded));
    expect(await ctx.store.readSearchable(['docs:a'], wordEmbedder('other'))).toMatchObject([
      { vectors: null },
    ]);
    expect(await ctx.store.readSearchable(['other:a'], embedder)).toEqual([]); // one account's alone
  });

  it('encodes what changed and nothing else, and removes what vanished', async () => {
    const source = memorySource(
      'docs',
      ['a', 'b', 'c'].map((key) => sourceDocument(key)),
    );
    await run([source]);
    embedder.texts.length = 0;
    expect(counts(await run([source]))).toEqual({
      added: 0,
      changed: 0,
      unchanged: 3,
      removed: 0,
      passages: 0,
    });
    source.documents = [sourceDocument('a'), sourceDocument('b', { body: 'New.' }), sourceDocument('d')];
    expect(counts(await run([source]))).toEqual({
      added: 1,
      changed: 1,
      unchanged: 1,
      removed: 1,
      passages: 2,
    });
    const [d, b] = ['Title of d', 'Title of b'];
    expect(embedder.texts).toEqual([d, `${d}\nBody of d.`, b, `${b}\nNew.`]);
    expect(await ids()).toEqual(['docs:a', 'docs:b', 'docs:d']);
  });

  it.each([
    ['audience', { audience: 'internal' }],
    ['regions', { regions: ['eu'] }],
    ['status', { kind: 'known-issue', status: 'open' }],
    ['instant', { updatedAt: new Date('2026-11-01T00:00:00Z') }],
    ['meta', { meta: { owner: 'agent1' } }],
  ] as const)('a changed %s is a change, though the text is the same', async (_, change) => {
    const source = memorySource('docs', [sourceDocument('a')]);
    await run([source]);
    source.documents = [sourceDocument('a', change as object)];
    expect(counts(await run([source]))).toMatchObject({ changed: 1, unchanged: 0 });
    expect(await ctx.store.findDocument('docs:a')).toMatchObject(change);
  });

  it('an encoder of another name makes every vector anew', async () => {
    const source = memorySource('docs', [sourceDocument('a')]);
    source.mark = 'page 1 is known';
    await run([source]);
    ctx.indexing.embedder = wordEmbedder('other-words');
    expect(counts(await run([source]))).toMatchObject({ changed: 1 });
    // A source that only tells what is new would have told nothing: it is asked for everything.
    expect(source.marks).toEqual([null, null]);
    const has = async (id: string) =>
      (await ctx.store.readSearchable(['docs:a'], { id, dimensions: 512 }))[0]?.vectors !== null;
    expect([await has('words'), await has('other-words')]).toEqual([false, true]);
  });

  describe('a source', () => {
    it('that cannot be read removes nothing, and the others are read', async () => {
      const source = memorySource('docs', [sourceDocument('a')]);
      const other = memorySource('other', [sourceDocument('b')]);
      source.mark = 7;
      await run([source]);
      source.failure = new HoldfastError('HF_SOURCE_UNREADABLE', 'docs could not be asked (ECONNREFUSED)');
      const summaries = await run([source, other]);
      expect(summaries).toMatchObject([{ failure: 'docs could not be asked (ECONNREFUSED)' }, { added: 1 }]);
      expect(await ids()).toEqual(['docs:a', 'other:b']);
      expect(await ctx.store.listSources()).toMatchObject([
        { name: 'docs', failure: source.failure.message, mark: 7 },
        {},
      ]);
      source.failure = null;
      expect(counts(await run([source]))).toMatchObject({ unchanged: 1 });
      expect(source.marks).toEqual([null, 7, 7]);
    });

    it('whose settings or folders are broken fails alone', async () => {
      const source = memorySource('docs', [sourceDocument('a')]);
      await run([source]);
      source.failure = new HoldfastError('HF_CONTENT_INVALID', 'docs: no folder');
      const summaries = await run([source, memorySource('other', [sourceDocument('b')])]);
      expect(summaries).toMatchObject([{ failure: 'docs: no folder' }, { added: 1 }]);
      expect(await ids()).toEqual(['docs:a', 'other:b']);
    });

    it('that reads everything at every time is given its mark though documents are made anew', async () => {
      const memory = memorySource('docs', [sourceDocument('a')]);
      memory.mark = 7;
      await run([{ ...memory, readsEverything: true }]);
      ctx.indexing = { sources: [], embedder: wordEmbedder('another') };
      await run([{ ...memory, readsEverything: true }]);
      expect(memory.marks).toEqual([null, 7]);
    });

    it('that breaks in another way is told to whoever asked, and changes nothing', async () => {
      const source = memorySource('docs', [sourceDocument('a')]);
      await run([source]);
      source.failure = new TypeError('a fault of ours');
      await expect(run([source])).rejects.toThrow('a fault of ours');
      expect(await ids()).toEqual(['docs:a']);
    });

    it('keeps the last good version of what is broken now, and the problem is told', async () => {
      const source = memorySource('docs', [sourceDocument('a'), sourceDocument('b')]);
      await run([source]);
      source.documents = [sourceDocument('b', { title: ' \u0007 ' })];
      source.broken.add('a');
      source.problems.push('a.md:3: status: invalid');
      const [summary] = await run([source]);
      expect(summary?.problems).toEqual(['a.md:3: status: invalid', 'b: has no title']);
      expect(await ctx.store.listDocuments(everything, 9)).toMatchObject([
        { id: 'docs:a' },
        { id: 'docs:b', title: 'Title of b' },
      ]);
      expect(await ctx.store.listSources()).toMatchObject([{ problems: summary?.problems }]);
    });

    it('is asked for everything when its settings changed', async () => {
      const source = memorySource('docs', [sourceDocument('a')]);
      source.mark = 1;
      await run([source]);
      source.settings = '2';
      await run([source]);
      expect(source.marks).toEqual([null, null]);
    });

    it('whose document came under the same key twice keeps the later one', async () => {
      await run([memorySource('docs', [sourceDocument('a'), sourceDocument('a', { title: 'Later' })])]);
      expect(await ctx.store.listDocuments(everything, 9)).toMatchObject([{ title: 'Later' }]);
    });
  });

  it('what no database can keep and no reader sees is left out', async () => {
    const odd = sourceDocument('a', {
      title: 'A\u0000\n B',
      body: 'x\u0000y\u001b[31m\tz',
      meta: { q: '\u0000!' },
    });
    await run([memorySource('docs', [odd])]);
    expect(await ctx.store.findDocument('docs:a')).toMatchObject({
      title: 'A B',
      body: 'xy[31m\tz',
      meta: { q: '!' },
    });
  });

  it('a document that is too long is refused, and named', async () => {
    const [summary] = await run([memorySource('docs', [sourceDocument('a', { body: 'x'.repeat(500_001) })])]);
    expect(summary?.problems).toEqual(['a: has 500001 characters; at most 500000 are read']);
    expect(await ids()).toEqual([]);
  });

  it('a dry run reads and tells, and neither encodes nor writes', async () => {
    const source = memorySource('docs', [sourceDocument('a'), sourceDocument('b')]);
    await run([source]);
    source.documents = [sourceDocument('a', { body: 'New.' }), sourceDocument('c')];
    embedder.texts.length = 0;
    expect(counts(await run([source], { dryRun: true }))).toEqual({
      added: 1,
      changed: 1,
      unchanged: 0,
      removed: 1,
      passages: 0,
    });
    expect(embedder.texts).toEqual([]);
    expect(await ids()).toEqual(['docs:a', 'docs:b']);
    expect(await ctx.store.listSources()).toMatchObject([{ revision: 1 }]);
  });

  describe('stopped in the middle', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      sourceDocument(`d${String(index).padStart(3, '0')}`),
    );

    it.each([
      ['the encoder breaks', 'HF_EMBEDDER_UNAVAILABLE'],
      ['somebody stops it', 'HF_INTERRUPTED'],
    ])(
      'because %s: every document is there as a whole or not at all, and the next run goes on',
      async (_, code) => {
        const source = memorySource('docs', many);
        source.mark = 'all read';
        const stop = new AbortController();
        const embed = embedder.embed;
        let batches = 0;
        embedder.embed = async (texts) => {
          batches++;
          if (batches === 3 && code === 'HF_INTERRUPTED') stop.abort();
          if (batches === 3 && code !== 'HF_INTERRUPTED')
            throw new HoldfastError('HF_EMBEDDER_UNAVAILABLE', 'gone');
          return await embed(texts);
        };
        await expect(run([source], { signal: stop.signal })).rejects.toMatchObject({ code });
        const before = await ids();
        expect(before.length).toBeGreaterThanOrEqual(32);
        expect(before.length).toBeLessThan(200);
        expect(await ctx.store.readPassages(before)).toHaveLength(before.length);
        expect(await ctx.store.listSources()).toEqual([]);
        embedder.embed = embed;
        embedder.texts.length = 0;
        expect(counts(await run([source]))).toMatchObject({
          added: 200 - before.length,
          unchanged: before.length,
        });
        expect(embedder.texts).toHaveLength(2 * (200 - before.length));
        expect(source.marks).toEqual([null, null]);
        expect(await ids()).toEqual(many.map(({ key }) => `docs:${key}`));
      },
    );

    it('a write that fails undoes its whole batch and is told', async () => {
      const source = memorySource('docs', many);
      const write = vi.spyOn(ctx.store, 'transaction').mockRejectedValueOnce(new Error('disk full'));
      await expect(run([source])).rejects.toThrow('disk full');
      write.mockRestore();
      expect(await ctx.store.listSources()).toEqual([]);
      expect(counts(await run([source]))).toMatchObject({ removed: 0 });
      expect(await ids()).toHaveLength(200);
    });

    it('says how far it is', async () => {
      const told: number[] = [];
      await run([memorySource('docs', many)], { onProgress: ({ done }) => told.push(done) });
      expect(told).toEqual([0, 32, 64, 96, 128, 160, 192]);
    });
  });

  it('of two runs at once none takes away what the other found, and the next reads everything', async () => {
    const early = memorySource('docs', [sourceDocument('a')]);
    const late = memorySource('docs', [sourceDocument('a'), sourceDocument('b')]);
    early.mark = 'early';
    late.mark = 'late';
    const read = early.read;
    early.read = async (mark) => {
      const reading = await read(mark);
      await run([late]);
      return reading;
    };
    await run([early]);
    expect(await ids()).toEqual(['docs:a', 'docs:b']);
    await run([late]);
    expect(late.marks).toEqual([null, null]);
  });
});
