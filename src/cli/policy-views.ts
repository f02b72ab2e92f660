import type { Ruling } from '../domain/proposal.ts';
import type { Explanation, PersonsRights } from '../services/explain-policy.ts';
import type { Simulation } from '../services/simulate-policies.ts';
import type { CaseResult } from '../services/test-policies.ts';
import type { Span, View, ViewBlock } from '../views/view.ts';

/** What `policy test` found. */
export interface CasesResult {
  version: string;
  cases: number;
  failed: number;
  failures: readonly CaseResult[];
}

/** The table of cases: those that came out differently. */
export function casesView({ version, cases, failed, failures }: CasesResult): View {
  const summary =
    failed === 0
      ? `All ${cases} cases come out as expected under policies ${version}.`
      : `${failed} of ${cases} cases come out differently under policies ${version}.`;
  const items = failures.flatMap(({ name, line, differences }) =>
    differences.map(({ what, expected, actual }) => [
      { text: `line ${line}: ${name}: `, strong: true },
      { text: `${what} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}` },
    ]),
  );
  return {
    summary,
    blocks: [text(summary), ...(items.length > 0 ? [{ kind: 'list' as const, items }] : [])],
  };
}

/** Who may do what, and by which policies. */
export function explanationView(explanation: Explanation): View {
  const { who, what, account, allowed, ruling, people, policyIds, approvers, assumed, policies } =
    explanation;
  const subject = people ? 'Somebody here' : who;
  const none = people ? 'Nobody here' : `${who} may not`;
  const deed = `${what.verb} ${what.kind} on ${account.name}`;
  const summary = allowed ? `${subject} may ${deed}.` : `${none}${people ? ' may' : ''} ${deed}.`;
  const facts = [
    ...(ruling ? [{ label: 'How', value: [{ text: rulingWords(ruling) }] }] : []),
    { label: 'Roles that could approve', value: [{ text: approvers.roles.join(', ') || 'none' }] },
    { label: 'Members who could approve', value: [{ text: approvers.members.join(', ') || 'nobody' }] },
    ...(policyIds.length > 0
      ? [{ label: 'Deciding policies', value: [{ text: policyIds.join(', '), code: true }] }]
      : []),
    { label: 'Policies', value: [{ text: policies.version, code: true }] },
  ];
  const taken = Object.entries(assumed).map(([name, value]) => `${name} ${value}`);
  const notes = [
    ...(taken.length > 0 ? [`Assumed: ${taken.join(', ')}. Say otherwise with --params.`] : []),
    ...(policies.problem ? [`Nothing runs by itself: ${policies.problem}`] : []),
  ];
  return {
    summary,
    blocks: [
      text(summary),
      ...(people ? [peopleTable(people)] : []),
      { kind: 'facts', facts },
      ...notes.map((note) => ({ kind: 'note' as const, spans: [{ text: note }] })),
    ],
  };
}

function peopleTable(people: readonly PersonsRights[]): ViewBlock {
  const mark = (yes: boolean): string => (yes ? 'yes' : '–');
  return {
    kind: 'table',
    columns: [{ label: 'Member' }, { label: 'Roles' }, { label: 'May propose' }, { label: 'May approve' }],
    rows: people.map(({ id, name, roles, propose, approve }) =>
      [`${name} (${id})`, roles.join(', '), mark(propose), mark(approve)].map(cell),
    ),
  };
}

/** What other policies would have done differently. */
export function simulationView({ since, proposals, cut, changed, before, after }: Simulation): View {
  const summary = `${changed.length} of ${proposals} proposals since ${since.slice(0, 10)} would have been judged differently (${before} → ${after}).`;
  const rows = changed.map((item) =>
    [item.id, item.kind, item.account ?? '–', judgementWords(item.before), judgementWords(item.after)].map(
      cell,
    ),
  );
  const columns = ['Proposal', 'Action', 'Account', 'Now', 'Then'].map((label) => ({ label }));
  return {
    summary,
    blocks: [
      ...(rows.length > 0 ? [{ kind: 'table' as const, columns, rows }] : []),
      text(summary),
      ...(cut ? [text('There were more; the oldest were left out.')] : []),
    ],
  };
}

function judgementWords({ mayPropose, ruling, approvers }: Simulation['changed'][number]['before']): string {
  if (!mayPropose) return 'may not be proposed';
  const by = approvers.length > 0 && ruling.effect !== 'deny' ? ` by ${approvers.join(', ')}` : '';
  return `${rulingWords(ruling)}${by}`;
}

function rulingWords(ruling: Ruling): string {
  switch (ruling.effect) {
    case 'deny':
      return `denied: ${ruling.reason}`;
    case 'auto':
      return 'runs at once';
    case 'earned':
    case 'approve': {
      const { quorum, expiresHours, escalateHours } = ruling;
      const people = `${quorum} approval${quorum === 1 ? '' : 's'} within ${expiresHours} h, next tier after ${escalateHours} h`;
      return ruling.effect === 'earned' ? `runs at once where earned, otherwise ${people}` : people;
    }
  }
}

function text(words: string): ViewBlock {
  return { kind: 'text', spans: [{ text: words }] };
}

function cell(words: string): Span[] {
  return [{ text: words }];
}
