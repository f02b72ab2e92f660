import { counted } from '../domain/counted.ts';
import { formatDay, formatInstant } from './format.ts';
import type { Span, Tone, View, ViewBlock } from './view.ts';

type State = 'met' | 'not-met' | 'unknown';

/** How one criterion or KPI stands, as its row shows it. */
interface ShownMeasure {
  text: string;
  state: State;
  actual: number | null;
  target: number | null;
  reason: string;
  evidence: readonly string[];
}

interface ShownUseCase {
  id: string;
  title: string;
  outcome: string;
  chosen: boolean;
  state: State;
  criteria: readonly ShownMeasure[];
  kpis: readonly ShownMeasure[];
  kit: string | null;
}

/** What the card of adoption shows. */
export interface ShownAdoption {
  account: { id: string; name: string; icp: string | null; useCase: string | null };
  people: { known: number; active28: number };
  useCases: readonly ShownUseCase[];
  unused: readonly { feature: string; lastUsedOn: string | null }[];
  nudges: readonly {
    user: string;
    nudge: string;
    because: string;
    verdict: 'send' | 'hold-out' | 'defer' | 'withhold';
    reason: string;
    until: string | null;
  }[];
}

const stateWords: Readonly<Record<State, string>> = {
  met: '✓ met',
  'not-met': '✗ not met',
  unknown: 'unknown',
};
const tones: Readonly<Record<State, Tone>> = { met: 'good', 'not-met': 'warning', unknown: 'neutral' };
const nudgesAtMost = 8;

/** How an account uses what it bought: its use case with all criteria and KPIs, the others in a line, and the nudges that are due. */
export function adoptionView(adoption: ShownAdoption): View {
  const { account, people, useCases } = adoption;
  const chosen = useCases.find((one) => one.chosen);
  const summary = `Adoption of ${account.name}: ${chosen ? `${chosen.title} ${stateText(chosen.state)}` : 'no use case chosen'}`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary, tone: tones[chosen?.state ?? 'unknown'] },
      {
        kind: 'text',
        spans: [
          { text: `${people.active28} of ${counted(people.known, 'person', 'people')} used it in 28 days.` },
          ...(chosen ? [{ text: ` ${chosen.outcome}`, quiet: true }] : []),
        ],
      },
      ...(chosen ? chosenBlocks(chosen) : [noneChosen(adoption)]),
      ...unusedBlocks(adoption),
      ...otherBlocks(useCases.filter((one) => !one.chosen)),
      ...nudgeBlocks(adoption),
      { kind: 'note', spans: noteSpans(chosen) },
    ],
  };
}

function stateText(state: State): string {
  return state === 'met' ? 'stands' : state === 'not-met' ? 'does not stand yet' : 'is not known yet';
}

function noneChosen({ account, useCases }: ShownAdoption): ViewBlock {
  const why =
    account.useCase === null
      ? 'No contract says what this customer uses the product for.'
      : `The contract says “${account.useCase}”, which is none of our use cases.`;
  const next = useCases.length > 0 ? ' The usual ones of its kind are below.' : '';
  return { kind: 'text', spans: [{ text: why + next }] };
}

function chosenBlocks({ criteria, kpis }: ShownUseCase): ViewBlock[] {
  const row = (one: ShownMeasure, kind: string): Span[][] => [
    [{ text: one.text }],
    [{ text: kind, quiet: true }],
    [{ text: stateWords[one.state], strong: one.state === 'not-met' }],
    [evidenceSpan(one)],
  ];
  return [
    {
      kind: 'table',
      columns: [
        { label: 'Criterion or KPI' },
        { label: 'Kind' },
        { label: 'State' },
        { label: 'What was counted' },
      ],
      rows: [
        ...criteria.map((one) => row(one, 'criterion')),
        ...kpis.map((one) => row(one, one.target === null ? 'KPI' : `KPI, from ${one.target}`)),
      ],
    },
  ];
}

function evidenceSpan({ reason, evidence }: ShownMeasure): Span {
  const [link] = evidence;
  return link === undefined ? { text: reason } : { text: reason, link };
}

function unusedBlocks({ unused }: ShownAdoption): ViewBlock[] {
  if (unused.length === 0) return [];
  const words = unused.map(({ feature, lastUsedOn }) =>
    lastUsedOn === null ? `${feature} (never)` : `${feature} (last on ${formatDay(lastUsedOn)})`,
  );
  return [
    {
      kind: 'text',
      spans: [{ text: 'Unused for 28 days: ', strong: true }, { text: words.join(', ') }],
    },
  ];
}

function otherBlocks(others: readonly ShownUseCase[]): ViewBlock[] {
  if (others.length === 0) return [];
  return [
    { kind: 'text', spans: [{ text: 'Other use cases of its kind', strong: true }] },
    {
      kind: 'list',
      items: others.map(({ title, state, criteria }) => [
        { text: `${title}: ` },
        {
          text: `${criteria.filter((one) => one.state === 'met').length} of ${counted(criteria.length, 'criterion', 'criteria')} met`,
          quiet: state !== 'met',
        },
      ]),
    },
  ];
}

function nudgeBlocks({ nudges }: ShownAdoption): ViewBlock[] {
  const heading: ViewBlock = { kind: 'text', spans: [{ text: 'Nudges that are due', strong: true }] };
  if (nudges.length === 0) return [heading, { kind: 'text', spans: [{ text: 'None.', quiet: true }] }];
  const order = ['send', 'defer', 'hold-out', 'withhold'] as const;
  const sorted = [...nudges].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  const more = nudges.length - nudgesAtMost;
  return [
    heading,
    {
      kind: 'table',
      columns: [{ label: 'User' }, { label: 'Nudge' }, { label: 'Because' }, { label: 'What becomes of it' }],
      rows: sorted
        .slice(0, nudgesAtMost)
        .map((one) => [
          [{ text: one.user }],
          [{ text: one.nudge, code: true }],
          [{ text: one.because }],
          [{ text: verdictWords(one) }],
        ]),
    },
    ...(more > 0 ? [{ kind: 'note' as const, spans: [{ text: `${more} more are not shown.` }] }] : []),
  ];
}

function verdictWords({ verdict, reason, until }: ShownAdoption['nudges'][number]): string {
  switch (verdict) {
    case 'send':
      return 'next to be proposed';
    case 'hold-out':
      return 'held out: observed without it';
    case 'defer':
      return `waits until ${formatInstant(until ?? '')}: ${reason}`;
    case 'withhold':
      return `not now: ${reason}`;
  }
}

function noteSpans(chosen: ShownUseCase | undefined): Span[] {
  const kit = chosen?.kit
    ? [{ text: 'Champion kit: ' }, { text: `/cs kit ${chosen.id}`, code: true }, { text: '. ' }]
    : [];
  return [...kit, { text: 'What came of nudges: ' }, { text: '/cs nudges', code: true }, { text: '.' }];
}
