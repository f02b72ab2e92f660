import { formatDay, formatPercent } from './format.ts';
import type { Span, View } from './view.ts';

interface Group {
  size: number;
  acted: number;
}

/** What came of one nudge, as its row shows it. */
interface ShownRecord {
  nudge: string | null;
  sent: Group;
  heldOut: Group;
  comparison:
    | { kind: 'too-few'; needed: number }
    | {
        kind: 'compared';
        difference: number;
        low: number;
        high: number;
        verdict: 'more' | 'fewer' | 'not-shown';
      };
  clicked: number;
  tooRecent: number;
  open: number;
  deferred: number;
  dropped: number;
}

/** What the report of nudges shows. */
export interface ShownNudgeReport {
  since: string;
  actWithinDays: number;
  holdOutPercent: number;
  total: ShownRecord;
  nudges: readonly ShownRecord[];
}

/** What people did after a nudge, beside what they did without one. Nothing is claimed that the figures do not carry. */
export function nudgeReportView(report: ShownNudgeReport): View {
  const { total, nudges, since, actWithinDays, holdOutPercent } = report;
  const summary = `Nudges since ${formatDay(since)}: ${verdictOf(total)}`;
  const alive = nudges.filter(
    (one) => one.sent.size + one.heldOut.size + one.tooRecent + one.open + one.deferred + one.dropped > 0,
  );
  const labels = [
    'Nudge',
    'Sent: acted',
    'Held out: acted',
    'Difference',
    'Clicked',
    'Running',
    'Waiting',
    'Deferred',
    'Not sent',
  ];
  return {
    summary,
    blocks: [
      { kind: 'heading', text: summary },
      ...(alive.length === 0
        ? [{ kind: 'text' as const, spans: [{ text: 'No nudge was decided in this time.' }] }]
        : [
            {
              kind: 'table' as const,
              columns: labels.map((label, index) => ({
                label,
                align: index === 0 ? ('left' as const) : ('right' as const),
              })),
              rows: [...alive, total].map(rowOf),
            },
          ]),
      {
        kind: 'note',
        spans: [
          {
            text:
              `Acted = used the feature that the nudge leads to within ${actWithinDays} days, not counting the day itself. ` +
              `${holdOutPercent} of a hundred are held out. A difference counts when its 95 % interval leaves out zero; ` +
              'of many nudges one may do so by chance. Clicks prove nothing, since whoever is held out cannot click.',
          },
        ],
      },
    ],
  };
}

function rowOf(record: ShownRecord): Span[][] {
  const { nudge, sent, heldOut, clicked, tooRecent, open, deferred, dropped } = record;
  return [
    [nudge === null ? { text: 'All', strong: true } : { text: nudge, code: true }],
    [{ text: groupWords(sent) }],
    [{ text: groupWords(heldOut) }],
    [{ text: differenceWords(record) }],
    ...[clicked, tooRecent, open, deferred, dropped].map((count) => [{ text: String(count) }]),
  ];
}

function groupWords({ size, acted }: Group): string {
  return size === 0 ? '–' : `${acted} of ${size} (${formatPercent(acted / size)})`;
}

function differenceWords({ comparison }: ShownRecord): string {
  if (comparison.kind === 'too-few') return 'too few to say';
  const { difference, low, high } = comparison;
  return `${points(difference)} (${points(low)} to ${points(high)})`;
}

function verdictOf({ comparison }: ShownRecord): string {
  if (comparison.kind === 'too-few')
    return `too few to say; ${comparison.needed} sent and ${comparison.needed} held out are needed`;
  switch (comparison.verdict) {
    case 'more':
      return `more people acted with a nudge than without, by ${sizeOf(comparison.difference)}`;
    case 'fewer':
      return `fewer people acted with a nudge than without, by ${sizeOf(comparison.difference)}`;
    case 'not-shown':
      return 'no difference to the hold-out is shown';
  }
}

/** How large a difference of shares is, in percentage points. */
function sizeOf(difference: number): string {
  return `${Math.abs(Math.round(difference * 100))}\u00a0points`;
}

/** A difference of shares in percentage points, with its sign. */
function points(difference: number): string {
  const rounded = Math.round(difference * 100);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : ''}${Math.abs(rounded)}\u00a0points`;
}
