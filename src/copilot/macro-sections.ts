/** The section of a macro that customers read. */
export const publicReply = 'Public reply';
/** The section for our own people alone. */
const internalNote = 'Internal note';

/** A macro's two parts. One of another source may have no sections: all of it is the reply. */
export function macroSections(written: string): { reply: string; note: string } {
  const body = written.replaceAll('\r\n', '\n');
  if (!hasSections(body)) return { reply: body.trim(), note: '' };
  return { reply: sectionOf(body, publicReply), note: sectionOf(body, internalNote) };
}

/** Whether a macro says which part of it customers read. */
export function hasSections(body: string): boolean {
  return /^## (?:Public reply|Internal note)\r?$/m.test(body);
}

function sectionOf(body: string, heading: string): string {
  const [, rest = ''] = body.split(`## ${heading}\n`);
  return (rest.split(/^## /m)[0] ?? '').trim();
}
