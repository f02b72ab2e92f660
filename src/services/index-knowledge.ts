import { chunkerVersion, chunkMarkdown } from '../copilot/chunk.ts';
import type { Embedder } from '../copilot/embedder.ts';
import { foundBy } from '../copilot/knowledge-index.ts';
import { type DocumentToIndex, type IndexPlan, planIndex } from '../copilot/plan-index.ts';
import { textsToEncode } from '../copilot/retrieve.ts';
import { type Chunk, documentIdOf, type SourceDocument } from '../domain/indexed-knowledge.ts';
import type { KnowledgeSource, SourceReading } from '../domain/knowledge-source.ts';
import { searchable } from '../domain/searchable-document.ts';
import { HoldfastError } from '../errors.ts';
import type { SourceState } from '../store/knowledge-sources.ts';
import type { RequestContext } from './context.ts';

/** What became of one source. */
export interface SourceSummary {
  name: string;
  description: string;
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
  /** Passages that were cut. */
  passages: number;
  /** What could not be used, one sentence each, with its place; its last good version stays. */
  problems: readonly string[];
  failure: string | null; // null = the source was read
}

export interface IndexOptions {
  /** Reads the sources and says what would change; nothing does. */
  dryRun: boolean;
  signal: AbortSignal;
  onProgress(progress: { source: string; done: number; total: number }): void;
}

/** As many texts as an encoder gives vectors to in a few seconds: what an interruption can lose. */
const textsAtOnce = 64;
/** Changes when other texts are encoded than before: everything is indexed anew. */
const encodingVersion = 2;

/**
 * Brings the index up to what the sources hold now: what changed is cut and encoded, what vanished is removed. Each
 * document is in the index as a whole, old or new, whenever this is stopped; the next run goes on. A source that
 * cannot be read changes nothing.
 * @throws {HoldfastError} HF_INTERRUPTED, HF_EMBEDDER_UNAVAILABLE
 */
export async function indexKnowledge(
  ctx: RequestContext,
  sources: readonly KnowledgeSource[],
  options: IndexOptions,
): Promise<SourceSummary[]> {
  const states = new Map((await ctx.store.listSources()).map((state) => [state.name, state]));
  const summaries: SourceSummary[] = [];
  for (const source of sources)
    summaries.push(await indexSource(ctx, source, states.get(source.name) ?? null, options));
  return summaries;
}

async function indexSource(
  ctx: RequestContext,
  source: KnowledgeSource,
  state: SourceState | null,
  options: IndexOptions,
): Promise<SourceSummary> {
  const { embedder } = ctx.indexing;
  const indexedWith = `${chunkerVersion}.${encodingVersion}/${embedder.id}`;
  const known = await ctx.store.listDocumentStates(source.name);
  // A mark speaks for the documents that are there, as they were made: made in another way, all are read again.
  const isMarkGood =
    state?.settings === source.settings &&
    (source.readsEverything === true || known.every((one) => one.indexedWith === indexedWith));
  const mark = isMarkGood ? (state?.mark ?? null) : null;
  const fetchedAt = ctx.clock.now();
  const reading = await readSource(source, mark, options.signal);
  const end = { name: source.name, settings: source.settings, since: state?.revision ?? null };
  if (reading instanceof HoldfastError) {
    const failure = reading.message;
    if (!options.dryRun)
      await ctx.store.noteReading({
        ...end,
        mark,
        at: ctx.clock.now(),
        failure,
        problems: state?.problems ?? [],
      });
    return { ...summaryOf(source, null, 0), failure };
  }
  const plan = planIndex(reading, known, indexedWith);
  if (options.dryRun) return summaryOf(source, plan, 0);
  const passages = await writeAll(ctx, source.name, [...plan.added, ...plan.changed], {
    indexedWith,
    embedder,
    fetchedAt,
    options,
  });
  await ctx.store.transaction(async (store) => {
    await store.removeDocuments(plan.removed);
    const { mark: next } = reading;
    await store.noteReading({
      ...end,
      mark: next,
      at: ctx.clock.now(),
      failure: null,
      problems: plan.problems,
    });
  });
  return summaryOf(source, plan, passages);
}

/** What a source's own files and settings are to blame for. */
const unreadable: ReadonlySet<string> = new Set(['HF_SOURCE_UNREADABLE', 'HF_CONTENT_INVALID']);

