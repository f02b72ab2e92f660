import { counted } from '../domain/counted.ts';
import { formatArr } from '../domain/money.ts';
import type { RegisterAccount, RegisterAlert, RegisterCard, RegisterPlay } from '../domain/register-card.ts';
import { daysBetween } from '../domain/utc-day.ts';
import { formatChange, formatDay, formatPoints, shortDay } from './format.ts';
import { headingLine } from './heading-line.ts';
import { entryButton } from './register-button.ts';
import { dueSpans, matterWords, noteWords, toneOf, worthWords } from './register-words.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock, ViewButton } from './view.ts';
import { type Names, who } from './who.ts';

const descriptionShown = 600;
const nameLength = 60;

/** The card of one entry, outside of a walk. */
export function registerEntryView(card: RegisterCard, names: Names, note: string | null = null): View {
  const blocks = entryBlocks(card, names, null);
  const { entry } = card;
  return {
    summary: note ?? `${matterWords(entry)}: ${entry.title}`,
    blocks: [
      ...(note === null ? [] : [{ kind: 'text' as const, spans: [{ text: note, strong: true }] }]),
      ...blocks,
      ...(entry.state === 'open' ? [{ kind: 'buttons' as const, buttons: entryButtons(card, null) }] : []),
    ],
  };
}

/** What an entry's card says, in a walk or outside. @param progress - `3 of 8` */
export function entryBlocks(card: RegisterCard, names: Names, progress: string | null): ViewBlock[] {
  const { entry, account, alerts, plays } = card;
  const overdue = entry.state === 'open' && entry.dueOn !== null && entry.dueOn < card.today;
  const name = account === null ? '' : `${shortenLine(account.name, nameLength)}: `;
  return [
    {
      kind: 'heading',
      text: headingLine(`${progress === null ? '' : `${progress} · `}${name}${entry.title}`),
      tone: toneOf(entry, overdue),
    },
    ...endBlock(card, names),
    ...(entry.asksToClose === null || entry.state !== 'open'
      ? []
      : [
          {
            kind: 'text' as const,
            spans: [{ text: 'Asks to be closed. ', strong: true }, { text: entry.asksToClose }],
          },
        ]),
    {
      kind: 'text',
      spans: [
        { text: matterWords(entry), strong: true, link: card.url },
        { text: entry.description === '' ? '.' : `. ${shortenLine(entry.description, descriptionShown)}` },
      ],
    },
    { kind: 'facts', facts: factsOf(card, names) },
    ...(alerts.length + plays.length === 0
      ? []
      : [
          {
            kind: 'list' as const,
            items: [...alerts.map(alertItem), ...plays.map((play) => playItem(play, card.today))],
          },
        ]),
    { kind: 'note', spans: historySpans(card, names) },
  ];
}

function endBlock({ entry }: RegisterCard, names: Names): ViewBlock[] {
  if (entry.end === null) return [];
  const { at, by, reason } = entry.end;
  const words = `${entry.state === 'done' ? 'Done' : 'Dropped'} by ${who(by, names, 'Holdfast')} on ${formatDay(at)}`;
  return [
    {
      kind: 'text',
      spans: [{ text: `${words}.`, strong: true }, ...(reason === '' ? [] : [{ text: ` ${reason}` }])],
    },
  ];
}

function factsOf(card: RegisterCard, names: Names): { label: string; value: Span[] }[] {
  const { entry, account, ownerLeft, today } = card;
  const owner = who(entry.owner, names, 'nobody yet');
  const worth = worthWords(entry);
  return [
    { label: 'Owner', value: [{ text: ownerLeft ? `${owner}, not here any more` : owner }] },
    { label: 'Due', value: dueSpans(entry.dueOn, today) },
    ...(account === null ? [] : accountFacts(account, today)),
    ...(worth === null || (account?.arr && formatArr(account.arr) === worth)
      ? []
      : [{ label: 'Worth', value: [{ text: worth }] }]),
    ...(entry.state === 'open' && entry.nextReviewOn > today
      ? [{ label: 'Next review', value: [{ text: formatDay(entry.nextReviewOn) }] }]
      : []),
  ];
}

