/** `{uses28}` in a rule's text is the figure; `{limitUsedPercent.name}` is what it is about. */
export const placeholder = /\{([a-z][A-Za-z0-9]*)(\.name)?\}/g;

/** The facts that a rule's text names, each once. */
export function factsOfText(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, fact = '']) => fact))];
}

/** The facts whose name a text asks for, each once. */
export function factsNamed(text: string): string[] {
  const asked = [...text.matchAll(placeholder)].filter(([, , name]) => name !== undefined);
  return [...new Set(asked.map(([, fact = '']) => fact))];
}
