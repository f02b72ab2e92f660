import { counted } from '../domain/counted.ts';
import type { TimelineEntry } from '../domain/health.ts';
import { formatDay } from './format.ts';
import type { View, ViewBlock } from './view.ts';

/** What happened to an account, newest first. */
export function timelineView(timeline: {
  account: { id: string; name: string };
  from: string;
  to: string;
  entries: readonly TimelineEntry[];
  truncated: boolean;
}): View {
  const { account, entries } = timeline;
  const title = `${account.name}: timeline`;
  const period = `${formatDay(timeline.from)} to ${formatDay(timeline.to)}`;
  const more = timeline.truncated ? ` · the latest ${entries.length} are shown` : '';
  return {
    summary: `${title}, ${counted(entries.length, 'entry', 'entries')}`,
    blocks: [
      { kind: 'heading', text: title },
      timelineItems(entries),
      {
        kind: 'buttons',
        buttons: [{ action: 'health', label: 'Health', value: account.id, tone: 'primary' }],
      },
      { kind: 'note', spans: [{ text: `${period}${more}` }] },
    ],
  };
}

/** Entries as a list: day, kind, and the title that links to its record. */
export function timelineItems(entries: readonly TimelineEntry[]): ViewBlock {
  if (entries.length === 0)
    return { kind: 'text', spans: [{ text: 'Nothing happened in this time.', quiet: true }] };
  return {
    kind: 'list',
    items: entries.map((entry) => [
      { text: `${formatDay(entry.at)} · ${entry.kind} · `, quiet: true },
      { text: entry.title, link: entry.url },
    ]),
  };
}
