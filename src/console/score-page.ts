import type { AccountHealth, LifecycleMeasure } from '../domain/health.ts';
import { figuresUrl } from '../services/evidence.ts';
import type { ScorePage } from '../services/get-score-page.ts';
import {
  capitalize,
  formatChange,
  formatDay,
  formatInstant,
  formatPercent,
  formatPoints,
} from '../views/format.ts';
import { componentSection } from './component-section.ts';
import { type Html, html } from './escape.ts';
import { judgementNotes, judgementSection } from './judgement-section.ts';
import { factList, instant, isolate, type LinkTo, renderPage, section } from './layout.ts';
import { exactInstant } from './numbers.ts';
import { scoreSum, scoreTable } from './score-table.ts';
import { historyChart } from './spark.ts';

/** The page of a score with every number behind it. */
export function renderScorePage(page: ScorePage, linkTo: LinkTo): string {
  const { health, profile, components } = page;
  const { account, asOf, knownAt } = health;
  const figures = figuresUrl(account.id, new Date(asOf), knownAt);
  return renderPage(
    {
      title: `Health score of ${account.name}`,
      kicker: html`Health score · as of ${instant(asOf, exactInstant(asOf))}`,
      heading: account.name,
      beside: [{ label: 'Daily figures', url: figures }],
      body: [
        hero(health),
        judgementNotes(health),
        staleNote(health),
        section('sum', 'How it adds up', [
          html`<p>Points are weight × value, shared among the components that are known. The points are rounded so that they add up to the score exactly.</p>`,
          picture(page, 'waterfall', linkTo),
          scoreTable(page),
          scoreSum(page),
          bandText(page),
        ]),
        section('history', 'Week by week', [picture(page, 'trend', linkTo), history(page)]),
        section('components', 'How each value came about', [
          html`<p>Each signal is a whole number counted from the <a href="${linkTo(figures)}">daily figures</a>. Its curve turns it into 0 to 100 points: straight lines between the points of the curve, level outside them, rounded down to hundredths.</p>`,
          components.map((component, index) => {
            const shown = health.components[index];
            return shown && componentSection(component, shown, profile, linkTo);
          }),
        ]),
        judgementSection(page),
        health.lifecycle && section('stage', 'The stage’s own measure', lifecycle(health.lifecycle)),
        section('timeline', 'Latest on the timeline', timeline(health, linkTo)),
        section('replay', 'Compute it again', replay(page, linkTo)),
      ],
    },
    linkTo,
  );
}

/** In the reader's own light; the table or text below says the same. */
function picture({ health }: ScorePage, name: string, linkTo: LinkTo): Html {
  const path = `${health.url.replace('/evidence/scores/', '/pictures/scores/')}&picture=${name}&format=svg`;
  const alt = name === 'trend' ? 'The score over eighteen weeks' : 'What each component adds to the score';
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${linkTo(`${path}&theme=dark`)}"><img class="chart" src="${linkTo(path)}" alt="${alt}; the figures stand below." loading="lazy"></picture>`;
}

function hero(health: AccountHealth): Html {
  const { score, profile, endedOn } = health;
  // Of who has left no band is good or bad any more.
  const band = endedOn === null && health.band;
  const facts = [
    { label: 'In 7 days', value: changeText(health.change7d) },
    { label: 'In 30 days', value: changeText(health.change30d) },
    { label: 'Confidence', value: `${formatPercent(health.confidence)} of the weight is known and fresh` },
    { label: 'Known at', value: html`record ${health.knownAt}` },
    { label: 'Profile', value: html`${profile.id} <span class="quiet">version</span> ${profile.version}` },
    { label: 'Scorer', value: html`<span class="quiet">version</span> ${health.scorer}` },
  ];
  return html`<div class="hero panel">
${endedOn !== null && html`<p>Ended ${formatDay(endedOn)}${score !== null && ', last score'}</p>`}
<p class="big">${score === null ? html`<b class="none">unknown</b>` : html`<b>${formatPoints(score)}</b> <span class="quiet">of 100</span> ${band && html`<span class="band ${band}">${band}</span>`}`}</p>
${score === null && html`<p>${nothingKnown(health)}</p>`}
${factList(facts, 'facts three')}
</div>`;
}

function nothingKnown(health: AccountHealth): string {
  const known = health.components.some(({ value }) => value !== null);
  return known
    ? 'There is no score, because a component is missing that this profile needs.'
    : 'There is no score, because nothing that it is made of is known yet. Unknown is not the same as unhealthy.';
}

function changeText(change: number | null): string {
  return change === null ? 'no score then' : formatChange(change);
}

