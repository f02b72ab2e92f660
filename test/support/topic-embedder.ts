import { type Embedder, normalize } from '../../src/copilot/embedder.ts';

/** An embedder that knows some words of some topics, one dimension each; `asked` holds every text that it was given. */
export function createTopicEmbedder(topics: readonly (readonly string[])[]): Embedder & { asked: string[] } {
  const asked: string[] = [];
  return {
    id: 'topics',
    dimensions: topics.length,
    asked,
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map((text) => {
        const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
        return normalize(
          Float32Array.from(topics, (topic) => words.filter((word) => topic.includes(word)).length),
        );
      });
    },
  };
}
