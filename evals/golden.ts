import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readKnowledge } from '../src/content/knowledge.ts';
import { knownVectorsFile } from '../src/content/known-vectors.ts';
import { readYamlFile } from '../src/content/yaml-file.ts';
import { createEncoder } from '../src/copilot/encoder/encoder.ts';
import type { KnowledgeIndex } from '../src/copilot/knowledge-index.ts';
import { packVectors } from '../src/copilot/known-vectors.ts';
import { type KnowledgeDocument, knowledgeKinds } from '../src/domain/knowledge.ts';
import { indexOf } from '../test/support/knowledge.ts';

const pathOf = (name: string): string => new URL(`golden/${name}`, import.meta.url).pathname;
const questionsFile = pathOf('questions.yaml');
/** What each question scored when somebody last looked and was content. */
export const baselineFile = pathOf('baseline.json');

const question = z.strictObject({
  ask: z.string(),
  find: z.string(),
  kinds: z.array(z.enum(knowledgeKinds)).default(['known-issue', 'product', 'runbook']),
});
/** A question about our knowledge in a customer's words, and the document that answers it. */
export type GoldenQuestion = z.infer<typeof question>;

/**
 * Reads our golden questions.
 * @throws {HoldfastError} HF_EVALUATION_DATA
 */
export async function readGoldenQuestions(): Promise<GoldenQuestion[]> {
  return z.array(question).parse((await readYamlFile(questionsFile, 'HF_EVALUATION_DATA')).value);
}

/** How a golden question fared. */
export interface GoldenResult {
  ask: string;
  find: string;
  /** Where the right document stands, from 1; 0 = not among the first ten. */
  place: number;
  instead: string[];
  confidence: number;
}

/** Asks every golden question. */
export async function askGoldenQuestions(
  index: KnowledgeIndex,
  questions: readonly GoldenQuestion[],
): Promise<GoldenResult[]> {
  const results: GoldenResult[] = [];
  for (const { ask, find, kinds } of questions) {
    const { documents, confidence } = await index.search(ask, { kinds, audience: 'internal' }, 10);
    const ids = documents.map(({ document }) => document.id);
    results.push({ ask, find, place: ids.indexOf(find) + 1, instead: ids.slice(0, 3), confidence });
  }
  return results;
}

/** What a question scored: 1 for the first place, 1/2 for the second, 0 where the document was not found. */
export function reciprocalRank({ place }: GoldenResult): number {
  return place === 0 ? 0 : 1 / place;
}

/** Every text that is encoded when the golden questions are asked. */
async function writeVectorsAndBaseline(documents: readonly KnowledgeDocument[]): Promise<void> {
  const encoder = createEncoder();
  const asked = new Map<string, Float32Array>();
  const listening = {
    ...encoder,
    embed: async (texts: readonly string[]) => {
      const vectors = await encoder.embed(texts);
      for (const [index, text] of texts.entries()) asked.set(text, vectors[index] as Float32Array);
      return vectors;
    },
  };
  const questions = await readGoldenQuestions();
  const results = await askGoldenQuestions(indexOf(documents, listening), questions);
  await writeFile(knownVectorsFile, packVectors(asked));
  const baseline = Object.fromEntries(results.map((result) => [result.ask, reciprocalRank(result)]));
  await writeFile(baselineFile, `${JSON.stringify(baseline, null, 2)}\n`);
  await encoder.close();
}

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } }, strict: false });
if (import.meta.main && values.write) await writeVectorsAndBaseline((await readKnowledge(null)).documents);
