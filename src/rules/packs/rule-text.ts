/** `{uses28}` in a rule's text. */
export const placeholder = /\{([a-z][A-Za-z0-9]*)\}/g;

/** The facts that a rule's text names, each once. */
export function factsOfText(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, fact = '']) => fact))];
}
