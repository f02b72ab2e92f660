import { formatMoney } from '../../domain/money.ts';
import type { RegisterEntry, RegisterNote, RegisterNoteDetail } from '../../domain/register.ts';
import { addDays, type UtcDay } from '../../domain/utc-day.ts';
import type { EntryFields } from './check-entry.ts';

/** What somebody, or the clock, asks of an entry; `by` null = Holdfast. */
export type EntryCommand = { by: string | null; review?: string | undefined } & (
  | { kind: 'keep' }
  | { kind: 'change'; fields: Partial<EntryFields> }
  | { kind: 'note'; text: string }
  | { kind: 'link'; alert?: string; play?: string }
  /** What it was about is over. */
  | { kind: 'ask'; because: string; end: string }
  /** What it was about is back. */
  | { kind: 'return'; because: string }
  | { kind: 'done'; reason: string }
  | { kind: 'drop'; reason: string }
);

/** The entry as it is after it, with the line of its history; or why not, in one sentence. */
export type EntryDecision =
  | { ok: true; entry: RegisterEntry; note: RegisterNote }
  | { ok: false; reason: string };

/** A review is weekly. Source: the feature contract. */
export const reviewDays = 7;

/** Decides one command: facts and `now` in, the next entry or a refusal out. @param today - on the wall of the organisation */
export function decideEntry(
  entry: RegisterEntry,
  command: EntryCommand,
  { now, today }: { now: Date; today: UtcDay },
): EntryDecision {
  if (entry.state !== 'open' && command.kind !== 'note')
    return no(entry.state === 'done' ? 'It is done already.' : 'It was dropped already.');
  const at = now.toISOString();
  const yes = (
    what: RegisterNote['what'],
    change: Partial<RegisterEntry>,
    detail: RegisterNoteDetail = {},
  ): EntryDecision => ({
    ok: true,
    entry: { ...entry, ...change, updatedAt: at, revision: entry.revision + 1 },
    note: {
      entryId: entry.id,
      at,
      by: command.by,
      what,
      detail: { ...detail, ...(command.review === undefined ? {} : { review: command.review }) },
    },
  });
  switch (command.kind) {
    case 'keep': {
      const until = addDays(today, reviewDays);
      return yes('kept', { nextReviewOn: until, asksToClose: null }, { until });
    }
    case 'change': {
      const changes = changesOf(entry, command.fields);
      if (Object.keys(changes).length === 0) return no('Nothing of it is different.');
      return yes('changed', command.fields, { changes });
    }
    case 'note':
      return command.text === '' ? no('A note says something.') : yes('noted', {}, { text: command.text });
    case 'link':
      return link(entry, command, yes);
    case 'ask':
      if (entry.askedFor === command.end) return no('It asked for that before.');
      return yes(
        'asked',
        {
          asksToClose: command.because,
          askedFor: command.end,
          nextReviewOn: earlier(entry.nextReviewOn, today),
        },
        { text: command.because },
      );
    case 'return':
      if (entry.asksToClose === null) return no('It does not ask to be closed.');
      return yes('returned', { asksToClose: null }, { text: command.because });
    case 'done':
      return yes(
        'done',
        { state: 'done', end: { at, by: command.by, reason: command.reason } },
        {
          ...(command.reason === '' ? {} : { text: command.reason }),
        },
      );
    case 'drop':
      if (command.reason === '') return no('Say why, in a few words.');
      return yes(
        'dropped',
        { state: 'dropped', end: { at, by: command.by, reason: command.reason } },
        {
          text: command.reason,
        },
      );
  }
}

function link(
  entry: RegisterEntry,
  { alert, play }: { alert?: string; play?: string },
  yes: (
    what: RegisterNote['what'],
    change: Partial<RegisterEntry>,
    detail: RegisterNoteDetail,
  ) => EntryDecision,
): EntryDecision {
  const alerts =
    alert === undefined || entry.alerts.includes(alert) ? entry.alerts : [...entry.alerts, alert];
  const plays = play === undefined || entry.plays.includes(play) ? entry.plays : [...entry.plays, play];
  if (alerts === entry.alerts && plays === entry.plays) return no('It is linked already.');
  const detail = { ...(alert === undefined ? {} : { alert }), ...(play === undefined ? {} : { play }) };
  return yes('linked', { alerts, plays, ...(alert === undefined ? {} : { asksToClose: null }) }, detail);
}

const shown = [
  'kind',
  'account',
  'title',
  'description',
  'owner',
  'dueOn',
  'nextReviewOn',
  'severity',
] as const;

function changesOf(
  entry: RegisterEntry,
  fields: Partial<EntryFields>,
): NonNullable<RegisterNoteDetail['changes']> {
  const changes: NonNullable<RegisterNoteDetail['changes']> = {};
  for (const name of shown) {
    const to = fields[name];
    if (to !== undefined && to !== entry[name]) changes[name] = { from: entry[name], to };
  }
  if (fields.worth !== undefined) {
    const [from, to] = [entry.worth && formatMoney(entry.worth), fields.worth && formatMoney(fields.worth)];
    if (from !== to) changes.worth = { from, to };
  }
  return changes;
}

function earlier(one: UtcDay, other: UtcDay): UtcDay {
  return one < other ? one : other;
}

function no(reason: string): EntryDecision {
  return { ok: false, reason };
}
