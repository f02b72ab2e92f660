import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readKnowledge } from '../src/content/knowledge.ts';
import { readYamlFile } from '../src/content/yaml-file.ts';
import { createEncoder } from '../src/copilot/encoder/encoder.ts';
import { indexKnowledge } from '../src/copilot/knowledge-index.ts';
import { knowledgeKinds } from '../src/domain/knowledge.ts';
import { keepVectors } from './vector-file.ts';

const question = z.strictObject({
  ask: z.string(),
  find: z.string(),
  kinds: z.array(z.enum(knowledgeKinds)).default(['known-issue', 'product', 'runbook']),
});
const file = new URL('golden/questions.yaml', import.meta.url).pathname;
const { documents, problems } = await readKnowledge(null);
const questions = z.array(question).parse((await readYamlFile(file, 'HF_EVALUATION_DATA')).value);
const encoder = createEncoder();
const embedder = keepVectors(encoder, new URL('golden/vectors.bin', import.meta.url).pathname);
const index = indexKnowledge(documents, { embedder });
afterAll(() => encoder.close());

test('every document of ours is in order', () => expect(problems.map(({ message }) => message)).toEqual([]));

test('golden questions find their document among the first three, and most of them first', async () => {
  const places = await Promise.all(
    questions.map(async ({ ask, find, kinds }) => {
      const { documents: found } = await index.search(ask, { kinds, audience: 'internal' }, 10);
      const ids = found.map(({ document }) => document.id);
      return { ask, find, place: ids.indexOf(find) + 1, instead: ids.slice(0, 3) };
    }),
  );
  const missed = places.filter(({ place }) => place === 0 || place > 3);
  expect(missed).toEqual([]);
  const first = places.filter(({ place }) => place === 1).length;
  expect(first / places.length).toBeGreaterThanOrEqual(0.75);
});
