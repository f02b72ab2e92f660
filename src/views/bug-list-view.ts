import { counted } from '../domain/counted.ts';
import { type ShownBug, statusWords } from './bug-view.ts';
import { sentenceSpans } from './command.ts';
import { formatDay } from './format.ts';
import { issueButtonsOf } from './issue-buttons.ts';
import type { View, ViewBlock } from './view.ts';

/** One known issue as its row shows it. */
export interface BugListRow {
  issue: ShownBug['issue'];
  accounts: number;
  hits: number;
  waiting: number;
  lastHitAt: string | null;
  url: string;
}

const shownAtMost = 30;

/** Every known issue with how much it hits, those that hit the most first. */
export function bugListView(bugs: readonly BugListRow[]): View {
  const alive = bugs.filter(({ accounts, waiting }) => accounts + waiting > 0);
  const shown = alive.slice(0, shownAtMost);
  const rest = bugs.length - shown.length;
  const summary = counted(bugs.length, 'known issue');
  if (bugs.length === 0)
    return { summary, blocks: [{ kind: 'text', spans: [{ text: 'The knowledge holds no known issue.' }] }] };
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary },
      ...(shown.length === 0
        ? [{ kind: 'text' as const, spans: [{ text: 'None of them is known to hit anybody.', quiet: true }] }]
        : [issueTable(shown)]),
      ...issueButtonsOf(shown.map(({ issue }) => issue)),
      {
        kind: 'note',
        spans: sentenceSpans(
          `${restWords(rest, alive.length > shown.length)}\`/cs bug ID\` lists the customers of one.`,
        ),
      },
    ],
  };
}

function restWords(rest: number, isCut: boolean): string {
  if (rest === 0) return '';
  return `${rest} more ${isCut ? 'are not shown' : 'hit nobody that we know of'}. `;
}

function issueTable(shown: readonly BugListRow[]): ViewBlock {
  return {
    kind: 'table',
    columns: [
      { label: 'Issue' },
      { label: 'Status' },
      { label: 'Accounts', align: 'right' },
      { label: 'Hits', align: 'right' },
      { label: 'To confirm', align: 'right' },
      { label: 'Last hit' },
    ],
    rows: shown.map(({ issue, accounts, hits, waiting, lastHitAt, url }) => [
      [{ text: issue.title }, { text: '\n' }, { text: issue.id, code: true }],
      [{ text: statusWords(issue).replace(', ', ',\u00a0') }],
      [{ text: String(accounts), link: url }],
      [{ text: String(hits), link: url }],
      [{ text: String(waiting) }],
      [{ text: lastHitAt === null ? '–' : formatDay(lastHitAt) }],
    ]),
  };
}
