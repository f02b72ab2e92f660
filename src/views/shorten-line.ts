/** The beginning of a text on one line, no character of it cut in two. */
export function shortenLine(text: string, length: number): string {
  const characters = Array.from(
    text
      .slice(0, 4 * length)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : characters.join('');
}
