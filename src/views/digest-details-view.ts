import type { DigestAccount, DigestSection } from '../domain/digest.ts';
import { formatArr } from '../domain/money.ts';
import { opportunityWords } from '../domain/opportunity-words.ts';
import { pathSegment } from '../domain/path-segment.ts';
import type { Mover } from '../rules/digest/count-figures.ts';
import { type DrawnDigest, digestUrl, nameOf } from './digest-lines.ts';
import { formatDay, formatPoints } from './format.ts';
import { dayIn } from './local-moment.ts';
import { shortenLine } from './shorten-line.ts';
import type { Span, View, ViewBlock } from './view.ts';

const rowsAtMost = 10;

/** Who is behind the figures of one part: its heading, ten of them, and where the rest stands; empty = there is nobody. */
export function detailBlocks(digest: DrawnDigest, section: DigestSection): ViewBlock[] {
  return partsOf[section]?.(digest) ?? [];
}

/** What hangs under a digest: who is behind the figures, ten of each part; the rest stands on its page. */
export function digestDetailsView(digest: DrawnDigest, sections: readonly DigestSection[]): View {
  const parts = sections.flatMap((section) => detailBlocks(digest, section));
  const summary = 'Who is behind the figures';
  return {
    summary,
    blocks: [
      ...(parts.length === 0
        ? [{ kind: 'text' as const, spans: [{ text: 'There is nothing more to tell of this week.' }] }]
        : parts),
      {
        kind: 'note',
        spans: [
          { text: 'Everybody, with the records: ' },
          { text: 'the page of this digest', link: digestUrl(digest.id) },
        ],
      },
      { kind: 'buttons', buttons: [{ action: 'digest-pdf', label: 'As PDF', value: digest.id }] },
    ],
  };
}

type Part = (digest: DrawnDigest) => ViewBlock[];

const partsOf: Partial<Record<DigestSection, Part>> = {
  health: changedScores,
  risks: riskMoves,
  renewals: renewalTable,
  support: ticketTable,
  issues: issueTable,
  expansion: expansionTable,
};

function changedScores(digest: DrawnDigest): ViewBlock[] {
  const changed = digest.snapshot.accounts
    .flatMap((account) => {
      const [now, before] = [account.now?.hundredths ?? null, account.before?.hundredths ?? null];
      return now === null || before === null || now === before ? [] : [{ account, change: now - before }];
    })
    .sort(
      (one, other) =>
        Math.abs(other.change) - Math.abs(one.change) || (one.account.id < other.account.id ? -1 : 1),
    );
  return table(
    digest,
    'health',
    'Health: scores that changed most',
    changed,
    ['Customer', 'Score', 'Change'],
    ({ account, change }) => [
      scoreLink(digest, account),
      [{ text: solid(`${formatPoints((account.now?.hundredths ?? 0) / 100)} ${account.now?.band ?? ''}`) }],
      [{ text: `${change > 0 ? '▲' : '▼'} ${formatPoints(Math.abs(change) / 100)}` }],
    ],
  );
}

function riskMoves(digest: DrawnDigest): ViewBlock[] {
  const { entered, left } = digest.figures.risks;
  const moves = [
    ...entered.map((mover) => ({ mover, what: 'came in' })),
    ...left.map((mover) => ({ mover, what: mover.risk === null ? 'left us' : 'went out' })),
  ];
  const columns = ['Customer', 'At risk', 'Why', 'ARR'];
  return table(digest, 'risks', 'At risk: who came in, who went out', moves, columns, ({ mover, what }) => [
    scoreLink(digest, mover.account),
    [{ text: what }],
    [{ text: reasonOf(mover) }],
    [{ text: arrOf(mover.account) }],
  ]);
}

function reasonOf({ risk }: Mover): string {
  return risk === null ? 'the contract ended' : `${risk.title} (${risk.severity})`;
}

function renewalTable(digest: DrawnDigest): ViewBlock[] {
  const renewing = [...digest.figures.renewals.now.accounts].sort((one, other) =>
    `${one.now?.renewsOn} ${one.id}` < `${other.now?.renewsOn} ${other.id}` ? -1 : 1,
  );
  const columns = ['Customer', 'Renews', 'ARR', 'Score', 'At risk by'];
  return table(digest, 'renewals', 'Renewals: the next ones', renewing, columns, (account) => [
    scoreLink(digest, account),
    [{ text: account.now?.renewsOn ? solid(formatDay(account.now.renewsOn)) : '–' }],
    [{ text: arrOf(account) }],
    [
      {
        text:
          account.now?.hundredths == null
            ? '–'
            : solid(`${formatPoints(account.now.hundredths / 100)} ${account.now.band}`),
      },
    ],
    [{ text: account.now?.risks[0]?.title ?? '–' }],
  ]);
}

