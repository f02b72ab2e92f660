import { counted } from '../domain/counted.ts';
import type { RegisterKind } from '../domain/register.ts';
import type { RegisterLine } from '../domain/register-card.ts';
import { formatDay, shortDay } from './format.ts';
import { entryButton } from './register-button.ts';
import { kindWords, matterWords, worthWords } from './register-words.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';
import { type Names, who } from './who.ts';

/** What a list of the register says of itself. */
export interface RegisterList {
  lines: readonly RegisterLine[];
  total: number;
  overdue: number;
  forReview: number;
  scope: 'mine' | 'all' | 'due' | 'ended';
  kind: RegisterKind | null; // null = every kind
  names: Names;
  today: string;
}

const headings: Readonly<Record<RegisterList['scope'], string>> = {
  mine: 'Your register',
  all: 'The register',
  due: 'Due in the register',
  ended: 'Done and dropped',
};

/** Entries as a list, in the order in which they are looked at, each with its account, whose it is and until when. */
export function registerListView(list: RegisterList): View {
  const { lines, total, scope, kind } = list;
  const what = kind === null ? '' : `, ${kindWords[kind][1]}`;
  const title = `${headings[scope]}${what}`;
  if (total === 0) return emptyView(title, list);
  const left = total - lines.length;
  return {
    summary: `${title}: ${countWords(list)}`,
    blocks: [
      {
        kind: 'heading',
        text: `${title}: ${countWords(list)}`,
        tone: list.overdue > 0 ? 'warning' : 'neutral',
      },
      { kind: 'list', items: lines.map((line) => lineSpans(line, list)) },
      openPicker(lines, scope === 'ended' ? 'Open one' : 'Open one: edit, done, drop'),
      startButtons(list),
      ...(left > 0
        ? [
            {
              kind: 'note' as const,
              spans: [
                {
                  text: `${counted(left, 'more entry', 'more entries')}: holdfast register list --scope ${scope}`,
                },
              ],
            },
          ]
        : []),
    ],
  };
}

function countWords({ total, overdue, forReview, scope }: RegisterList): string {
  if (scope === 'ended') return String(total);
  const parts = [
    `${total} open`,
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    ...(forReview > 0 ? [`${forReview} to review`] : []),
  ];
  return parts.join(', ');
}

function lineSpans(
  { entry, accountName, url, isOverdue }: RegisterLine,
  { names, today }: RegisterList,
): Span[] {
  const { title, owner, dueOn, end, asksToClose } = entry;
  const name = accountName === null ? '' : `${shortenLine(accountName, 60)}: `;
  const facts = [
    matterWords(entry).toLowerCase(),
    worthWords(entry),
    who(owner, names, 'no owner'),
    end
      ? `${entry.state} ${formatDay(end.at)}`
      : dueOn === null
        ? 'no due date'
        : dueOn === today
          ? 'due today'
          : isOverdue
            ? null
            : `due ${shortDay(dueOn)}`,
  ].filter((fact) => fact !== null);
  return [
    { text: shortenLine(`${name}${title}`, 140), strong: true, link: url },
    { text: ` · ${facts.join(' · ')}`, quiet: true },
    ...(isOverdue && dueOn !== null ? [{ text: ` · overdue since ${shortDay(dueOn)}`, strong: true }] : []),
    ...(asksToClose !== null && end === null ? [{ text: ' · asks to be closed', strong: true }] : []),
  ];
}

/** One place to open any of them: a row of buttons for each would be longer than the list. */
function openPicker(lines: readonly RegisterLine[], placeholder: string): ViewBlock {
  return {
    kind: 'picker',
    action: 'register-open',
    placeholder,
    options: lines.map(({ entry, accountName }) => ({
      label: shortenLine(accountName === null ? entry.title : `${accountName}: ${entry.title}`, 70),
      value: entryButton({ entry: entry.id, revision: entry.revision, walk: null }),
    })),
  };
}

/** What one does next: the walk first. */
function startButtons({ forReview, scope }: RegisterList): ViewBlock {
  const whose = scope === 'mine' ? 'mine' : 'all';
  const label = forReview > 0 ? `Review ${forReview}` : 'Review';
  return {
    kind: 'buttons',
    buttons: [
      { action: 'review', label, value: `${whose} due`, tone: 'primary' },
      { action: 'register-add', label: 'Add an entry', value: '-' },
      ...(scope === 'mine' ? [{ action: 'register' as const, label: 'Of everybody', value: 'all' }] : []),
    ],
  };
}

function emptyView(title: string, { scope }: RegisterList): View {
  const text = {
    mine: 'Nothing in the register is yours.',
    all: 'The register is empty. Alerts that stay critical or high for three days come in by themselves.',
    due: 'Nothing is due.',
    ended: 'Nothing was done or dropped yet.',
  }[scope];
  return {
    summary: `${title}: ${text}`,
    blocks: [
      { kind: 'text', spans: [{ text }] },
      {
        kind: 'buttons',
        buttons: [
          { action: 'register-add', label: 'Add an entry', value: '-' },
          ...(scope === 'all' ? [] : [{ action: 'register' as const, label: 'Of everybody', value: 'all' }]),
        ],
      },
    ],
  };
}
