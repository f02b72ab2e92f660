import { type Chart, fontFamily, palettes } from './chart.ts';

const padding = 16;
const headRoom = 26;
/** At 14 px in bold, the mean of a letter. */
const letterWidth = 7.6;
/** A middle grey, which has three times the light of a dark page and a third of that of a white one. */
export const cardEdge = '#868e96';

/**
 * A chart as a card with a title, a margin and an edge: chat shows one and the same picture on white and on black, so it
 * brings its own ground. Its corners are left out. ADR-0042
 * @param chart - drawn in the theme `card`
 */
export function asCard(chart: Chart): Chart {
  const { ground, ink } = palettes.card;
  const [width, height] = [chart.width + 2 * padding, chart.height + 2 * padding + headRoom];
  const title = escaped(shortened(chart.title, Math.floor(chart.width / letterWidth)));
  const inner = chart.svg.replace('<svg ', `<svg x="${padding}" y="${padding + headRoom}" `);
  const frame = `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${ground}" stroke="${cardEdge}"/>`;
  const heading = `<text x="${padding}" y="${padding + 14}" font-family="${fontFamily}" font-size="14" font-weight="700" fill="${ink}">${title}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${frame}${heading}${inner}</svg>`;
  return { ...chart, svg, width, height };
}

function shortened(text: string, longest: number): string {
  const letters = Array.from(text.slice(0, 4 * longest).replace(/\s+/g, ' '));
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : letters.join('');
}

/** What no XML may hold, lone halves of letters among it, is left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u{fffe}\u{ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
