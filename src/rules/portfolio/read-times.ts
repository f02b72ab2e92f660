import { addDays, type UtcDay } from '../../domain/utc-day.ts';
import { readWindow, type Window } from './read-window.ts';
import { type Ahead, condition, fits, type Read, type Reader } from './reader.ts';

const renewForms = [
  'up for renewal|renewals',
  'due for? renewal|renewals',
  'due to renew',
  'with|have|has a|an|their? renewal|renewals date|dates|due?',
  'contract|contracts that? ends|ending|expires|expiring|renews|renewing|end|expire',
  'whose contract ends|expires',
  'renewal|renewals date|dates is|are|due?',
  'to? renew|renews|renewing|renewal|renewals',
  'expiring|expires|expire',
];
/** What "soon" is taken for. Source: ours, a quarter */
const soonDays = 90;

/** `renewing in 90 days`, `Q1 renewals`, `overdue renewals`, `whose contract ends before 1 Mar`. */
export const readRenewal: Reader = ({ keys, known: { today } }) => {
  const overdue =
    fits('overdue|past|late for? renewal|renewals', keys) ??
    fits('renewal|renewals is|are? overdue|past|late', keys);
  if (overdue !== null) return condition(overdue, { field: 'renewsOn', from: null, to: addDays(today, -1) });
  const early = readWindow(keys, today, 'ahead');
  const later = early && firstFit(renewForms, keys.slice(early.length));
  if (early && later) return renewal(early, early.length + later);
  const length = firstFit(renewForms, keys);
  if (length === null || length === 0) return null;
  const soon = fits('soon|shortly', keys.slice(length));
  if (soon !== null)
    return renewal(
      { from: today, to: addDays(today, soonDays), length: 0 },
      length + soon,
      `'Soon' is taken for ${soonDays} days.`,
    );
  const window = readWindow(keys.slice(length), today, 'ahead');
  if (window) return renewal(window, length + window.length);
  const lead = timeLeads.has(keys[length] ?? '') && keys[length + 1] !== undefined;
  if (lead) return unreadable(keys, length);
  return renewal({ from: today, to: null, length: 0 }, length);
};

const timeLeads: ReadonlySet<string> = new Set('in within before after by until next this since'.split(' '));

function renewal({ from, to }: Window, length: number, note?: string): Read {
  return condition(length, { field: 'renewsOn', from, to }, note);
}

function unreadable(keys: readonly string[], from: number): Read {
  const said = keys.slice(from, from + 4).join(' ');
  return {
    length: Math.min(keys.length, from + 2),
    parts: [],
    problem: `'${said}' is no time that I know. Say: in 90 days, this quarter, before 1 Mar 2027.`,
  };
}

const startForms = ['started|joined|signed|onboarded|began', 'customers? since', 'new'];

/** `started this year`, `joined since 1 Oct`, `new this quarter`. */
export const readStart: Reader = ({ keys, known: { today } }) => {
  const length = firstFit(startForms, keys);
  if (length === null || length === 0) return null;
  const nouns = fits('accounts|customers|clients|companies? since?', keys.slice(length)) ?? 0;
  for (const skip of new Set([length, length + nouns])) {
    const window = readWindow(keys.slice(skip), today, 'back');
    if (window)
      return condition(skip + window.length, { field: 'startsOn', from: window.from, to: window.to });
  }
  return null;
};

const fell =
  'lost|losing|lose|dropped|dropping|drop|fell|falling|fall|declined|declining|decreased|decreasing|less|reduced|down|slipped|slipping|worsened|worsening|tanked|plummeted|sank|crashed';
const rose =
  'gained|gaining|grew|growing|grow|rose|rising|rise|increased|increasing|more|improved|improving|up|climbed';
const used = 'usage|use|activity';

const moves: readonly (readonly [string, 'use' | 'scoreChange', 'fell' | 'rose'])[] = [
  ...(
    [
      [fell, 'fell'],
      [rose, 'rose'],
    ] as const
  ).flatMap(([verbs, direction]) => [
    [`with|has|have|is|are|whose? ${verbs} in|their? their? ${used}`, 'use', direction] as const,
    [`with|whose|where? ${used} is|has|have|that? been? ${verbs}`, 'use', direction] as const,
    [
      `with|has|have|is|are|whose? ${verbs} in|their? the? health|score|points score?`,
      'scoreChange',
      direction,
    ] as const,
    [`with|whose? health? score|scores is|has|have|that? been? ${verbs}`, 'scoreChange', direction] as const,
  ]),
  [
    'dropped|fell|declined|slipped|worsened|dropping|falling|declining|slipping|worsening|drop|fall',
    'scoreChange',
    'fell',
  ],
  ['improved|improving|rose|rising|climbed|climbing|recovered|recovering', 'scoreChange', 'rose'],
];

/** What is compared when no time is said. Source: the rules' own four weeks */
const usualDays = 28;

/** `lost usage this month`, `whose score fell since 1 Nov`, `improved last week`. */
export const readMove: Reader = ({ keys, known: { today } }) => {
  for (const [form, field, direction] of moves) {
    const length = fits(form, keys);
    if (length === null || length === 0) continue;
    const most = fits('the? most', keys.slice(length)) ?? 0;
    const window = readWindow(keys.slice(length + most), today, 'back');
    const from = clip(window?.from ?? addDays(today, -usualDays), today);
    const end = length + most + (window?.length ?? 0);
    if (field === 'scoreChange') return condition(end, { field, direction, since: from });
    const to = lastWholeDay(window?.to ?? today, from, today);
    return condition(end, { field, direction, from, to });
  }
  return null;
};

/** Nobody can have changed in days to come. */
function clip(day: UtcDay, today: UtcDay): UtcDay {
  return day > today ? today : day;
}

/** Today is not over: it would look like a loss. */
function lastWholeDay(to: UtcDay, from: UtcDay, today: UtcDay): UtcDay {
  const last = to >= today ? addDays(today, -1) : to;
  return last < from ? from : last;
}

function firstFit(forms: readonly string[], keys: readonly string[]): number | null {
  for (const form of forms) {
    const length = fits(form, keys);
    if (length !== null && length > 0) return length;
  }
  return null;
}

/** `this quarter` alone says no more than a time. */
export const readLooseTime: Reader = ({ keys, words, known: { today } }: Ahead) => {
  const window = readWindow(keys, today, 'ahead');
  if (!window || /^\d+$/u.test(keys[0] ?? '')) return null;
  const typed = words
    .slice(0, window.length)
    .map((word) => word.typed)
    .join(' ');
  return {
    length: window.length,
    parts: [],
    problem: `What should be '${typed}'? Say: renewing ${typed}, started ${typed}, or lost usage ${typed}.`,
  };
};
