import type { ActionKindName } from '../domain/action.ts';
import type { AutonomyLevel } from '../domain/proposal.ts';
import type { AutonomyRecord } from '../rules/autonomy/judge-autonomy.ts';
import type { Span, View } from './view.ts';

/** How one kind of action stands on the ladder, and on what record. */
export interface AutonomyStanding extends AutonomyRecord {
  kind: ActionKindName;
  level: AutonomyLevel;
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
          [
            { text: 'suggest', strong: true },
            { text: ': people approve each one that policy does not let run at once' },
          ],
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
    [{ text: String(standing.decisions) }],
    [{ text: share(standing.asProposedPercent) }],
    [{ text: share(standing.lastPercent) }],
    [{ text: standing.missing ?? (standing.level === 'auto' ? '–' : 'nothing') }],
  ];
}

/** Rounded down where it was counted: 89.9 % is not 90. */
function share(percent: number | null): string {
  return percent === null ? '–' : `${percent} %`;
}
