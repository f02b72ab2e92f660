import type { AccountWeek, NamedWeek, WeekFix } from '../domain/account-week.ts';
import { counted } from '../domain/counted.ts';
import { formatMoney } from '../domain/money.ts';
import type { sumValue } from '../rules/updates/explain-week.ts';
import { shortDay } from './format.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span } from './view.ts';
import { grouped, milestoneWord } from './week-words.ts';

/** The parts of an update that have a line where there is something to tell. */
export const updateParts = ['asks', 'incidents', 'tickets', 'fixes', 'outcomes', 'documents'] as const;
export type UpdatePart = (typeof updateParts)[number];

const titles: Readonly<Record<UpdatePart, string>> = {
  asks: 'Asked of you',
  incidents: 'Incidents',
  tickets: 'Urgent tickets',
  fixes: 'Fix',
  outcomes: 'Outcomes',
  documents: 'Documents',
};

/** What is said where a part has nothing. */
export const absentWords: Readonly<Record<UpdatePart, string | null>> = {
  asks: null,
  incidents: 'incidents',
  tickets: 'urgent tickets',
  fixes: 'known issues',
  outcomes: 'outcomes',
  documents: null,
};

const namedAtMost = 3;

/** What an update is drawn from. */
export interface DrawnUpdate extends NamedWeek {
  value: ReturnType<typeof sumValue>;
}

/** The page of a snapshot, at one of its parts. */
export function updateUrl(id: string, part?: string): string {
  return `/evidence/updates/${id}${part === undefined ? '' : `#${part}`}`;
}

/** The lines of one part of an update, one for each fix; empty = there is nothing to tell */
export function updatePartLines(part: UpdatePart, drawn: DrawnUpdate): Span[][] {
  const groups = groupsOf[part](drawn).filter((group) => group.length > 0);
  if (groups.length === 0) return [];
  return part === 'fixes' ? groups.map((group) => line(part, [group])) : [line(part, groups)];
}

function line(part: UpdatePart, groups: readonly Span[][]): Span[] {
  return [
    { text: `${titles[part]}  `, strong: true },
    ...groups.flatMap((group, at) => (at === 0 ? group : [{ text: ' · ' }, ...group])),
  ];
}

type Groups = (drawn: DrawnUpdate) => Span[][];

const groupsOf: Readonly<Record<UpdatePart, Groups>> = {
  asks: askGroups,
  incidents: incidentGroups,
  tickets: ticketGroups,
  fixes: fixGroups,
  outcomes: outcomeGroups,
  documents: ({ week }) =>
    week.artifacts
      .slice(0, namedAtMost)
      .map(({ title, link, madeAt }) => [
        { text: shortenLine(title, 60), link },
        { text: ` (${shortDay(madeAt)})` },
      ]),
};

function askGroups({ id, week: { asks } }: DrawnUpdate): Span[][] {
  if (!asks) return [];
  const { approvals, plays } = asks;
  return [
    approvals.length === 0
      ? []
      : [
          { text: counted(approvals.length, 'approval'), link: updateUrl(id, 'asks') },
          {
            text: ` since ${shortDay(approvals[0]?.since ?? '')}: ${shortenLine(approvals[0]?.summary ?? '', 70)}`,
          },
        ],
    ...plays
      .slice(0, 2)
      .map(({ id: play, title, step }) => [
        { text: shortenLine(title, 50), link: `/evidence/plays/${play}` },
        { text: step === null ? '' : `, next: ${shortenLine(step, 60)}` },
      ]),
    plays.length > 2 ? [{ text: `and ${counted(plays.length - 2, 'more play')}` }] : [],
  ];
}

function incidentGroups({ id, week: { incidents } }: DrawnUpdate): Span[][] {
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null);
  const ended = incidents.length - open.length;
  const [first] = incidents;
  if (!first) return [];
  const count = [open.length > 0 ? `${open.length} open` : '', ended > 0 ? `${ended} resolved` : ''];
  const name = `${first.severity === null ? '' : `${shortenLine(first.severity, 12)} `}${shortenLine(first.title ?? first.incidentId, 60)}`;
  return [
    [{ text: count.filter((text) => text !== '').join(', '), link: updateUrl(id, 'incidents') }],
    [{ text: name, link: `/evidence/events/${first.seq}` }],
  ];
}