function ticketTable(digest: DrawnDigest): ViewBlock[] {
  const names = new Map(digest.snapshot.accounts.map((account) => [account.id, nameOf(account)]));
  const columns = ['Ticket', 'Priority', 'Customer', 'Open since'];
  return table(
    digest,
    'support',
    'Urgent tickets: open P0 and P1',
    digest.figures.support.now,
    columns,
    (ticket) => [
      [{ text: shortenLine(ticket.ticketId, 40), link: `/evidence/hand-offs/${ticket.seq}` }],
      [{ text: ticket.priority }],
      [{ text: names.get(ticket.account) ?? ticket.account }],
      [{ text: solid(formatDay(dayIn(digest.snapshot.zone, ticket.openedAt))) }],
    ],
  );
}

function issueTable(digest: DrawnDigest): ViewBlock[] {
  const columns = ['Known issue', 'Customers', 'Week before', 'Fix', 'Owner'];
  return table(
    digest,
    'issues',
    'Known issues and planned fixes',
    digest.snapshot.issues,
    columns,
    (issue) => [
      [
        {
          text: shortenLine(issue.title, 80),
          link: `/evidence/issues/${issue.id}?knownAt=${digest.snapshot.knownAt}`,
        },
      ],
      [{ text: String(issue.accounts.length) }],
      [{ text: String(issue.before.length) }],
      [{ text: solid(issue.shipsOn ? formatDay(issue.shipsOn) : (issue.fixedIn ?? 'no date')) }],
      [{ text: issue.owner ?? 'nobody' }],
    ],
  );
}

function expansionTable(digest: DrawnDigest): ViewBlock[] {
  const names = new Map(digest.snapshot.accounts.map((account) => [account.id, nameOf(account)]));
  const { wonInWeek, open } = digest.figures.expansion;
  const columns = ['Customer', 'Opportunity', 'State', 'ARR', 'Since'];
  return table(
    digest,
    'expansion',
    'Expansion: won this week, and open',
    [...wonInWeek, ...open],
    columns,
    (one) => [
      [{ text: names.get(one.account) ?? one.account }],
      [{ text: opportunityWords(one.opportunityId, one.reason), link: `/evidence/events/${one.seq}` }],
      [{ text: one.state === 'opened' ? 'open' : one.state }],
      [{ text: one.arr ? solid(formatArr(one.arr)) : solid('not said') }],
      [{ text: solid(formatDay(dayIn(digest.snapshot.zone, one.at))) }],
    ],
  );
}

const numbers: ReadonlySet<string> = new Set(['Score', 'Change', 'ARR', 'Customers', 'Week before']);

function table<T>(
  digest: DrawnDigest,
  section: DigestSection,
  title: string,
  all: readonly T[],
  columns: readonly string[],
  cells: (one: T) => Span[][],
): ViewBlock[] {
  if (all.length === 0) return [];
  const left = all.length - rowsAtMost;
  return [
    { kind: 'heading', text: title },
    {
      kind: 'table',
      columns: columns.map((label) => (numbers.has(label) ? { label, align: 'right' } : { label })),
      rows: all.slice(0, rowsAtMost).map(cells),
    },
    ...(left > 0
      ? [
          {
            kind: 'note' as const,
            spans: [
              { text: `and ${left} more: ` },
              { text: 'all of them', link: digestUrl(digest.id, section) },
            ],
          },
        ]
      : []),
  ];
}

function scoreLink({ snapshot }: DrawnDigest, account: DigestAccount): Span[] {
  const known = `asOf=${snapshot.asOf}&knownAt=${snapshot.knownAt}&profile=${snapshot.configuration}`;
  return [{ text: nameOf(account), link: `/evidence/scores/${pathSegment(account.id)}?${known}` }];
}

function arrOf(account: DigestAccount): string {
  const arr = (account.now ?? account.before)?.arr;
  return arr ? solid(formatArr(arr)) : '–';
}

/** A figure that is not broken over two lines. */
function solid(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
