import type { KnowledgeDocument } from '../domain/knowledge.ts';
import { isAhead } from '../domain/utc-day.ts';
import type { HoldfastError } from '../errors.ts';
import { splitFrontMatter } from './front-matter.ts';
import { invalidFile } from './invalid-file.ts';

const code = 'HF_CONTENT_INVALID';

/** A date of a document that has not come yet, with file and line; null = there is none. What the document says holds. */
export function futureDateOf(
  file: string,
  text: string,
  document: KnowledgeDocument,
  now: Date,
): HoldfastError | null {
  const field = (['updated_at', 'reviewed_on'] as const).find((name) => isAhead(document[name], now));
  if (field === undefined) return null;
  const line = splitFrontMatter(file, text, code).yaml.lineOf([field]);
  return invalidFile(code, file, line, `${field}: ${document[field]} lies ahead, so it says nothing`);
}
