import type {
  BookQuestion,
  CohortQuestion,
  NoteQuestion,
  ScorecardQuestion,
  TuningQuestion,
} from './question.ts';

/** A note is a few sentences; more is a document. Source: ours, checked again where it is written. */
const longestAccount = 4;

/**
 * Reads `book [on|off]`, `tuning`, `scorecard [pack] [MONTH]`, `cohort [by KEY] [MONTH]` and `note ACCOUNT: TEXT`, where the colon may be missing after one word.
 * @returns null when the text is none of them
 */
export function readOwn(
  text: string,
): BookQuestion | TuningQuestion | NoteQuestion | ScorecardQuestion | CohortQuestion | null {
  const book = /^\s*(?:my\s+)?book(?:\s+(on|off))?\s*$/i.exec(text);
  if (book) return { kind: 'book', morning: (book[1]?.toLowerCase() as 'on' | 'off' | undefined) ?? null };
  if (/^\s*tuning\s*$/i.test(text)) return { kind: 'tuning' };
  const scorecard = /^\s*scorecard(\s+pack)?(?:\s+(?:(?:for|of)\s+)?(\S{1,40}))?\s*$/i.exec(text);
  if (scorecard)
    return { kind: 'scorecard', month: scorecard[2] ?? null, asPack: scorecard[1] !== undefined };
  return readCohort(text) ?? readNote(text);
}

/** What is neither a month nor known is left to be refused by name. */
function readCohort(text: string): CohortQuestion | null {
  const cohort = /^\s*cohorts?(?:\s+(?:by\s+)?([a-z]+(?:[ -]case)?))?(?:\s+(\d{4}-\S{1,10}))?\s*$/i.exec(
    text,
  );
  return cohort && { kind: 'cohort', by: cohort[1] ?? null, month: cohort[2] ?? null };
}

function readNote(text: string): NoteQuestion | null {
  const match = /^\s*note(?:\s+([\s\S]*))?$/i.exec(text);
  if (!match) return null;
  const rest = (match[1] ?? '').trim();
  const colon = /^([^:\n]{1,200}):\s+([\s\S]+)$/.exec(rest);
  if (colon?.[1] && colon[1].trim().split(/\s+/).length <= longestAccount)
    return { kind: 'note', of: colon[1].trim(), text: (colon[2] ?? '').trim() };
  const [of = ''] = rest.split(/\s+/);
  return { kind: 'note', of, text: rest.slice(of.length).trim() };
}
