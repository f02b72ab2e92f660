import type { PoolClient } from 'pg';
import { isCopy, streamCopy } from './copy.ts';

const preparedPattern = /^\/\* prepared ([a-z_]+) \*\//;
/** How many texts are prepared at most: a connection keeps each of them for as long as it lives. */
const mostPrepared = 100;
const names = new Map<string, string>();

/**
 * Marks a statement as worth preparing: large, and asked again and again. Planning it costs more than running it, so
 * a server connection plans it once for each text that it has. To the embedded engine the mark is a comment.
 */
export function preparedMark(name: string): string {
  return `/* prepared ${name} */`;
}

/** Teaches a server connection our two kinds of special statements: COPY with its data, and prepared ones. */
export function adaptConnection(client: PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const adapted = (...given: unknown[]): unknown => {
    const [statement, parameters] = given;
    if (typeof statement !== 'string') return query(...given);
    if (isCopy(statement)) return streamCopy(query, statement, (parameters as string[])[0] ?? '');
    const name = nameOf(statement);
    return name ? query({ name, text: statement, values: parameters }) : query(...given);
  };
  client.query = adapted as typeof client.query;
}

/** The name of a marked statement, another one for each text under one mark; null = it is not prepared. */
function nameOf(statement: string): string | null {
  const known = names.get(statement);
  if (known !== undefined) return known;
  const mark = preparedPattern.exec(statement)?.[1];
  if (mark === undefined || names.size >= mostPrepared) return null;
  const name = `${mark}_${names.size}`;
  names.set(statement, name);
  return name;
}
