import { stripHidden } from '../../domain/hidden-characters.ts';
import { currencyExponent, type Money, moneySchema } from '../../domain/money.ts';
import { oneLine } from '../../domain/one-line.ts';
import {
  type RegisterKind,
  registerKinds,
  registerTextLength,
  registerTitleLength,
} from '../../domain/register.ts';
import { type Severity, severities } from '../../domain/rule-pack.ts';
import { addDays, daysBetween, isUtcDay, type UtcDay } from '../../domain/utc-day.ts';
import { reviewDays } from './decide-entry.ts';

/** What a person says of an entry. */
export interface EntryFields {
  kind: RegisterKind;
  account: string | null;
  title: string;
  description: string;
  owner: string | null;
  dueOn: UtcDay | null;
  nextReviewOn: UtcDay;
  severity: Severity | null;
  worth: Money | null;
}

/** The same as it was typed; absent = it was not. An empty text takes back what may be missing. */
export type TypedFields = Partial<Record<keyof EntryFields, string>>;

/** What is wrong, by field, in a sentence each. */
export type EntryProblems = Partial<Record<keyof EntryFields, string>>;

/** Nobody plans a register further ahead; a slip of the keyboard is a year like 2206. Ours. */
const dueAtMostDays = 731;
/** What is looked at less often than each quarter is not looked after. Ours. */
const reviewAtMostDays = 92;

/**
 * Reads what a person typed. Nothing is cut without a word: what is too long is refused with its length.
 * @param known - whether somebody has this id
 */
export function readEntry(
  typed: TypedFields,
  { today, known }: { today: UtcDay; known: { owners: ReadonlySet<string> } },
): { ok: true; fields: Partial<EntryFields> } | { ok: false; problems: EntryProblems } {
  const problems: EntryProblems = {};
  const fields: Partial<EntryFields> = {};
  readTitle(typed, fields, problems);
  readDays(typed, today, fields, problems);
  if (typed.kind !== undefined) {
    const kind = registerKinds.find((one) => one === typed.kind?.trim().toLowerCase());
    if (kind) fields.kind = kind;
    else problems.kind = `Choose one of ${registerKinds.join(', ')}.`;
  }
  if (typed.severity !== undefined) {
    const text = typed.severity.trim().toLowerCase();
    const severity = severities.find((one) => one === text);
    if (severity || text === '') fields.severity = severity ?? null;
    else problems.severity = `Choose one of ${severities.join(', ')}.`;
  }
  if (typed.owner !== undefined) {
    const owner = typed.owner.trim();
    if (owner === '') fields.owner = null;
    else if (known.owners.has(owner)) fields.owner = owner;
    else problems.owner = `Nobody here who can own it has the id '${oneLine(owner, 60)}'.`;
  }
  if (typed.worth !== undefined) {
    const worth = readWorth(typed.worth);
    if (worth === 'unreadable') problems.worth = 'Write the currency and the amount, such as USD 12,000.';
    else fields.worth = worth;
  }
  if (typed.account !== undefined) fields.account = typed.account === '' ? null : typed.account;
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, fields };
}

function readTitle(typed: TypedFields, fields: Partial<EntryFields>, problems: EntryProblems): void {
  if (typed.title !== undefined) {
    const title = oneLine(typed.title, Number.MAX_SAFE_INTEGER);
    if (title === '') problems.title = 'Say in a few words what it is about.';
    else if (title.length > registerTitleLength)
      problems.title = `A title has up to ${registerTitleLength} characters; this one has ${title.length}. The rest belongs into the description.`;
    else fields.title = title;
  }
  if (typed.description !== undefined) {
    const text = stripHidden(typed.description).trim();
    if (text.length > registerTextLength)
      problems.description = `A description has up to ${registerTextLength} characters; this one has ${text.length}.`;
    else fields.description = text;
  }
}

function readDays(
  typed: TypedFields,
  today: UtcDay,
  fields: Partial<EntryFields>,
  problems: EntryProblems,
): void {
  if (typed.dueOn !== undefined) {
    const due = typed.dueOn.trim();
    const problem = due === '' ? null : dayProblem(due, today, dueAtMostDays, 'A due date');
    if (problem) problems.dueOn = problem;
    else fields.dueOn = due === '' ? null : due;
  }
  if (typed.nextReviewOn !== undefined) {
    const next = typed.nextReviewOn.trim();
    const problem = next === '' ? null : dayProblem(next, today, reviewAtMostDays, 'A next review');
    if (problem) problems.nextReviewOn = problem;
    else fields.nextReviewOn = next === '' ? addDays(today, reviewDays) : next;
  }
}

function dayProblem(day: string, today: UtcDay, daysAtMost: number, what: string): string | null {
  if (!isUtcDay(day))
    return `'${oneLine(day, 40)}' is not a date. Write it as ${addDays(today, reviewDays)}.`;
  if (day < today) return `${what} lies ahead: ${day} is past.`;
  const days = daysBetween(today, day);
  return days > daysAtMost ? `${what} is at most ${daysAtMost} days ahead: ${day} is ${days}.` : null;
}

/** Null = nothing was written. */
function readWorth(text: string): Money | null | 'unreadable' {
  if (text.trim() === '') return null;
  const match = /^\s*([a-z]{3})\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,4}))?\s*$/i.exec(text);
  if (!match) return 'unreadable';
  const currency = (match[1] ?? '').toUpperCase();
  const exponent = currencyExponent(currency);
  const fraction = (match[3] ?? '').padEnd(exponent, '0');
  if (fraction.length > exponent) return 'unreadable';
  const amount = Number((match[2] ?? '').replaceAll(',', '') + fraction);
  const money = moneySchema.safeParse({ amount, currency });
  return money.success ? money.data : 'unreadable';
}
