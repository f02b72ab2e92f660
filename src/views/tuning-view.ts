import { counted } from '../domain/counted.ts';
import type { RuleTuning, TuningReport } from '../domain/rule-tuning.ts';
import { formatDay, formatPercent } from './format.ts';
import type { Span, View, ViewBlock } from './view.ts';

const rowsAtMost = 40;

/** What each rule was worth: raised, judged, measured, and what its plays came to. What should be changed comes first. */
export function tuningView({ from, to, rules, measuredAt, saves }: TuningReport): View {
  const raised = rules.reduce((sum, rule) => sum + rule.raised, 0);
  const last = new Date(Date.parse(to) - 1).toISOString();
  const title = `Rules, ${formatDay(from)} to ${formatDay(last)}`;
  const summary = `${counted(raised, 'alert')}, ${counted(saves, 'customer')} saved by a play`;
  const concerns = rules.filter(({ concern }) => concern !== null);
  const shown = rules
    .filter((rule) => rule.raised > 0 || rule.measured !== null || playsOf(rule) > 0)
    .slice(0, rowsAtMost);
  return {
    summary: `${title}: ${summary}`,
    blocks: [
      { kind: 'heading', text: title },
      { kind: 'text', spans: [{ text: `${summary}.` }] },
      ...(concerns.length === 0 ? [] : [concernList(concerns)]),
      ...(shown.length === 0 ? [] : [tableOf(shown)]),
      { kind: 'note', spans: [{ text: noteOf(measuredAt) }] },
    ],
  };
}

function concernList(rules: readonly RuleTuning[]): ViewBlock {
  return {
    kind: 'list',
    items: rules
      .slice(0, rowsAtMost)
      .map(({ rule, title, concern }): Span[] => [
        { text: `${title} (${rule}): `, strong: true },
        { text: concern ?? '' },
      ]),
  };
}

function tableOf(rules: readonly RuleTuning[]): ViewBlock {
  return {
    kind: 'table',
    columns: [
      { label: 'Rule' },
      ...['Raised', 'Useful', 'Precision', 'Lift', 'Recall', 'Lead', 'Plays', 'Saved'].map((label) => ({
        label,
        align: 'right' as const,
      })),
    ],
    rows: rules.map((rule) => cellsOf(rule).map((text) => [{ text }])),
  };
}

function cellsOf(rule: RuleTuning): string[] {
  const { verdicts, measured, plays } = rule;
  const judged = verdicts.useful + verdicts.not_useful + verdicts.too_early;
  return [
    ...[rule.title, String(rule.raised), judged === 0 ? '–' : `${verdicts.useful} of ${judged}`],
    ...[percent(measured?.precision ?? null), measured?.lift?.toFixed(2) ?? '–'],
    percent(measured?.recall ?? null),
    measured?.medianLeadDays == null ? '–' : `${Math.round(measured.medianLeadDays)} d`,
    ...[String(playsOf(rule)), String(plays.saved)],
  ];
}

function playsOf({ plays }: RuleTuning): number {
  return plays.running + plays.saved + plays.lost + plays.other;
}

function percent(ratio: number | null): string {
  return ratio === null ? '–' : formatPercent(ratio);
}

function noteOf(measuredAt: string | null): string {
  const useful = '"Useful" is what people said of its alerts. ';
  return measuredAt === null
    ? `${useful}Nothing is measured yet: holdfast rules backtest replays your history.`
    : `${useful}Precision, lift, recall and lead were measured on ${formatDay(measuredAt)} by replaying your history.`;
}
