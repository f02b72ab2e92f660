import type { Pack, PackChart, PackSpan } from '../domain/account-pack.ts';
import type { PackWriting } from '../domain/artifact.ts';
import { dayWords } from '../domain/day-words.ts';

/** The visible text of spans. */
export function plainText(spans: readonly PackSpan[]): string {
  return spans.map(({ text }) => text).join('');
}

/** What stands under a pack, in every format: where its figures come from. */
export function provenance(
  { asOf, knownAt, template, audience }: Pack,
  { version, linksUntil }: PackWriting,
): string {
  const moment = `As of ${dayWords(asOf)}, ${asOf.slice(11, 16)} UTC, from the first ${knownAt} records.`;
  const made = `Version ${version}, template ${template}.`;
  if (audience === 'customer') return `${moment} ${made}`;
  const until = linksUntil === null ? '' : ` until ${dayWords(linksUntil)}`;
  return `${moment} ${made} Links open the records behind each figure${until}. Internal: not for customers.`;
}

/** A chart as rows: what every reader can use. */
export function chartRows(chart: PackChart): { columns: [string, string]; rows: [string, string][] } {
  switch (chart.kind) {
    case 'trend': {
      const events = Map.groupBy(chart.events, ({ on }) => on);
      return {
        columns: ['Week until', capital(chart.unit)],
        rows: chart.points.map(({ on, value }) => {
          const noted = (events.get(on) ?? []).map(({ label }) => ` (${label})`).join('');
          return [dayWords(on) + noted, value === null ? 'unknown' : numberWords(value)];
        }),
      };
    }
    case 'bars':
      return {
        columns: ['', capital(chart.unit)],
        rows: chart.bars.map(({ label, value }) => [label, numberWords(value)]),
      };
    case 'waterfall':
      return {
        columns: ['', capital(chart.unit)],
        rows: [...chart.parts, chart.total].map(({ label, value }) => [
          label,
          value === null ? 'unknown' : numberWords(value),
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

/** Scripts that are read from the right. */
const fromTheRight = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Whether a line is read from the right: its first letter says so. Source: Unicode Standard Annex 9, P2 and P3 */
export function readsFromRight(text: string): boolean {
  const first = /\p{L}/u.exec(text)?.[0];
  return first !== undefined && fromTheRight.test(first);
}
