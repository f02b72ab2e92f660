import type { AccountHealth, HealthComponent, LifecycleMeasure, StaleSource } from '../domain/health.ts';
import { bandTones } from './band-tones.ts';
import {
  capitalize,
  formatChange,
  formatDay,
  formatInstant,
  formatPercent,
  formatPoints,
  sparkline,
} from './format.ts';
import { judgementBlocks } from './judgement-view.ts';
import { nameAndMatter } from './name-and-matter.ts';
import { timelineItems } from './timeline-view.ts';
import type { Span, Tone, View, ViewBlock } from './view.ts';

/** The card that answers "how is this account doing?". */
export function healthView(health: AccountHealth): View {
  const { account, stale, lifecycle, override } = health;
  return {
    summary: override
      ? `${headline(health)} (overridden to ${formatPoints(override.score)})`
      : headline(health),
    blocks: [
      { kind: 'heading', text: headline(health), tone: toneOf(health) },
      { kind: 'text', spans: changeSpans(health) },
      ...judgementBlocks(health),
      ...(stale.length > 0 ? [staleNote(stale)] : []),
      componentTable(health),
      ...pictures(health),
      {
        kind: 'facts',
        facts: [
          ...(lifecycle === null ? [] : lifecycleFacts(lifecycle)),
          {
            label: '18 weeks',
            value: trendSpans(health.history.map((week) => week.score)),
          },
        ],
      },
      { kind: 'text', spans: [{ text: 'Latest on the timeline', strong: true }] },
      timelineItems(health.timeline),
      {
        kind: 'buttons',
        buttons: [
          { action: 'why', label: 'Why did it change?', value: account.id, tone: 'primary' },
          { action: 'timeline', label: 'Timeline', value: account.id },
        ],
      },
      {
        kind: 'note',
        spans: [
          {
            text: `As of ${formatInstant(health.asOf)} · profile ${health.profile.id} v${health.profile.version} · `,
          },
          { text: 'how this was computed', link: health.url },
        ],
      },
    ],
  };
}

/** `Acme Corporation: 61.42 of 100, amber`; of who has left: `Acme Corporation: ended 5 Nov 2026, last score 61.42 of 100`. */
export function headline({ account, endedOn, score, band }: AccountHealth): string {
  const known = score === null ? 'health unknown' : `${formatPoints(score)} of 100`;
  if (endedOn === null) return nameAndMatter(account.name, `${known}${band === null ? '' : `, ${band}`}`);
  return nameAndMatter(
    account.name,
    `ended ${formatDay(endedOn)}, ${score === null ? '' : 'last score '}${known}`,
  );
}

/** Of who has left no band is good or bad any more. */
function toneOf({ band, endedOn }: AccountHealth): Tone {
  return band === null || endedOn !== null ? 'neutral' : bandTones[band];
}

/** How the score went, and what it is made of: as of the card's own moment. */
function pictures(health: AccountHealth): ViewBlock[] {
  const { account, score, history, components, url } = health;
  const known = history.filter((week) => week.score !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (score === null || !first || !last) return [];
  const path = (picture: string): string =>
    `${url.replace('/evidence/scores/', '/pictures/scores/')}&picture=${picture}`;
  const went = `${formatPoints(first.score ?? 0)} on ${formatDay(first.on)}, ${formatPoints(last.score ?? 0)} on ${formatDay(last.on)}`;
  const parts = components.map(({ id, value, contribution }) =>
    value === null ? `${id} unknown` : `${id} ${formatPoints(contribution)}`,
  );
  return [
    { kind: 'picture', path: path('trend'), alt: `Health score of ${account.name}: ${went}.` },
    { kind: 'picture', path: path('waterfall'), alt: `Points of ${account.name}: ${parts.join(', ')}.` },
  ];
}

function changeSpans(health: AccountHealth): Span[] {
  if (health.score === null) return [{ text: 'Nothing that the score is made of is known yet.' }];
  const week =
    health.change7d === null ? 'no score 7 days ago' : `${formatChange(health.change7d)} in 7 days`;
  const month =
    health.change30d === null ? 'no score 30 days ago' : `${formatChange(health.change30d)} in 30 days`;
  return [
    { text: week, strong: true },
    { text: ` · ${month} · confidence ${formatPercent(health.confidence)}` },
  ];
}

function staleNote(stale: readonly StaleSource[]): ViewBlock {
  const ages = stale.map((source) => `${source.signal} ${source.ageHours} h old`).join(', ');
  return {
    kind: 'text',
    spans: [{ text: '⚠️ Degraded: ', strong: true }, { text: `${ages}. The score stands on old facts.` }],
  };
}

function componentTable(health: AccountHealth): ViewBlock {
  const total: Span[][] = [
    [{ text: 'Score', strong: true }],
    [{ text: 'of 100' }],
    [
      {
        text: health.score === null ? 'unknown' : formatPoints(health.score),
        strong: true,
        link: health.url,
      },
    ],
    [{ text: health.band === null ? 'No component is known.' : `${capitalize(health.band)}.` }],
  ];
  return {
    kind: 'table',
    columns: [
      { label: 'Component' },
      { label: 'Weight × value', align: 'right' },
      { label: 'Points', align: 'right' },
      { label: 'Why' },
    ],
    rows: [...health.components.map(componentRow), total],
  };
}

function componentRow(component: HealthComponent): Span[][] {
  const known = component.value !== null;
  return [
    [{ text: capitalize(component.id) }],
    [
      {
        text: known
          ? `${component.effectiveWeight}\u00a0%\u00a0×\u00a0${formatPoints(component.value ?? 0)}`
          : 'unknown',
      },
    ],
    [known ? { text: formatPoints(component.contribution), link: component.url } : { text: '–' }],
    [{ text: component.reason }],
  ];
}

/** The weeks as bars, and between which scores they stand. */
function trendSpans(scores: readonly (number | null)[]): Span[] {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return [{ text: 'no score' }];
  const [lowest, highest] = [Math.min(...known), Math.max(...known)].map(formatPoints);
  const range = lowest === highest ? lowest : `lowest ${lowest}, highest ${highest}`;
  return [{ text: sparkline(scores), code: true }, { text: ` ${range}` }];
}

function lifecycleFacts(lifecycle: LifecycleMeasure): { label: string; value: Span[] }[] {
  return [
    { label: 'Stage', value: [{ text: capitalize(lifecycle.stage) }] },
    { label: capitalize(lifecycle.measure), value: [{ text: lifecycleText(lifecycle) }] },
  ];
}

function lifecycleText(lifecycle: LifecycleMeasure): string {
  const verdict = lifecycle.met === null ? '' : lifecycle.met ? ' ✓' : ' ✗';
  return `${lifecycle.actual ?? 'unknown'} (target ${lifecycle.target})${verdict}`;
}
