import type { PackBlock, PackFact } from '../../domain/account-pack.ts';
import { dayWords } from '../../domain/day-words.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import { sumByCurrency } from '../issue-match/bug-figures.ts';
import {
  cell,
  changeWords,
  formatCount,
  isBefore,
  isWithin,
  nothing,
  type PackFacts,
  recordsOf,
  type Section,
} from './pack-facts.ts';

const recordsShown = 8;

/** What the customer got out of it, as the product or the customer measured it. */
export const roiSection: Section = (facts) => {
  const { period, paths } = facts;
  const all = recordsOf(facts, 'value.measured');
  const records = all.filter(({ event }) => isWithin(facts, event.at));
  if (records.length === 0) {
    const last = all.at(-1);
    const when = last
      ? ` in ${period.words}; the last one came on ${dayWords(last.event.at.toISOString())}`
      : '';
    return nothing(`ROI: no value.measured event was received${when}`);
  }
  const now = returnOf(records);
  const before = returnOf(all.filter(({ event }) => isBefore(facts, event.at)));
  const [newest] = records.slice(-1);
  const path = newest ? paths.record(newest.seq) : null;
  const held = period.before !== null;
  const figures: PackFact[] = [];
  if (now.hours !== null)
    figures.push(figure('Hours saved', now.hours, held ? before.hours : undefined, path));
  if (now.automations !== null)
    figures.push(figure('Automations', now.automations, held ? before.automations : undefined, path));
  for (const money of now.revenue)
    figures.push({ label: 'Value', value: formatMoney(money), detail: null, tone: 'good', path });
  const words = [
    now.hours === null ? '' : `${formatCount(now.hours)} hours saved`,
    now.automations === null ? '' : `${formatCount(now.automations)} automations`,
    ...now.revenue.map(formatMoney),
  ].filter(Boolean);
  const blocks: PackBlock[] = [{ kind: 'facts', facts: figures }, measuredTable(facts, records)];
  return {
    takeaway: `Measured in ${period.words}: ${words.join(', ') || 'nothing in numbers'}.`,
    blocks,
    missing: null,
  };
};

type Measured = ReturnType<typeof recordsOf<'value.measured'>>;

function returnOf(records: Measured): { hours: number | null; automations: number | null; revenue: Money[] } {
  const hours = records.flatMap(({ event }) => event.payload.hoursSaved ?? []);
  const automations = records.flatMap(({ event }) => event.payload.automations ?? []);
  const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0);
  return {
    hours: hours.length > 0 ? total(hours) : null,
    automations: automations.length > 0 ? total(automations) : null,
    revenue: sumByCurrency(records.flatMap(({ event }) => event.payload.revenue ?? [])),
  };
}

/** @param before - null = nothing was measured then; undefined = nothing is held against it */
function figure(
  label: string,
  value: number,
  before: number | null | undefined,
  path: string | null,
): PackFact {
  const change =
    before === undefined ? null : before === null ? 'not measured before' : changeWords(value, before);
  const tone =
    typeof before !== 'number'
      ? 'good'
      : value >= before
        ? 'good'
        : value >= 0.8 * before
          ? 'warning'
          : 'bad';
  return { label, value: formatCount(value), detail: change, tone, path };
}

function measuredTable({ paths }: PackFacts, records: Measured): PackBlock {
  const shown = records.slice(-recordsShown).reverse();
  return {
    kind: 'table',
    title:
      records.length > shown.length
        ? `The last ${shown.length} of ${records.length} measurements`
        : 'Measured',
    columns: [
      { label: 'On' },
      { label: 'Hours saved', align: 'right' },
      { label: 'Automations', align: 'right' },
      { label: 'Value', align: 'right' },
    ],
    rows: shown.map(({ seq, event }) => [
      cell(dayWords(event.at.toISOString()), paths.record(seq)),
      cell(event.payload.hoursSaved === undefined ? '–' : formatCount(event.payload.hoursSaved)),
      cell(event.payload.automations === undefined ? '–' : formatCount(event.payload.automations)),
      cell(event.payload.revenue ? formatMoney(event.payload.revenue) : '–'),
    ]),
  };
}
