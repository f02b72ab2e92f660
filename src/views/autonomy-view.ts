import type { ActionKindName } from '../domain/action.ts';
import type { AutonomyLevel } from '../domain/proposal.ts';
import { formatPercent } from './format.ts';
import type { Span, View } from './view.ts';

/** How one kind of action stands on the ladder. */
export interface AutonomyStanding {
  kind: ActionKindName;
  level: AutonomyLevel;
  /** What people decided in the last 30 days, and how much of it exactly as proposed. */
  decisions30d: number;
  asProposed30d: number;
  /** The same of the last 20 decisions, or of as many as there are. */
  lastDecisions: number;
  lastAsProposed: number;
  /** What it still needs for `auto`, in words: `12 more decisions`; null = nothing */
  missing: string | null;
}

/** What `/cs autonomy` shows: every kind, how far it may go by itself, and what that stands on. */
export function autonomyView(standings: readonly AutonomyStanding[]): View {
  const byItself = standings.filter(({ level }) => level === 'auto').length;
  return {
    summary: `Autonomy: ${byItself} of ${standings.length} kinds of action run by themselves`,
    blocks: [
      { kind: 'heading', text: 'How far each kind of action may go by itself' },
      {
        kind: 'table',
        columns: [
          { label: 'Action' },
          { label: 'Level' },
          { label: 'Decisions, 30 days', align: 'right' },
          { label: 'As proposed', align: 'right' },
          { label: 'Of the last 20', align: 'right' },
          { label: 'Missing for auto' },
        ],
        rows: standings.map(row),
      },
      {
        kind: 'list',
        items: [
          [{ text: 'shadow', strong: true }, { text: ': proposed and decided for practice, never run' }],
          [{ text: 'suggest', strong: true }, { text: ': people approve each one' }],
          [
            { text: 'auto', strong: true },
            {
              text: ': runs by itself where policy permits it; steps down by itself below 80 % of the last 20',
            },
          ],
        ],
      },
    ],
  };
}

function row(standing: AutonomyStanding): Span[][] {
  return [
    [{ text: standing.kind, code: true }],
    [{ text: standing.level, strong: standing.level === 'auto' }],
    [{ text: String(standing.decisions30d) }],
    [{ text: share(standing.asProposed30d, standing.decisions30d) }],
    [{ text: share(standing.lastAsProposed, standing.lastDecisions) }],
    [{ text: standing.missing ?? (standing.level === 'auto' ? '–' : 'nothing') }],
  ];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : formatPercent(part / whole);
}
