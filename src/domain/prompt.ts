import { z } from 'zod';

/** Our prompts: what code hands to each, and what the answer has to be. A file may word a prompt, never change this. */
export const promptContracts = {
  answer: { inputs: ['question', 'passages'], output: 'cited-sentences' },
  agent: { inputs: ['question'], output: 'tool-calls' },
  digest: { inputs: ['sentences'], output: 'chosen-sentences' },
  translate: { inputs: ['language', 'text'], output: 'translation' },
} as const;
export type PromptId = keyof typeof promptContracts;

/** The front matter of a file in prompts/. */
export const promptFrontMatterSchema = z.strictObject({
  id: z.enum(Object.keys(promptContracts) as [PromptId, ...PromptId[]]),
  /** Raised whenever the text changes; stands beside every answer that was written with it. */
  version: z.int().min(1),
  inputs: z.array(z.string()),
  output: z.string(),
});

/** A prompt as it was read. */
export interface Prompt {
  id: PromptId;
  version: number;
  /** Of the text, by which two files of the same version are told apart. */
  digest: string;
  /** What the model is told. Of the variables, only `{{nonce}}` stands here: no text of others. */
  instructions: string;
  /** What the model is given to work on: each input once, as `{{input}}`. */
  data: string;
}

/** All prompts, by id. */
export type Prompts = Readonly<Record<PromptId, Prompt>>;
