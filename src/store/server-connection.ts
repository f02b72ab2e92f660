import type { PoolClient } from 'pg';
import { isCopy, streamCopy } from './copy.ts';

const preparedPattern = /^\/\* prepared ([a-z_]+) \*\//;

/**
 * Marks a statement as worth preparing: large, and asked again and again. Planning it costs more than running it, so
 * a server connection plans it once. To the embedded engine the mark is a comment.
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
    const name = preparedPattern.exec(statement)?.[1];
    return name ? query({ name, text: statement, values: parameters }) : query(...given);
  };
  client.query = adapted as typeof client.query;
}
