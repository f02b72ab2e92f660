import { counted } from '../domain/counted.ts';
import { formatArr } from '../domain/money.ts';
import type { RegisterEntry, RegisterKind, RegisterNote } from '../domain/register.ts';
import { daysBetween, type UtcDay } from '../domain/utc-day.ts';
import { capitalize, formatDay } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, Tone } from './view.ts';
import { type Names, who } from './who.ts';

/** How a kind is called, alone and of several. */
export const kindWords: Readonly<Record<RegisterKind, readonly [one: string, many: string]>> = {
  risk: ['risk', 'risks'],
  opportunity: ['opportunity', 'opportunities'],
  action: ['action', 'actions'],
};

/** `Critical risk`, `Opportunity`. */
export function matterWords({ kind, severity }: Pick<RegisterEntry, 'kind' | 'severity'>): string {
  const [one] = kindWords[kind];
  return capitalize(severity === null ? one : `${severity} ${one}`);
}

/** How an entry looks. */
export function toneOf({ kind, severity, state, asksToClose }: RegisterEntry, overdue: boolean): Tone {
  if (state !== 'open' || asksToClose !== null) return 'good';
  if (kind === 'opportunity') return overdue ? 'warning' : 'good';
  if (overdue || severity === 'critical' || severity === 'high') return 'bad';
  return severity === 'medium' ? 'warning' : 'neutral';
}

/** `4 Dec 2026, in 7 days`, with what is late said first; no day is said too. */
export function dueSpans(dueOn: UtcDay | null, today: UtcDay): Span[] {
  if (dueOn === null) return [{ text: 'no day named' }];
  const days = daysBetween(today, dueOn);
  if (days < 0)
    return [{ text: `${counted(-days, 'day')} overdue`, strong: true }, { text: `, ${formatDay(dueOn)}` }];
  return [{ text: `${formatDay(dueOn)}, ${days === 0 ? 'today' : `in ${counted(days, 'day')}`}` }];
}

/** What it is worth, where that is known. */
export function worthWords({ worth }: Pick<RegisterEntry, 'worth'>): string | null {
  return worth === null || worth.amount === 0 ? null : formatArr(worth);
}

const fieldWords: Readonly<Record<string, string>> = {
  kind: 'kind',
  account: 'account',
  title: 'title',
  description: 'description',
  owner: 'owner',
  dueOn: 'due',
  nextReviewOn: 'next review',
  severity: 'severity',
  worth: 'worth',
};
const dayFields: ReadonlySet<string> = new Set(['dueOn', 'nextReviewOn']);

/** What a line of history says, after who and when. */
export function noteWords({ what, detail }: RegisterNote, names: Names): string {
  switch (what) {
    case 'opened':
      return detail.alert === undefined ? 'added it' : 'added it from an alert';
    case 'kept':
      return detail.until === undefined ? 'kept it' : `kept it; next review ${formatDay(detail.until)}`;
    case 'changed':
      return changeWords(detail.changes ?? {}, names);
    case 'noted':
      return `noted: ${shortenLine(detail.text ?? '', 300)}`;
    case 'linked':
      return detail.alert === undefined ? 'linked a play' : 'linked an alert';
    case 'asked':
      return `asks to close it. ${detail.text ?? ''}`.trim();
    case 'returned':
      return `asks no longer to close it. ${detail.text ?? ''}`.trim();
    case 'done':
      return detail.text === undefined
        ? 'marked it done'
        : `marked it done: ${shortenLine(detail.text, 300)}`;
    case 'dropped':
      return `dropped it: ${shortenLine(detail.text ?? '', 300)}`;
  }
}

/** `owner → Rui Takahara; due → 4 Dec 2026`. */
export function changeWords(changes: NonNullable<RegisterNote['detail']['changes']>, names: Names): string {
  const parts = Object.entries(fieldWords).flatMap(([field, name]) => {
    const change = changes[field];
    if (!change) return [];
    const { to } = change;
    if (field === 'description') return 'description';
    if (to === null) return `${name} → none`;
    const shown =
      field === 'owner' ? who(to, names) : dayFields.has(field) ? formatDay(to) : shortenLine(to, 80);
    return `${name} → ${shown}`;
  });
  return parts.length === 0 ? 'changed it' : `changed ${parts.join('; ')}`;
}
