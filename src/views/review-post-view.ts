import { counted } from '../domain/counted.ts';
import { registerKinds } from '../domain/register.ts';
import type { RegisterLine } from '../domain/register-card.ts';
import type { Beside, RegisterWeek } from '../rules/register/count-register.ts';
import { sentenceSpans } from './command.ts';
import { formatDay, shortDay } from './format.ts';
import { kindWords } from './register-words.ts';
import { shortSums } from './short-money.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';
import { type Names, who } from './who.ts';

const ownersAtMost = 8;

/** The register of the week: figures beside last week, what is overdue and whose, and who has what to review. */
export function reviewPostView(week: RegisterWeek, names: Names): View {
  const { counts, overdue, forReview } = week;
  const title = `Register, week of ${formatDay(week.on)}: ${counts.open.now} open, ${counts.overdue.now} overdue`;
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title, tone: overdue.total > 0 ? 'warning' : 'good' },
      { kind: 'facts', facts: factsOf(week) },
      ...overdueBlocks(week, names),
      ...waitingBlocks(week, names),
      {
        kind: 'buttons',
        buttons: [
          {
            action: 'review',
            value: 'mine due',
            tone: 'primary',
            label: 'Review mine',
          },
          { action: 'review', label: `Review all ${forReview}`, value: 'all due' },
          { action: 'register', label: 'Show the register', value: 'all' },
        ],
      },
      { kind: 'note', spans: sentenceSpans('In brackets: a week before. Walk it any time: /cs review') },
    ],
  };
}

function factsOf({ at, counts, atRisk, accountsAtRisk }: RegisterWeek): { label: string; value: Span[] }[] {
  const linked = (figure: string, group: string): Span => ({
    text: figure,
    link: registerWeekUrl(at, group),
  });
  const kinds = registerKinds.map((kind) => ({
    label: capital(kindWords[kind][1]),
    value: [linked(beside(counts.byKind[kind]), kind)],
  }));
  return [
    ...kinds,
    { label: 'Overdue', value: [linked(beside(counts.overdue), 'overdue')] },
    {
      label: 'Done · dropped',
      value: [
        linked(beside(counts.done), 'done'),
        { text: ' · ' },
        linked(beside(counts.dropped), 'dropped'),
      ],
    },
    {
      label: 'ARR with an open risk',
      value: [
        accountsAtRisk === 0
          ? { text: 'none' }
          : linked(`${shortSums(atRisk)}, ${counted(accountsAtRisk, 'account')}`, 'risk'),
      ],
    },
  ];
}

/** The page of everything that a week's card counts, at one of its figures. */
function registerWeekUrl(at: string, group: string): string {
  return `/evidence/register-weeks/${at}#${group}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function beside({ now, before }: Beside): string {
  return `${now} (${before})`;
}

function overdueBlocks({ overdue }: RegisterWeek, names: Names): ViewBlock[] {
  if (overdue.total === 0) return [];
  const more = overdue.total - overdue.lines.length;
  return [
    { kind: 'text', spans: [{ text: 'Overdue', strong: true }] },
    { kind: 'list', items: overdue.lines.map((line) => overdueItem(line, names)) },
    ...(more > 0
      ? [{ kind: 'note' as const, spans: sentenceSpans(`and ${more} more: /cs register due`) }]
      : []),
  ];
}

function overdueItem({ entry, accountName, url }: RegisterLine, names: Names): Span[] {
  const name = accountName === null ? '' : `${shortenLine(accountName, 40)}: `;
  return [
    { text: shortenLine(`${name}${entry.title}`, 110), link: url },
    { text: ` · ${who(entry.owner, names, 'no owner')} · since ${shortDay(entry.dueOn ?? '')}`, quiet: true },
  ];
}

function waitingBlocks({ waiting, forReview }: RegisterWeek, names: Names): ViewBlock[] {
  if (waiting.length === 0) return [{ kind: 'text', spans: [{ text: 'Nothing waits for its review.' }] }];
  const shown = waiting
    .slice(0, ownersAtMost)
    .map(({ owner, entries }) => `${who(owner, names, 'nobody')} ${entries}`);
  const more = waiting.length - shown.length;
  const text = `${counted(forReview, 'entry waits', 'entries wait')} for review: `;
  return [
    {
      kind: 'text',
      spans: [
        { text, strong: true },
        { text: `${shown.join(' · ')}${more > 0 ? ` and ${more} more people` : ''}` },
      ],
    },
  ];
}