async function readSource(
  source: KnowledgeSource,
  mark: unknown,
  signal: AbortSignal,
): Promise<SourceReading | HoldfastError> {
  try {
    return await source.read(mark, signal);
  } catch (error) {
    if (signal.aborted) throw interrupted();
    if (error instanceof HoldfastError && unreadable.has(error.code)) return error;
    throw error;
  }
}

interface WriteContext {
  indexedWith: string;
  embedder: Embedder;
  fetchedAt: Date;
  options: IndexOptions;
}

interface CutDocument extends DocumentToIndex {
  id: string;
  passages: Chunk[];
  /** What the encoder reads. */
  texts: string[];
}

/** Encodes a batch while the one before is written. @returns how many passages there are */
async function writeAll(
  ctx: RequestContext,
  source: string,
  documents: readonly DocumentToIndex[],
  work: WriteContext,
): Promise<number> {
  let done = 0;
  let passages = 0;
  let writing: Promise<void> = Promise.resolve();
  for (const batch of batchesOf(source, documents)) {
    if (work.options.signal.aborted) {
      await writing;
      throw interrupted();
    }
    work.options.onProgress({ source, done, total: documents.length });
    const texts = batch.flatMap((cut) => cut.texts);
    const [vectors] = await Promise.all([work.embedder.embed(texts), writing]);
    writing = writeBatch(ctx, source, batch, vectors, work);
    done += batch.length;
    passages += batch.reduce((sum, cut) => sum + cut.passages.length, 0);
  }
  await writing;
  return passages;
}

/** Whole documents, cut as they are needed. */
function* batchesOf(source: string, documents: readonly DocumentToIndex[]): Generator<CutDocument[]> {
  let batch: CutDocument[] = [];
  let count = 0;
  for (const one of documents) {
    const id = documentIdOf(source, one.document.key);
    const passages = chunkMarkdown(one.document.body);
    const texts = textsOf(id, one.document, passages);
    batch.push({ ...one, id, passages, texts });
    count += texts.length;
    if (count < textsAtOnce) continue;
    yield batch;
    batch = [];
    count = 0;
  }
  if (batch.length > 0) yield batch;
}

/**
 * A document is compared with questions as a whole. Of a ticket the passages are: what was asked, and what solved it. A
 * passage says more under its title and headings.
 */
function textsOf(id: string, document: SourceDocument, passages: readonly Chunk[]): string[] {
  if (!isTicket(document)) return textsToEncode(foundBy(searchable(id, document)));
  return passages.map(({ heading, text }) =>
    [document.title, heading, text].filter((part) => part !== '').join('. '),
  );
}

function isTicket({ kind }: SourceDocument): boolean {
  return kind === 'solved-ticket';
}

async function writeBatch(
  ctx: RequestContext,
  source: string,
  batch: readonly CutDocument[],
  vectors: readonly Float32Array[],
  { indexedWith, embedder, fetchedAt }: WriteContext,
): Promise<void> {
  const indexedAt = ctx.clock.now();
  let next = 0;
  await ctx.store.transaction(async (store) => {
    for (const { id, document, contentHash, passages, texts } of batch) {
      const made = { id, source, contentHash, indexedWith, chunks: passages.length, fetchedAt, indexedAt };
      await store.writeDocument({ ...document, ...made });
      const own = vectors.slice(next, next + texts.length);
      next += texts.length;
      const ofPassage = (index: number) => (isTicket(document) ? (own[index] ?? null) : null);
      const chunks = passages.map((passage, index) => ({ ...passage, vector: ofPassage(index) }));
      await store.writeChunks(id, chunks, embedder.id);
      const [title, text] = own;
      if (!isTicket(document) && title && text)
        await store.writeDocumentVectors(id, { title, text }, embedder.id);
    }
  });
}

function summaryOf(source: KnowledgeSource, plan: IndexPlan | null, passages: number): SourceSummary {
  return {
    name: source.name,
    description: source.description,
    passages,
    failure: null,
    added: plan?.added.length ?? 0,
    changed: plan?.changed.length ?? 0,
    unchanged: plan?.unchanged ?? 0,
    removed: plan?.removed.length ?? 0,
    problems: plan?.problems ?? [],
  };
}

function interrupted(): HoldfastError {
  return new HoldfastError('HF_INTERRUPTED', 'Indexing was stopped', {
    next: 'Index again; it goes on where it stopped.',
  });
}
