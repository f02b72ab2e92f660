import type { Prompt } from '../../domain/prompt.ts';
import type { RenderedPrompt } from './model.ts';

/** Longer texts of others are cut: what a prompt may hold is bounded, whatever they wrote. */
const longestInput = 40_000;

/**
 * Fills a prompt. Every text of others stands in the data, between marks that carry a random word of this call, so that no
 * text can end its own block; the instructions hold nothing but that word.
 * @param inputs - one text for each input of the prompt
 */
export function renderPrompt(
  prompt: Prompt,
  inputs: Readonly<Record<string, string>>,
  nonce: string,
): RenderedPrompt {
  const fill = (text: string, textOf: (name: string) => string) =>
    text.replace(/\{\{([^}]*)\}\}/g, (_, name: string) => textOf(name));
  return {
    instructions: fill(prompt.instructions, () => nonce),
    data: fill(prompt.data, (name) => fenced(name, inputs[name] ?? '', nonce)),
  };
}

/** Text of others between its marks. A text that knows the word, which it cannot, has it taken out. */
export function fenced(name: string, text: string, nonce: string): string {
  const inert = text.slice(0, longestInput).toWellFormed().replaceAll(nonce, '');
  return `<<<${name} ${nonce}\n${inert}\n${name} ${nonce}>>>`;
}
