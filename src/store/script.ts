/** Marks several statements without parameters as one text; to a server the mark is a comment. */
const scriptMark = '/* script */';

/** A text of several statements, for whoever passes it through the query builder or the engine. */
export function script(statements: string): string {
  return `${scriptMark}\n${statements}`;
}

/** Whether a text holds several statements. */
export function isScript(sql: string): boolean {
  return sql.startsWith(scriptMark);
}

/**
 * What a text of statements does inside its own transaction.
 * @returns null when it does not begin and commit one
 */
export function withinTransaction(statements: string): string | null {
  return /^\s*begin\s*;([\s\S]*);?\s*commit\s*;?\s*$/i.exec(statements)?.[1] ?? null;
}
