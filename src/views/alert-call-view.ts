import type { Alert } from '../domain/alert.ts';
import { severityRank } from '../domain/alert.ts';
import { counted } from '../domain/counted.ts';
import { alertLine } from './alert-line.ts';
import { sentenceSpans } from './command.ts';
import type { View, ViewBlock, ViewButton } from './view.ts';

/** Why somebody is called: nobody took it, its snooze is over, or somebody gave it to them. */
export type CallReason = 'escalated' | 'woke' | 'assigned';

/** What one person is called for. */
export interface AlertCall {
  alerts: readonly { alert: Alert; why: CallReason }[];
  /** Names of members by id. */
  names: ReadonlyMap<string, string>;
  /** Who gave them those that were assigned. */
  by?: string;
}

/** With buttons; the others are one line each. A message holds 45 blocks. */
const withButtons = 5;
const namedAtMost = 10;

/** A message to one person alone about alerts that need them now, the most severe first. */
export function alertCallView({ alerts, names, by }: AlertCall): View {
  const sorted = [...alerts].sort(
    (one, other) => severityRank(one.alert.finding.severity) - severityRank(other.alert.finding.severity),
  );
  const [escalated, woken, assigned] = (['escalated', 'woke', 'assigned'] as const).map(
    (reason) => sorted.filter(({ why }) => why === reason).length,
  ) as [number, number, number];
  const words = [
    escalated > 0 ? `${counted(escalated, 'alert')} that nobody took for 4 working hours` : null,
    woken > 0 ? `${counted(woken, 'alert')} awake again` : null,
    assigned > 0 ? `${by ?? 'Somebody'} gave you ${counted(assigned, 'alert')}` : null,
  ].filter((part) => part !== null);
  const summary = words.join(', ');
  const left = sorted.length - namedAtMost;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary, tone: escalated > 0 ? 'bad' : 'warning' },
      ...sorted
        .slice(0, namedAtMost)
        .flatMap(({ alert, why }, index) => entry(alert, why, names, index < withButtons)),
      ...(left > 0
        ? [{ kind: 'note' as const, spans: sentenceSpans(`and ${left} more: /cs alerts all`) }]
        : []),
    ],
  };
}

function entry(alert: Alert, why: CallReason, names: AlertCall['names'], hasButtons: boolean): ViewBlock[] {
  const reason = alert.verdicts.length > 0 && why === 'woke' ? ' Is it time now?' : '';
  const line: ViewBlock = { kind: 'list', items: [[...alertLine(alert, names), { text: reason }]] };
  if (!hasButtons) return [line];
  const value = alert.id;
  return [
    line,
    {
      kind: 'buttons',
      buttons: [
        ...(why === 'assigned' ? [] : [take(value)]),
        { action: 'alert-assign', label: 'Assign', value },
        { action: 'alert-snooze', label: 'Snooze', value },
        { action: 'alert-judge', label: 'Not useful', value },
      ],
    },
  ];
}

function take(value: string): ViewButton {
  return { action: 'alert-take', label: "I'm on it", value, tone: 'primary' };
}