function staleNote({ stale }: AccountHealth): Html | false {
  if (stale.length === 0) return false;
  const ages = stale.map(
    ({ signal, ageHours, lastAt }) =>
      html`<li>${capitalize(signal)}: nothing from any account since ${instant(lastAt, formatInstant(lastAt))}, ${ageHours} hours before</li>`,
  );
  return html`<div class="warning" role="note"><b>Degraded: the score stands on old facts.</b><ul>${ages}</ul></div>`;
}

function bandText({ profile }: ScorePage): Html {
  const last = profile.bands.at(-1);
  const bands = profile.bands.map(
    (band) =>
      html`<li><span class="band ${band.id}">${band.id}</span> ${band.from} ≤ score ${band === last ? '≤' : '<'} ${band.below}</li>`,
  );
  return html`<ul class="bands" aria-label="Bands of this profile">${bands}</ul>`;
}

function history({ health, profile }: ScorePage): Html {
  const points = health.history.map(({ on, score, band }) => ({ label: formatDay(on), value: score, band }));
  const [first, last] = [points[0], points.at(-1)];
  const known = health.history.filter(({ score }) => score !== null);
  if (!first || !last || known.length === 0)
    return html`<p class="quiet">There is no score in these weeks.</p>`;
  const spread = known.map(({ score }) => score ?? 0);
  const description = `${points.length} weekly scores from ${first.label} to ${last.label}, between ${formatPoints(Math.min(...spread))} and ${formatPoints(Math.max(...spread))}. The list below has them all.`;
  const rows = [...health.history]
    .reverse()
    .map(
      ({ on, score, band }) =>
        html`<tr><th scope="row">${formatDay(on)}</th><td class="number">${score === null ? 'unknown' : formatPoints(score)}</td><td>${band !== null && html`<span class="band ${band}">${band}</span>`}</td></tr>`,
    );
  return html`<div class="panel"><figure>${historyChart({ id: 'weeks', title: 'Health score by week', description }, points, profile.bands)}
<p class="axis"><span>${first.label}</span>${points.length > 1 && html`<span>${last.label}</span>`}</p></figure>
<p class="quiet">Each week stands under the profile of its lifecycle stage at that time; the stripes are the bands of the profile above.</p>
<details><summary>The ${points.length === 1 ? 'score' : `${points.length} scores`} as a list</summary><table class="weeks"><thead><tr><th scope="col">Day</th><th scope="col" class="number">Score</th><th scope="col">Band</th></tr></thead><tbody>${rows}</tbody></table></details></div>`;
}

function lifecycle({ stage, measure, target, actual, met }: LifecycleMeasure): Html {
  return factList([
    { label: 'Stage', value: capitalize(stage) },
    { label: 'Measure', value: capitalize(measure) },
    { label: 'Target', value: target },
    {
      label: 'Actual',
      value: actual ?? html`<span class="quiet">cannot be computed from what is known</span>`,
    },
    {
      label: 'Met',
      value: met === null ? html`<span class="quiet">not decided yet</span>` : met ? 'yes' : 'no',
    },
  ]);
}

function timeline({ timeline }: AccountHealth, linkTo: LinkTo): Html {
  if (timeline.length === 0) return html`<p class="quiet">Nothing in the last 180 days.</p>`;
  return html`<ul class="records">${timeline.map(
    ({ at, title, url }) =>
      html`<li><a href="${linkTo(url)}">${isolate(title)}</a> ${instant(at, formatInstant(at))}</li>`,
  )}</ul>`;
}

function replay({ health, url }: ScorePage, linkTo: LinkTo): Html {
  const { account, asOf, knownAt } = health;
  // The page's own address says under what it was computed.
  const under = new URL(health.url, 'http://holdfast').searchParams.get('profile') ?? health.configuration;
  const command = `holdfast replay ${quoted(account.id)} --as-of ${asOf} --known-at ${knownAt} --profile ${under}`;
  return html`<p>This page was computed when you opened it, from the records of ${isolate(account.name)} up to ${instant(asOf, exactInstant(asOf))} that had been received by record ${knownAt}. Records that come later never change it. The command names the configuration as well (all profiles and registered event types), so that later versions do not change it either:</p>
<pre tabindex="0"><code>${command}</code></pre>
<p><a href="${linkTo(url)}">Address of exactly this page</a></p>`;
}

/** An id as one word of a shell. */
function quoted(id: string): string {
  return /^[\w.@:][\w.@:-]*$/.test(id) ? id : `'${id.replaceAll("'", String.raw`'\''`)}'`;
}
