import type { FilledMacro } from '../domain/answer.ts';
import { stripHidden } from '../domain/hidden-characters.ts';
import type { MacroVariable } from '../domain/knowledge.ts';
import type { SearchableDocument } from '../domain/searchable-document.ts';
import { macroSections } from './macro-sections.ts';
import { stripMarks } from './strip-marks.ts';

/** What is known of the account, the ticket and who answers; a variable that is not known is left out. */
export type MacroValues = Readonly<Partial<Record<MacroVariable, string>>>;

const variable = /\{\{\s*([a-z_.]+)\s*\}\}/g;

/**
 * Fills a macro, without marks of Markdown, which mail and help desks show as they are, and without characters that nobody
 * sees. What stands in a value is never read as a variable.
 * @param document - of kind macro
 */
export function fillMacro(
  { id, title, body }: Pick<SearchableDocument, 'id' | 'title' | 'body'>,
  values: MacroValues,
): FilledMacro {
  const { reply, note } = macroSections(stripHidden(body));
  const { text, missing } = fillVariables(stripMarks(reply), values);
  return { id, title, text, note: fillVariables(stripMarks(note), values).text, missing };
}

/** A text with the variables of macros filled, and those that are not known. */
export function fillVariables(text: string, values: MacroValues): { text: string; missing: MacroVariable[] } {
  const missing = new Set<MacroVariable>();
  const filled = text.replace(variable, (written, name: MacroVariable) => {
    const value = stripHidden(values[name] ?? '');
    if (!value) missing.add(name);
    return value || written;
  });
  return { text: filled, missing: [...missing] };
}
