import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Embedder } from '../src/copilot/embedder.ts';
import { createEncoder } from '../src/copilot/encoder/encoder.ts';
import { headlineOf } from '../src/copilot/headline.ts';
import { createRetriever, isCovered } from '../src/copilot/retrieve.ts';
import { HoldfastError } from '../src/errors.ts';
import { cacheVectors, defaultCacheFolder } from './vector-cache.ts';

const text = z.string();
const documentLine = z.object({
  id: text,
  title: text.default(''),
  text: text.default(''),
  meta: z.object({ created: text.optional() }).optional(),
});
const queryLine = z.object({
  id: text,
  text,
  meta: z.object({ created: text.optional(), self: text.optional() }).optional(),
});
const solvedLine = z.object({ id: text, text, doc_ids: z.array(text) });
const relevanceLine = z.object({ query_id: text, doc_id: text, grade: z.number() });
const metaFile = z.object({ asof: z.boolean().default(false) });

/** What `eval retrieval` is given. */
export interface RetrievalEvaluation {
  /** A folder with `corpus*.jsonl` and `queries.jsonl`; `examples.jsonl`, `history.jsonl` and `meta.json` where there are any. */
  setFolder: string;
  outFile: string;
  /** Where vectors are kept between runs; a folder of the system for temporary files unless it is named. */
  cacheFolder?: string;
  onProgress?(done: number, total: number): void;
}

/** How many documents of each query are written. Source: the metrics look no further than 100. */
const rankedAtMost = 100;

/** What was found for one query. */
export interface RankedQuery {
  query_id: string;
  /** The best first. */
  ranked: { doc_id: string; score: number }[];
  /** 0 to 1. */
  confidence: number;
  /** Whether the product would say that its knowledge does not cover this. */
  abstain: boolean;
}

/**
 * Runs every query of a set through the product's own retrieval and writes one line for each:
 * `{"query_id","ranked":[{"doc_id","score"}…],"confidence","abstain"}`.
 * @throws {HoldfastError} HF_EVALUATION_DATA naming file and line
 */
export async function evaluateRetrieval(input: RetrievalEvaluation): Promise<{ queries: number }> {
  const { setFolder, outFile, cacheFolder = defaultCacheFolder, onProgress } = input;
  const set = await readSet(setFolder);
  const encoder = createEncoder();
  try {
    const ranked = await rankSet(set, cacheVectors(encoder, cacheFolder), onProgress);
    await writeFile(outFile, ranked.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return { queries: ranked.length };
  } finally {
    await encoder.close();
  }
}

/** Asks every query of a set. What the set holds decides what is used, never its name. */
export async function rankSet(
  { documents, solved, queries, asOf }: RetrievalSet,
  embedder: Embedder | null,
  onProgress?: (done: number, total: number) => void,
): Promise<RankedQuery[]> {
  const retriever = createRetriever({ embedder });
  for (const { id, title, text: body } of documents) retriever.addDocument({ id, title, text: body });
  for (const { id, text: words, doc_ids } of solved) {
    retriever.addSolved({ id, text: words, documentIds: doc_ids, shared: true });
  }
  // Encoded together, questions take a fifth of the time that they take one by one.
  await embedder?.embed(queries.flatMap(({ text: question }) => [question, headlineOf(question)]));
  const created = new Map(documents.map(({ id, meta }) => [id, meta?.created ?? '']));
  const lines: RankedQuery[] = [];
  for (const { id, text: question, meta } of queries) {
    const acceptDocument = (one: string): boolean =>
      one !== meta?.self && (created.get(one) ?? '') < (meta?.created ?? '');
    const found = await retriever.retrieve(question, rankedAtMost, asOf ? { acceptDocument } : {});
    const ranked = found.documents.map(({ id: doc_id, score }) => ({ doc_id, score }));
    lines.push({ query_id: id, ranked, confidence: found.confidence, abstain: !isCovered(found) });
    if (lines.length % 50 === 0) onProgress?.(lines.length, queries.length);
  }
  return lines;
}

/** A set as it is read. */
export interface RetrievalSet {
  documents: z.infer<typeof documentLine>[];
  solved: z.infer<typeof solvedLine>[];
  queries: z.infer<typeof queryLine>[];
  /** Whether only documents from before a query may be found for it. */
  asOf: boolean;
}

/**
 * Reads a set's folder.
 * @throws {HoldfastError} HF_EVALUATION_DATA naming file and line
 */
export async function readSet(folder: string): Promise<RetrievalSet> {
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  const named = (pattern: RegExp): string[] => files.filter((name) => pattern.test(name));
  const corpus = named(/^corpus(?:\.\d+)?\.jsonl$/);
  if (corpus.length === 0 || !files.includes('queries.jsonl')) {
    throw new HoldfastError('HF_EVALUATION_DATA', `${folder} holds no corpus*.jsonl and queries.jsonl`);
  }
  const readAll = async <T>(names: readonly string[], schema: z.ZodType<T>): Promise<T[]> =>
    (await Promise.all(names.map((name) => readLines(join(folder, name), schema)))).flat();
  return {
    documents: await readAll(corpus, documentLine),
    solved: await readAll(named(/^(?:examples|history)(?:\.\d+)?\.jsonl$/), solvedLine),
    queries: await readAll(['queries.jsonl'], queryLine),
    asOf: files.includes('meta.json') && (await readMeta(join(folder, 'meta.json'))).asof,
  };
}

/**
 * Reads which documents are relevant to which query.
 * @throws {HoldfastError} HF_EVALUATION_DATA naming file and line
 */
export async function readRelevance(folder: string): Promise<Map<string, Set<string>>> {
  const relevance = new Map<string, Set<string>>();
  for (const { query_id, doc_id, grade } of await readLines(join(folder, 'qrels.jsonl'), relevanceLine)) {
    if (grade > 0) relevance.set(query_id, (relevance.get(query_id) ?? new Set()).add(doc_id));
  }
  return relevance;
}

async function readMeta(file: string): Promise<z.infer<typeof metaFile>> {
  return parse(file, null, await readFile(file, 'utf8'), metaFile);
}

async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parse(file, index + 1, line, schema)]));
}

function parse<T>(file: string, line: number | null, json: string, schema: z.ZodType<T>): T {
  const where = line === null ? file : `${file}:${line}`;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new HoldfastError('HF_EVALUATION_DATA', `${where}: ${(error as Error).message.slice(0, 160)}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const reason = `${issue?.path.join('.') || 'the line'}: ${issue?.message}`;
  throw new HoldfastError('HF_EVALUATION_DATA', `${where}: ${reason}`);
}