function ticketGroups({ week: { tickets } }: DrawnUpdate): Span[][] {
  const words = (of: AccountWeek['tickets']['now']): string =>
    ['P0', 'P1']
      .map((wanted) => ({ wanted, count: of.filter(({ priority }) => priority === wanted).length }))
      .filter(({ count }) => count > 0)
      .map(({ wanted, count }) => `${count} ${wanted}`)
      .join(', ') || 'none';
  if (tickets.now.length === 0 && tickets.before.length === 0) return [];
  const named = tickets.now
    .slice(0, namedAtMost)
    .map(({ ticketId, seq, openedAt }) => [
      { text: shortenLine(ticketId, 24), link: `/evidence/hand-offs/${seq}` },
      { text: ` since ${shortDay(openedAt)}` },
    ]);
  return [[{ text: `${words(tickets.now)} open (was ${words(tickets.before)})` }], ...named];
}

function fixGroups({ id, week }: DrawnUpdate): Span[][] {
  const named = week.fixes
    .slice(0, namedAtMost)
    .map((fix) => [
      { text: shortenLine(fix.title, 64), link: fixUrl(week, fix) },
      { text: ` (${fixWords(fix)})` },
    ]);
  const left = week.fixes.length - named.length;
  return [
    ...named.slice(0, -1),
    [
      ...(named.at(-1) ?? []),
      ...(left > 0 ? [{ text: ' · ' }, { text: `and ${left} more`, link: updateUrl(id, 'fixes') }] : []),
    ],
  ];
}

/** The page of an issue with the records of this account. */
export function fixUrl({ knownAt, account }: AccountWeek, { issue }: WeekFix): string {
  return `/evidence/issues/${issue}?knownAt=${knownAt}&account=${encodeURIComponent(account.id)}`;
}

/** `ships 3 Dec, Lena Aydin`; `fixed 24 Nov in 4.41`; `no ship date, Lena Aydin`. */
export function fixWords({ status, fixedAt, fixedIn, shipsOn, owner }: WeekFix): string {
  const version = fixedIn === null ? '' : ` in ${fixedIn}`;
  if (status === 'fixed') return `fixed${fixedAt === null ? '' : ` ${shortDay(fixedAt)}`}${version}`;
  const plan = shipsOn === null ? 'no ship date' : `ships ${shortDay(shipsOn)}${version}`;
  return owner === null ? `${plan}, no owner` : `${plan}, ${shortenLine(owner, 40)}`;
}

function outcomeGroups({ id, week, value }: DrawnUpdate): Span[][] {
  const reached = week.wins.filter((win) => win.kind === 'milestone');
  const recipes = week.wins.filter((win) => win.kind === 'recipe');
  const measured = [
    value.hoursSaved === null ? '' : `${grouped(value.hoursSaved)} hours saved`,
    value.automations === null ? '' : counted(value.automations, 'automation'),
    ...value.revenue.map((money) => `${formatMoney(money)} of value`),
  ].filter((words) => words !== '');
  return [
    ...reached
      .slice(0, namedAtMost)
      .map(({ milestone, seq }) => [{ text: milestoneWord(milestone), link: `/evidence/events/${seq}` }]),
    measured.length === 0 ? [] : [{ text: measured.join(', '), link: updateUrl(id, 'outcomes') }],
    recipes.length === 0
      ? []
      : [
          {
            text: counted(recipes.length, 'recipe completed', 'recipes completed'),
            link: updateUrl(id, 'outcomes'),
          },
        ],
    goalGroup(id, week),
  ];
}

function goalGroup(id: string, { goals }: AccountWeek): Span[] {
  if (goals.length === 0) return [];
  const met = goals.filter(({ verdict }) => verdict === 'pass').length;
  const missed = goals.filter(({ verdict }) => verdict === 'fail').length;
  const words = `${met} of ${counted(goals.length, 'onboarding goal')} met${missed === 0 ? '' : `, ${missed} missed`}`;
  return [{ text: words, link: updateUrl(id, 'goals') }];
}
