import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { evaluateRetrieval } from './retrieval.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-retrieval-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, ...lines: unknown[]): void =>
  writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
async function run(): Promise<{ query_id: string; ranked: { doc_id: string }[]; confidence: number }[]> {
  const outFile = join(folder, 'run.jsonl');
  await evaluateRetrieval({ setFolder: folder, outFile, cacheFolder: join(folder, 'vectors') });
  return readFileSync(outFile, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('ranks the documents of every query, in its words and by what solved its like', async () => {
  write('corpus.0.jsonl', { id: 'a', title: 'Seats', text: 'Invite people.' });
  write('corpus.1.jsonl', { id: 'b', title: 'Exports', text: 'Rows.' });
  write('history.jsonl', { id: 'h', text: 'download everything', doc_ids: ['b'] });
  write(
    'queries.jsonl',
    { id: 'q1', text: 'invite' },
    { id: 'q2', text: 'download' },
    { id: 'q3', text: '🎉' },
  );
  const found = (await run()).map(({ query_id, ranked }) => [
    query_id,
    ...ranked.map(({ doc_id }) => doc_id),
  ]);
  expect(found.map((line) => line.slice(0, 2))).toEqual([['q1', 'a'], ['q2', 'b'], ['q3']]);
});

test('of a set with dates, no later document answers, and none itself', async () => {
  write('meta.json', { asof: true });
  const at = (id: string, created: string) => ({ id, title: 'crash', text: 'crash', meta: { created } });
  write('corpus.jsonl', at('old', '2026-01-01'), at('same', '2026-02-01'), at('new', '2026-03-01'));
  write('queries.jsonl', { id: 'q', text: 'crash', meta: { created: '2026-02-01', self: 'same' } });
  expect((await run())[0]?.ranked.map(({ doc_id }) => doc_id)).toEqual(['old']);
});

test('names the file and line that it cannot read', async () => {
  await expect(run()).rejects.toThrow('holds no corpus*.jsonl and queries.jsonl');
  write('corpus.jsonl', { id: 'a' }, { id: 7 });
  write('queries.jsonl', { id: 'q', text: 'x' });
  await expect(run()).rejects.toThrow(/corpus\.jsonl:2: id: /);
  writeFileSync(join(folder, 'corpus.jsonl'), '{"id":"a"}\n{\n');
  await expect(run()).rejects.toThrow(/corpus\.jsonl:2: /);
});
