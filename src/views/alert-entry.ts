import type { Alert } from '../domain/alert.ts';
import { alertLine } from './alert-line.ts';
import type { ViewBlock } from './view.ts';

/** An alert in a list with what one can do about it, so that nobody has to look for its card. */
export function alertEntry(alert: Alert, names: ReadonlyMap<string, string>): ViewBlock[] {
  const value = alert.id;
  return [
    { kind: 'text', spans: alertLine(alert, names) },
    {
      kind: 'buttons',
      buttons: [
        ...(alert.assignee === null ? [{ action: 'alert-take' as const, label: "I'm on it", value }] : []),
        { action: 'alert-play', label: 'See the play', value: alert.account },
        { action: 'alert-assign', label: 'Assign', value },
        { action: 'alert-snooze', label: 'Snooze', value },
        { action: 'alert-judge', label: 'Not useful', value },
      ],
    },
  ];
}
