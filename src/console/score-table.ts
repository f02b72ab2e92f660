import type { ScorePage } from '../services/get-score-page.ts';
import { formatPoints } from '../views/format.ts';
import { type Html, html, type Piece } from './escape.ts';
import { scrolling } from './layout.ts';
import { hundredthsText } from './numbers.ts';
import { componentLabels } from './signal-words.ts';

/** The components with their parts of the score, and the sum that is the score. */
export function scoreTable({ health, components }: ScorePage): Html {
  const heaviest = Math.max(1, ...health.components.map(({ effectiveWeight }) => effectiveWeight));
  const rows = health.components.map((component) => {
    const counted = components.find(({ id }) => id === component.id)?.countsAs ?? null;
    const counts = component.effectiveWeight > 0;
    return html`<tr${!counts && html` class="idle"`}><th scope="row"><a href="#${component.id}">${componentLabels[component.id]}</a></th>
<td class="number">${component.weight}</td>
<td class="number">${counts ? `${formatPoints(component.effectiveWeight)} %` : '–'}</td>
<td class="number">${valueCell(component.value, counts ? counted : null)}</td>
<td class="number strong">${counts ? formatPoints(component.contribution) : '–'}</td>
<td class="share" aria-hidden="true">${counts && shareBar(component.contribution, component.effectiveWeight, heaviest)}</td></tr>`;
  });
  const total = health.components.reduce((sum, { weight }) => sum + weight, 0);
  const known = health.score !== null;
  return scrolling(
    'Components of the score',
    html`<table class="score"><thead><tr><th scope="col">Component</th><th scope="col" class="number">Weight</th><th scope="col" class="number">Counts as</th><th scope="col" class="number">Value</th><th scope="col" class="number">Points</th><td class="share"></td></tr></thead>
<tbody>${rows}</tbody>
<tfoot><tr><th scope="row">Score</th><td class="number">${total}</td><td class="number">${known ? '100.00 %' : '–'}</td><td></td><td class="number strong">${health.score === null ? 'unknown' : formatPoints(health.score)}</td><td class="share"></td></tr></tfoot></table>`,
  );
}

/** The same sum in one line, with the profile's own weights. */
export function scoreSum({ health, components }: ScorePage): Html | false {
  if (health.score === null) return false;
  const counting = health.components.flatMap(({ id, weight, effectiveWeight }) => {
    const counted = components.find((component) => component.id === id)?.countsAs ?? null;
    return counted !== null && effectiveWeight > 0 ? [{ weight, counted }] : [];
  });
  const weight = counting.reduce((sum, term) => sum + term.weight, 0);
  const terms = counting.map((term) => `${term.weight} × ${hundredthsText(term.counted)}`).join(' + ');
  return html`<p class="sum">(${terms}) ÷ ${weight} = <b>${formatPoints(health.score)}</b></p>`;
}

function valueCell(value: number | null, countsAs: number | null): Piece {
  if (value !== null) return formatPoints(value);
  return html`<span class="quiet">${countsAs === null ? 'unknown' : `unknown: ${hundredthsText(countsAs)}`}</span>`;
}

/** What was reached of what could be reached: the track is the weight, the bar the points. */
function shareBar(points: number, weight: number, heaviest: number): Html {
  return html`<svg viewBox="0 0 ${heaviest} 10" preserveAspectRatio="none"><rect class="track" width="${weight}" height="10"/><rect class="reached" width="${points}" height="10"/></svg>`;
}
