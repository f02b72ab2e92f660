import type { PackBlock } from '../../domain/account-pack.ts';
import { counted } from '../../domain/counted.ts';
import { dayWords } from '../../domain/day-words.ts';
import { cell, nothing, type PackFacts, type PackIssue, recordsOf, type Section } from './pack-facts.ts';

const issuesShown = 8;
const requestsShown = 8;

/** Where the customer waits for us: known issues that hit it, with their fix, and what it asked for. */
export const roadmapSection: Section = (facts) => {
  const issues = visibleIssues(facts);
  const requests = requestedFeatures(facts);
  if (issues.length === 0 && requests.length === 0)
    return nothing('No known issue hit this account, and no feature request of it was received');
  const open = issues.filter(({ status }) => status === 'open');
  const dated = open.filter(({ shipsOn }) => shipsOn !== null);
  const fixes =
    open.length === 0
      ? 'no known issue is open'
      : `${counted(open.length, 'known issue')} open, ${dated.length} with a date for the fix`;
  const blocks: PackBlock[] = [];
  if (issues.length > 0) blocks.push(issueTable(facts, issues));
  if (requests.length > 0) blocks.push(requestTable(facts, requests));
  return {
    takeaway: `${counted(requests.length, 'feature')} asked for; ${fixes}.`,
    blocks,
    missing: null,
  };
};

/** Internal issues are ours to know. Those that are open come first, then the gravest. */
export function visibleIssues({ issues, audience }: Pick<PackFacts, 'issues' | 'audience'>): PackIssue[] {
  return issues
    .filter((issue) => audience === 'internal' || issue.audience === 'customer')
    .toSorted(
      (one, other) =>
        Number(one.status !== 'open') - Number(other.status !== 'open') ||
        (one.severity < other.severity ? -1 : one.severity > other.severity ? 1 : 0) ||
        other.hits - one.hits,
    );
}

function issueTable({ audience }: PackFacts, issues: readonly PackIssue[]): PackBlock {
  const shown = issues.slice(0, issuesShown);
  const isOurs = audience === 'internal';
  return {
    kind: 'table',
    title:
      issues.length > shown.length ? `Known issues, ${shown.length} of ${issues.length}` : 'Known issues',
    columns: [
      { label: 'Issue' },
      { label: 'State' },
      { label: 'Fix' },
      ...(isOurs ? [{ label: 'Owner' }] : []),
      { label: 'Hits', align: 'right' as const },
    ],
    rows: shown.map((issue) => [
      cell(issue.title, issue.path),
      cell(issue.status),
      cell(fixWords(issue)),
      ...(isOurs ? [cell(issue.owner)] : []),
      cell(String(issue.hits)),
    ]),
  };
}

/** `4.41, on 3 Dec 2026`. */
export function fixWords({
  status,
  fixedIn,
  shipsOn,
}: Pick<PackIssue, 'status' | 'fixedIn' | 'shipsOn'>): string {
  if (status === 'fixed') return fixedIn === null ? 'fixed' : `fixed in ${fixedIn}`;
  const parts = [fixedIn === null ? '' : `in ${fixedIn}`, shipsOn === null ? '' : `on ${dayWords(shipsOn)}`];
  return parts.filter(Boolean).join(', ') || 'no date yet';
}

/** One thing that was asked for, however often. */
interface Requested {
  feature: string;
  times: number;
  lastAt: Date;
  lastSeq: number;
}

/** What the customer asked for up to the moment, the latest first. */
function requestedFeatures(facts: PackFacts): Requested[] {
  const found = new Map<string, Requested>();
  for (const { seq, event } of recordsOf(facts, 'feature.requested')) {
    const feature = event.payload.feature.trim();
    const key = feature.toLowerCase();
    const times = (found.get(key)?.times ?? 0) + 1;
    found.set(key, { feature, times, lastAt: event.at, lastSeq: seq });
  }
  return [...found.values()].sort((one, other) => other.lastAt.getTime() - one.lastAt.getTime());
}

function requestTable({ paths }: PackFacts, requests: readonly Requested[]): PackBlock {
  const shown = requests.slice(0, requestsShown);
  return {
    kind: 'table',
    title:
      requests.length > shown.length
        ? `Feature requests, the last ${shown.length} of ${requests.length}`
        : 'Feature requests',
    columns: [{ label: 'Asked for' }, { label: 'Times', align: 'right' }, { label: 'Last' }],
    rows: shown.map(({ feature, times, lastAt, lastSeq }) => [
      cell(feature, paths.record(lastSeq)),
      cell(String(times)),
      cell(dayWords(lastAt.toISOString())),
    ]),
  };
}
