/** Room for the line that says how much is missing. */
const lineMost = 60;

/**
 * A text that is too long, without its middle and with a line that says how much is missing there: what went wrong stands
 * at the end of a log, and what it is about at the beginning.
 * @param most - characters, in UTF-16 units, the line among them; at least 100
 */
export function leaveOutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - lineMost) / 2);
  // Half of a character that takes two units is no character.
  const head = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '');
  const tail = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, '');
  return `${head}\n[… ${text.length - head.length - tail.length} characters left out …]\n${tail}`;
}
