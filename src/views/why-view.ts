import type { ComponentId, TimelineEntry } from '../domain/health.ts';
import { capitalize, formatChange, formatDay, formatPoints } from './format.ts';
import { nameAndMatter } from './name-and-matter.ts';
import { timelineItems } from './timeline-view.ts';
import type { Span, View, ViewBlock } from './view.ts';

/** What the view needs of an explained change. */
export interface ExplainedChange {
  account: { id: string; name: string };
  since: string;
  until: string | null;
  asOf: string;
  before: number | null;
  after: number | null;
  change: number | null;
  components: readonly {
    id: ComponentId;
    before: number | null;
    after: number | null;
    contributionChange: number;
    reasonBefore: string;
    reasonAfter: string;
    url: string;
  }[];
  events: readonly TimelineEntry[];
  hasMoreEvents: boolean;
  profileChanged: boolean;
  url: string;
}

const shownEvents = 10;

/** The card that answers "why did it change?". */
export function whyView(explained: ExplainedChange): View {
  const title = whyHeadline(explained);
  const moved = explained.components.filter(
    (component) => component.before !== null || component.after !== null,
  );
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'text', spans: fromTo(explained) },
      changeTable(moved, explained),
      ...(explained.profileChanged ? [profileNote] : []),
      { kind: 'text', spans: [{ text: 'What happened in between', strong: true }] },
      timelineItems(explained.events.slice(0, shownEvents)),
      ...moreNote(explained),
      {
        kind: 'buttons',
        buttons: [
          { action: 'health', label: 'Health', value: explained.account.id, tone: 'primary' },
          { action: 'timeline', label: 'Timeline', value: explained.account.id },
        ],
      },
      {
        kind: 'note',
        spans: [
          { text: `${formatDay(explained.since)} to ${formatDay(explained.asOf)} · ` },
          { text: 'how this was computed', link: explained.url },
        ],
      },
    ],
  };
}

/** `Acme Corporation: ▼ 8.15 since 1 Nov 2026`, `… between 1 Nov 2026 and 15 Nov 2026`. */
export function whyHeadline(explained: ExplainedChange): string {
  const change = explained.change === null ? 'change unknown' : formatChange(explained.change);
  const { account, since, until } = explained;
  const when =
    until === null ? `since ${formatDay(since)}` : `between ${formatDay(since)} and ${formatDay(until)}`;
  return nameAndMatter(account.name, `${change} ${when}`);
}

function moreNote({ account, events, hasMoreEvents, url }: ExplainedChange): ViewBlock[] {
  const left = events.length - shownEvents;
  if (hasMoreEvents)
    return [
      {
        kind: 'note',
        spans: [
          { text: 'More happened than is listed: ' },
          { text: `/cs timeline ${account.id}`, code: true },
        ],
      },
    ];
  return left > 0 ? [{ kind: 'note', spans: [{ text: `and ${left} more`, link: url }] }] : [];
}

const profileNote: ViewBlock = {
  kind: 'note',
  spans: [
    {
      text: 'The account changed its lifecycle stage in between, so part of the change is another set of thresholds.',
    },
  ],
};

function fromTo(explained: ExplainedChange): Span[] {
  const before = explained.before === null ? 'no score' : formatPoints(explained.before);
  const after = explained.after === null ? 'no score' : formatPoints(explained.after);
  return [{ text: `${before} → ` }, { text: after, strong: true, link: explained.url }];
}

function changeTable(
  components: ExplainedChange['components'],
  { since, until }: ExplainedChange,
): ViewBlock {
  return {
    kind: 'table',
    columns: [
      { label: 'Component' },
      { label: 'Points', align: 'right' },
      { label: until === null ? 'Then' : formatDay(since) },
      { label: until === null ? 'Now' : formatDay(until) },
    ],
    rows: components.map((component) => [
      [{ text: capitalize(component.id) }],
      [{ text: formatChange(component.contributionChange), link: component.url }],
      [{ text: component.reasonBefore }],
      [{ text: component.reasonAfter }],
    ]),
  };
}
