import type { Alert } from '../domain/alert.ts';
import { counted } from '../domain/counted.ts';
import { alertEntry } from './alert-entry.ts';
import { alertLine } from './alert-line.ts';
import { said } from './said.ts';
import type { View, ViewBlock } from './view.ts';

/** What a list says of itself, and what it may have left out. */
export interface AlertsList {
  alerts: readonly Alert[];
  scope: 'mine' | 'all' | 'snoozed' | 'closed';
  names: ReadonlyMap<string, string>;
  /** There are more than are shown. */
  more: boolean;
}

/** A message holds so many without being cut in two. */
const withButtons = 10;
const moreWords = 'More are open. Their cards are in the alerts channel.';

const empty: Readonly<Record<AlertsList['scope'], string>> = {
  mine: 'No alert waits for you. Those of everybody: /cs alerts all',
  all: 'No alert is open.',
  snoozed: 'No alert is snoozed.',
  closed: 'No alert was closed yet.',
};

/** Alerts as a list, the most severe first, each with its account, its sentence and whose it is. */
export function alertsListView({ alerts, scope, names, more }: AlertsList): View {
  if (alerts.length === 0) return said(empty[scope]);
  const summary = `${counted(alerts.length, 'alert')}${more ? ', the first of more' : ''}`;
  return {
    summary,
    blocks: [
      { kind: 'heading', text: `${headings[scope]}: ${alerts.length}${more ? ', the first of more' : ''}` },
      ...alerts.flatMap((alert, index): ViewBlock[] =>
        scope !== 'closed' && index < withButtons
          ? alertEntry(alert, names)
          : [{ kind: 'list', items: [alertLine(alert, names)] }],
      ),
      ...(more ? [{ kind: 'note' as const, spans: [{ text: moreWords }] }] : []),
    ],
  };
}

const headings: Readonly<Record<AlertsList['scope'], string>> = {
  mine: 'Your alerts',
  all: 'Open alerts',
  snoozed: 'Snoozed alerts',
  closed: 'Closed alerts',
};
