import type { FilledMacro } from '../domain/answer.ts';
import type { KnowledgeDocument, MacroVariable } from '../domain/knowledge.ts';
import { stripMarks } from './strip-marks.ts';

/** What is known of the account, the ticket and who answers; a variable that is not known is left out. */
export type MacroValues = Readonly<Partial<Record<MacroVariable, string>>>;

const variable = /\{\{\s*([a-z_.]+)\s*\}\}/g;

/**
 * Fills a macro, without marks of Markdown, which mail and help desks show as they are. A value is put in as it is: what
 * stands in it is never read as a variable.
 * @param document - of kind macro, with its two sections
 */
export function fillMacro({ id, title, body }: KnowledgeDocument, values: MacroValues): FilledMacro {
  const missing = new Set<MacroVariable>();
  const fill = (text: string): string =>
    text.replace(variable, (written, name: MacroVariable) => {
      const value = values[name];
      if (!value) missing.add(name);
      return value || written;
    });
  const text = fill(stripMarks(sectionOf(body, 'Public reply')));
  const missingInReply = [...missing];
  return {
    id,
    title,
    text,
    note: fill(stripMarks(sectionOf(body, 'Internal note'))),
    missing: missingInReply,
  };
}

function sectionOf(body: string, heading: string): string {
  const [, rest = ''] = body.split(`## ${heading}\n`);
  return (rest.split(/^## /m)[0] ?? '').trim();
}
