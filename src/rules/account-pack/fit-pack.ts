import type { Pack, PackBlock, PackChart, PackSection, PackSpan } from '../../domain/account-pack.ts';
import { oneLine } from '../../domain/one-line.ts';

/** Longest texts of a pack, in characters: what is longer would break a page. */
export const longest = { name: 80, line: 400, sentence: 150, cell: 160, label: 60 } as const;

/** A pack whose every text is cut to what a page holds, whoever wrote it. */
export function fitPack(pack: Pack): Pack {
  return {
    ...pack,
    title: oneLine(pack.title, longest.name),
    subtitle: oneLine(pack.subtitle, longest.name),
    sections: pack.sections.map(
      (section): PackSection => ({
        ...section,
        takeaway: oneLine(section.takeaway, longest.line),
        blocks: section.blocks.map((block) => fitBlock(block, longest.line)),
        missing: section.missing === null ? null : oneLine(section.missing, longest.line),
      }),
    ),
  };
}

/**
 * What people and sources wrote is cut to what a page holds, and cannot turn what stands around it.
 * @param item - the longest text of an item of a list
 */
export function fitBlock(block: PackBlock, item: number = longest.cell): PackBlock {
  const spans = (of: readonly PackSpan[], most: number): PackSpan[] =>
    of.map((span) => ({ ...span, text: keepEdges(span.text, most) })).filter(({ text }) => text !== '');
  switch (block.kind) {
    case 'paragraph':
      return { ...block, spans: spans(block.spans, longest.line) };
    case 'list':
      return { ...block, items: block.items.map((parts) => spans(parts, item)) };
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map((one) => spans(one, longest.cell))) };
    case 'facts':
      return {
        ...block,
        facts: block.facts.map((fact) => ({
          ...fact,
          value: oneLine(fact.value, longest.label),
          detail: fact.detail === null ? null : oneLine(fact.detail, longest.label),
        })),
      };
    case 'chart':
      return { ...block, chart: fitChart(block.chart) };
  }
}

function fitChart(chart: PackChart): PackChart {
  const fit = <T extends { label: string }>(one: T): T => ({
    ...one,
    label: oneLine(one.label, longest.label),
  });
  switch (chart.kind) {
    case 'trend':
      return { ...chart, events: chart.events.map(fit) };
    case 'bars':
      return { ...chart, bars: chart.bars.map(fit) };
    case 'waterfall':
      return chart;
  }
}

/** One line, whose blank at the beginning or end holds it apart from what stands beside it. */
function keepEdges(text: string, most: number): string {
  const line = oneLine(text, most);
  if (line === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${heldTogether(line)}${/\s$/.test(text) ? ' ' : ''}`;
}

/** A date does not break over two lines. */
function heldTogether(line: string): string {
  return line.replace(
    /\b(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})\b/g,
    '$1\u00a0$2\u00a0$3',
  );
}
