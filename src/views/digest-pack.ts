import type { Pack, PackBlock, PackSection, PackSpan } from '../domain/account-pack.ts';
import { type DigestSection, digestSections } from '../domain/digest.ts';
import { detailBlocks } from './digest-details-view.ts';
import { type DrawnDigest, digestLine, digestUrl, sectionTitles } from './digest-lines.ts';
import { staleLine, titleOf } from './digest-view.ts';
import { formatDay } from './format.ts';
import { momentIn } from './local-moment.ts';
import type { Span, ViewBlock } from './view.ts';

/** How it is drawn; raised when the same snapshot is drawn otherwise. */
const drawing = 'digest@2';

/** What a part has to say of nobody; those without an entry have no details. */
const nobody: Partial<Readonly<Record<DigestSection, string>>> = {
  health: 'no score changed in this week',
  risks: 'nobody came in, and nobody went out',
  renewals: 'no contract renews so soon',
  support: 'no ticket of priority P0 or P1 is open',
  issues: 'no open known issue hits a customer',
  expansion: 'nothing was won in this week, and nothing is open',
};

/**
 * A digest as a pack that can be passed on: the lines of its message on the first page, then what hangs under it. Drawn from its
 * snapshot alone, so that the same digest is the same file.
 */
export function digestPack(digest: DrawnDigest): Pack {
  const { snapshot } = digest;
  const title = titleOf(snapshot);
  return {
    kind: 'digest',
    title: 'Weekly digest',
    subtitle: title,
    account: null,
    audience: 'internal',
    asOf: snapshot.asOf,
    moment: momentIn(snapshot.zone, snapshot.asOf),
    knownAt: snapshot.knownAt,
    template: drawing,
    period: {
      from: snapshot.before,
      until: snapshot.asOf,
      words: `${formatDay(snapshot.dayBefore)} to ${formatDay(snapshot.day)}, each figure beside the week before and its target`,
    },
    sections: [
      summaryOf(digest),
      ...digestSections.flatMap((section) => {
        const none = nobody[section];
        return none === undefined ? [] : [detailsOf(digest, section, none)];
      }),
    ],
  };
}

function summaryOf(digest: DrawnDigest): PackSection {
  const { id, snapshot } = digest;
  const chart = greenShares(digest);
  return {
    id: 'summary',
    title: 'The week',
    takeaway: snapshot.lead.text,
    intro: null,
    missing: null,
    blocks: [
      {
        kind: 'list',
        title: 'In seven lines',
        items: digestSections.map((section) => toSpans(digestLine(section, digest))),
      },
      ...(chart === null ? [] : [chart]),
      ...toBlocks('', staleLine(snapshot)),
      {
        kind: 'paragraph',
        spans: [
          { text: 'Every figure with its records: ' },
          { text: 'the page of this digest', path: digestUrl(id) },
          { text: `. Its id is ${id}.` },
        ],
      },
    ],
  };
}

/** The base week by week, where there is more than one. */
function greenShares({ id, snapshot: { weeks } }: DrawnDigest): PackBlock | null {
  if (weeks.length < 3) return null;
  const points = weeks.map(({ day, green, amber, red }) => {
    const scored = green + amber + red;
    return { on: day, value: scored === 0 ? null : Math.round((100 * green) / scored) };
  });
  return {
    kind: 'chart',
    path: digestUrl(id, 'health'),
    chart: {
      kind: 'trend',
      title: 'Customers in green, percent',
      unit: 'percent',
      most: 100,
      points,
      events: [],
    },
  };
}

function detailsOf(digest: DrawnDigest, section: DigestSection, none: string): PackSection {
  const blocks = detailBlocks(digest, section);
  const [heading] = blocks;
  const about = heading?.kind === 'heading' ? heading.text : sectionTitles[section];
  return {
    id: section,
    title: sectionTitles[section],
    intro: null,
    takeaway: headOf(digestLine(section, digest)),
    blocks: toBlocks(about, blocks),
    missing: blocks.length === 0 ? none : null,
  };
}

/** The figure of a line with what it was and its target: who is behind it stands below. */
function headOf(line: readonly Span[]): string {
  const text = line
    .slice(1)
    .map((span) => span.text)
    .join('');
  return text.split(' · ')[0] ?? text;
}

/** What a message and a page have in common; the heading of a table becomes its title. */
function toBlocks(title: string, blocks: readonly ViewBlock[]): PackBlock[] {
  return blocks.flatMap((block): PackBlock[] => {
    switch (block.kind) {
      case 'text':
      case 'note':
        return [{ kind: 'paragraph', spans: toSpans(block.spans) }];
      case 'list':
        return [{ kind: 'list', title, items: block.items.map(toSpans) }];
      case 'table':
        return [
          {
            kind: 'table',
            title,
            columns: block.columns,
            rows: block.rows.map((row) => row.map(toSpans)),
          },
        ];
      default:
        return [];
    }
  });
}

function toSpans(spans: readonly Span[]): PackSpan[] {
  return spans.map(({ text, strong, link }) => ({
    text,
    ...(strong ? { strong } : {}),
    ...(link === undefined ? {} : { path: link }),
  }));
}
