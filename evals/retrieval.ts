import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createRetriever } from '../src/copilot/retrieve.ts';
import { HoldfastError } from '../src/errors.ts';

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
const metaFile = z.object({ asof: z.boolean().default(false) });

/** What `eval retrieval` is given. */
export interface RetrievalEvaluation {
  /** A folder with `corpus*.jsonl` and `queries.jsonl`; `examples.jsonl`, `history.jsonl` and `meta.json` where there are any. */
  setFolder: string;
  outFile: string;
  onProgress?(done: number, total: number): void;
}

/** How many documents of each query are written. Source: the metrics look no further than 100. */
const rankedAtMost = 100;

/**
 * Runs every query of a set through the product's own retrieval and writes one line for each:
 * `{"query_id","ranked":[{"doc_id","score"}…],"confidence"}`.
 * @throws {HoldfastError} HF_EVALUATION_DATA naming file and line
 */
export async function evaluateRetrieval({
  setFolder,
  outFile,
  onProgress,
}: RetrievalEvaluation): Promise<{ queries: number }> {
  const files = existsSync(setFolder) ? readdirSync(setFolder).sort() : [];
  const corpus = files.filter((name) => /^corpus.*\.jsonl$/.test(name));
  if (corpus.length === 0 || !files.includes('queries.jsonl')) {
    throw new HoldfastError('HF_EVALUATION_DATA', `${setFolder} holds no corpus*.jsonl and queries.jsonl`);
  }
  const retriever = createRetriever();
  const created = new Map<string, string>();
  for (const name of corpus) {
    for (const { id, title, text: body, meta } of await readLines(join(setFolder, name), documentLine)) {
      retriever.addDocument({ id, title, text: body });
      created.set(id, meta?.created ?? '');
    }
  }
  for (const name of ['examples.jsonl', 'history.jsonl'].filter((one) => files.includes(one))) {
    for (const { id, text: words, doc_ids } of await readLines(join(setFolder, name), solvedLine)) {
      retriever.addSolved({ id, text: words, documentIds: doc_ids });
    }
  }
  const asOf = files.includes('meta.json') && (await readMeta(join(setFolder, 'meta.json'))).asof;
  const queries = await readLines(join(setFolder, 'queries.jsonl'), queryLine);
  const lines: string[] = [];
  for (const { id, text: question, meta } of queries) {
    const acceptDocument = (one: string): boolean =>
      one !== meta?.self && (created.get(one) ?? '') < (meta?.created ?? '');
    const found = retriever.retrieve(question, rankedAtMost, asOf ? { acceptDocument } : {});
    const ranked = found.map(({ id: doc_id, score }) => ({ doc_id, score }));
    lines.push(`${JSON.stringify({ query_id: id, ranked, confidence: ranked[0]?.score ?? 0 })}\n`);
    if (lines.length % 50 === 0) onProgress?.(lines.length, queries.length);
  }
  await writeFile(outFile, lines.join(''));
  return { queries: queries.length };
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
