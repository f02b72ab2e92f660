import type { AccountHealth } from '../domain/health.ts';
import type { ScorePage } from '../services/get-score-page.ts';
import { formatDay, formatInstant, formatPoints, formatUntil } from '../views/format.ts';
import { type Html, html } from './escape.ts';
import { instant, isolate, section } from './layout.ts';
import { type Column, stackingTable } from './stacking-table.ts';

/** What people say beside the computed score at this moment; nothing when nobody says anything. */
export function judgementNotes({ override, sentiment }: AccountHealth): Html[] {
  const notes: Html[] = [];
  if (override) {
    notes.push(
      html`<div class="panel said" role="note"><p><b>Overridden to ${formatPoints(override.score)}</b> <span class="band ${override.band}">${override.band}</span> by ${isolate(override.by.name)} until ${instant(override.until, formatUntil(override.until))}: ${isolate(override.reason)}</p>
<p class="quiet">An override stands beside the score. Everything on this page is computed without it.</p></div>`,
    );
  }
  if (sentiment) {
    notes.push(
      html`<div class="panel said" role="note"><p><b>CSM sentiment: ${sentiment.value}</b>, by ${isolate(sentiment.by.name)} on ${instant(sentiment.at, formatDay(sentiment.at))} until ${instant(sentiment.until, formatUntil(sentiment.until))}: ${isolate(sentiment.reason)}</p></div>`,
    );
    if (sentiment.disagrees !== null) {
      notes.push(
        html`<div class="warning" role="note"><b>Disagreement:</b> ${isolate(sentiment.disagrees)}</div>`,
      );
    }
  }
  return notes;
}

/** Everything that people said of the account by this moment, newest first; nothing when nobody ever did. */
export function judgementSection({ judgements: { overrides, sentiments }, health }: ScorePage): Html | false {
  if (overrides.length + sentiments.length === 0) return false;
  const inForce = new Set([health.override?.proposalId, health.sentiment?.proposalId]);
  const lines = [
    ...overrides.map((override) => ({
      ...override,
      what: `Override to ${formatPoints(override.hundredths / 100)}`,
    })),
    ...sentiments.map((sentiment) => ({ ...sentiment, what: `Sentiment ${sentiment.value}` })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.proposalId < b.proposalId ? 1 : -1));
  const rows = lines.map(({ proposalId, at, until, by, reason, what }) => {
    const [from, to] = [at.toISOString(), until.toISOString()];
    return [
      instant(from, formatInstant(from)),
      what,
      isolate(by.name),
      instant(to, formatUntil(to)),
      inForce.has(proposalId) ? 'in force' : html`<span class="quiet">over or replaced</span>`,
      isolate(reason),
    ];
  });
  return section('people', 'What people said', [
    html`<p>Each was proposed, allowed by policy or a person, and kept with its reason. The newest counts until it ends; a newer one replaces it for good.</p>`,
    stackingTable('What people said of this account', columns, rows),
  ]);
}

const columns: readonly Column[] = [
  { label: 'Since', kind: 'date' },
  { label: 'What' },
  { label: 'Who' },
  { label: 'Until', kind: 'date' },
  { label: 'At this moment' },
  { label: 'Why' },
];