function accountFacts(account: RegisterAccount, today: string): { label: string; value: Span[] }[] {
  const { score, change, arr, arrUrl, renewsOn, renewsUrl, hasLeft } = account;
  const health: Span[] = score
    ? [
        { text: formatPoints(score.points), link: score.url },
        ...(score.band === null ? [] : [{ text: `, ${score.band}` }]),
        ...(change === null
          ? []
          : [
              { text: ' · ' },
              { text: formatChange(change.points), link: change.url },
              { text: ' in a week' },
            ]),
      ]
    : [{ text: 'unknown' }];
  return [
    { label: hasLeft ? 'Health (has left)' : 'Health', value: health },
    { label: 'ARR', value: recorded(arr && formatArr(arr), arrUrl) },
    { label: 'Renewal', value: recorded(renewsOn && renewalWords(renewsOn, today), renewsUrl) },
  ];
}

function renewalWords(renewsOn: string, today: string): string {
  const days = daysBetween(today, renewsOn);
  if (days === 0) return `${formatDay(renewsOn)}, today`;
  return `${formatDay(renewsOn)}, ${days > 0 ? `in ${counted(days, 'day')}` : `${counted(-days, 'day')} ago`}`;
}

/** What the contract says, on the record that says so. */
function recorded(text: string | null, url: string | null): Span[] {
  if (text === null) return [{ text: 'not on record' }];
  return [url === null ? { text } : { text, link: url }];
}

const alertWords = {
  open: 'open',
  acknowledged: 'somebody is on it',
  snoozed: 'snoozed',
  closed: 'over',
} as const;

function alertItem({ title, state, severity, openedAt, endedAt, url }: RegisterAlert): Span[] {
  const words = [
    severity,
    state && alertWords[state],
    endedAt ? `ended ${shortDay(endedAt)}` : openedAt && `since ${shortDay(openedAt)}`,
  ].filter(Boolean);
  return [
    { text: 'Alert: ', quiet: true },
    url === null ? { text: title } : { text: title, link: url },
    ...(words.length === 0 ? [] : [{ text: ` · ${words.join(' · ')}`, quiet: true }]),
  ];
}

function playItem({ title, now, outcome, url }: RegisterPlay, today: string): Span[] {
  const due = now?.dueOn ? `, due ${shortDay(now.dueOn)}${now.dueOn < today ? ' (late)' : ''}` : '';
  const words = now
    ? `now: ${now.title}${due}`
    : outcome === null
      ? ''
      : `over: ${outcome.replace('-', ' ')}`;
  return [
    { text: 'Play: ', quiet: true },
    { text: title, link: url },
    ...(words === '' ? [] : [{ text: ` · ${words}`, quiet: true }]),
  ];
}

function historySpans({ history, url }: RegisterCard, names: Names): Span[] {
  const [last] = history;
  const words = last
    ? `${who(last.by, names, 'Holdfast')} ${noteWords(last, names)} (${formatDay(last.at)}) · `
    : '';
  return [{ text: shortenLine(words, 400) }, { text: last ? ' ' : '' }, { text: 'its history', link: url }];
}

/** What one can do with an open entry; in a walk every button takes it on. */
export function entryButtons(
  { entry }: RegisterCard,
  walk: { review: string; index: number } | null,
): ViewButton[] {
  const value = entryButton({ entry: entry.id, revision: entry.revision, walk });
  const isAsking = entry.asksToClose !== null;
  return [
    {
      action: 'register-keep',
      label: walk ? 'Keep a week' : 'Reviewed, keep',
      value,
      ...(isAsking ? {} : primary),
    },
    { action: 'register-done', label: 'Done', value, ...(isAsking ? primary : {}) },
    { action: 'register-change', label: walk ? 'Owner, due …' : 'Edit', value },
    { action: 'register-drop', label: 'Drop', value },
    ...(walk ? [{ action: 'register-next' as const, label: 'Next', value }] : []),
  ];
}

const primary = { tone: 'primary' as const };
