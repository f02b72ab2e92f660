import type { Pack, PackChart, PackSpan } from '../domain/account-pack.ts';
import type { PackWriting } from '../domain/artifact.ts';
import { dayWords } from '../domain/day-words.ts';
import { formatPoints } from '../domain/points.ts';

/** The visible text of spans. */
export function plainText(spans: readonly PackSpan[]): string {
  return spans.map(({ text }) => text).join('');
}

/** What stands under a pack, in every format: where its figures come from. */
export function provenance(pack: Pack, { version, linksUntil }: PackWriting): string {
  const { asOf, knownAt, template, audience } = pack;
  const at = pack.moment ?? `${dayWords(asOf)}, ${asOf.slice(11, 16)} UTC`;
  const moment = `As of ${at}, from the first ${knownAt} records.`;
  const made = `Version ${version}, template ${template}.`;
  if (audience === 'customer') return `${moment} ${made}`;
  const until = linksUntil === null ? '' : ` until ${dayWords(linksUntil)}`;
  return `${moment} ${made} Links open the records behind each figure${until}. Internal: not for customers.`;
}

/** The day of a pack, or its moment where the day alone would not say by which clock. */
export function momentOf({ asOf, moment }: Pack): string {
  return moment ?? dayWords(asOf);
}

/** A chart as rows: what every reader can use. */
export function chartRows(chart: PackChart): { columns: [string, string]; rows: [string, string][] } {
  const valueWords = chart.unit === 'points' ? formatPoints : numberWords;
  switch (chart.kind) {
    case 'trend': {
      const events = Map.groupBy(chart.events, ({ on }) => on);
      return {
        columns: ['Week until', capital(chart.unit)],
        rows: chart.points.map(({ on, value }) => {
          const noted = (events.get(on) ?? []).map(({ label }) => ` (${label})`).join('');
          return [dayWords(on) + noted, value === null ? 'unknown' : valueWords(value)];
        }),
      };
    }
    case 'bars':
      return {
        columns: ['', capital(chart.unit)],
        rows: chart.bars.map(({ label, value }) => [label, valueWords(value)]),
      };
    case 'waterfall':
      return {
        columns: ['', capital(chart.unit)],
        rows: [...chart.parts, chart.total].map(({ label, value }) => [
          label,
          value === null ? 'unknown' : valueWords(value),
        ]),
      };
  }
}

/** At most two decimals, thousands apart. */
export function numberWords(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  const [whole = '0', fraction] = String(Math.abs(rounded)).split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${rounded < 0 ? '-' : ''}${spaced}${fraction === undefined ? '' : `.${fraction}`}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
