import type { HealthComponent } from '../domain/health.ts';
import type { Curve, Profile } from '../domain/profile.ts';
import type { ComponentPage, SignalReading } from '../services/get-score-page.ts';
import { formatInstant } from '../views/format.ts';
import { curveText, readingText } from './curve-words.ts';
import { type Html, html, type Piece } from './escape.ts';
import { instant, type LinkTo } from './layout.ts';
import { grouped, hundredthsText } from './numbers.ts';
import { componentLabels, signalLabels } from './signal-words.ts';
import { curveChart } from './spark.ts';

/** How one component's value came about, signal by signal. */
export function componentSection(
  component: ComponentPage,
  shown: HealthComponent,
  profile: Profile,
  linkTo: LinkTo,
): Html {
  const { id, readings, records } = component;
  const curves = profile.components[id].curves;
  return html`<section class="component" aria-labelledby="${id}">
<h3 id="${id}">${componentLabels[id]} <span class="component-value">${valueText(component)}</span></h3>
<p>${shown.reason}</p>
${component.hundredths === null && html`<p class="quiet">${missingText(component, profile)}</p>`}
${readings.length > 0 && html`<ul class="readings">${readings.map((reading) => readingItem(reading, curves[reading.signal] ?? []))}</ul>`}
${readings.length > 0 && html`<p class="sum">${combinationText(component)}</p>`}
${records.length > 0 && html`<p class="label">Latest records</p><ul class="records">${records.map((record) => html`<li><a href="${linkTo(record.url)}"><span dir="auto">${record.title}</span></a> ${instant(record.at, formatInstant(record.at))}</li>`)}</ul>`}
</section>`;
}

function valueText({ hundredths, countsAs }: ComponentPage): string {
  if (hundredths !== null) return hundredthsText(hundredths);
  return countsAs === null ? 'unknown' : `unknown, counts as ${hundredthsText(countsAs)}`;
}

function missingText({ id }: ComponentPage, profile: Profile): string {
  const { weight, missing } = profile.components[id];
  switch (missing) {
    case 'skip':
      return `Its weight of ${weight} goes to the components that are known: unknown is not the same as unhealthy.`;
    case 'neutral':
      return 'In this profile a component without input counts as 50.';
    case 'fail':
      return 'In this profile there is no score without this component.';
  }
}

function readingItem(reading: SignalReading, curve: Curve): Html {
  const { signal, value, points, weight, working } = reading;
  const picture = {
    id: `curve-${signal}`,
    title: `Curve of: ${signalLabels[signal]}`,
    description: `${curveText(curve)}. At ${grouped(value)} it gives ${hundredthsText(points)} points.`,
  };
  return html`<li>
<p class="what">${signalLabels[signal]}: <b>${grouped(value)}</b></p>
<p class="how">${working !== null && html`${working}<br>`}${readingText(curve, value)}</p>
<p class="knots">Curve ${curveText(curve)}</p>
${curveChart(picture, curve, value, points)}
<p class="points"><b>${hundredthsText(points)}</b>${weight > 1 && html`<small>counts ${timesText(weight)}</small>`}</p>
</li>`;
}

function timesText(weight: number): string {
  return weight === 2 ? 'twice' : `${weight} times`;
}

function combinationText({ readings, combines, hundredths }: ComponentPage): Piece {
  if (hundredths === null) return '';
  const value = html`<b>${hundredthsText(hundredths)}</b>`;
  const points = readings.map((reading) => hundredthsText(reading.points));
  if (readings.length === 1) return html`The value is the points of its one signal: ${value}`;
  if (combines === 'lowest') return html`The lowest of ${points.join(' and ')}: ${value}`;
  const terms = readings.map(({ weight }, index) =>
    weight > 1 ? `${weight} × ${points[index]}` : points[index],
  );
  const count = readings.reduce((sum, { weight }) => sum + weight, 0);
  return html`(${terms.join(' + ')}) ÷ ${count} = ${value}`;
}
