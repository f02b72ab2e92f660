import { describe, expect, it } from 'vitest';
import {
  type AccountHealth,
  componentIds,
  type HealthComponent,
  type HealthOverride,
  type HealthSentiment,
} from '../domain/health.ts';
import { missingAccountView, pickerView, unknownAccountView } from './account-view.ts';
import { formatPoints } from './format.ts';
import { headline, healthView } from './health-view.ts';
import { helpView, unknownView } from './help-view.ts';
import { problemView } from './problem-view.ts';
import { timelineView } from './timeline-view.ts';
import { textOf, type View, type ViewBlock } from './view.ts';
import { type ExplainedChange, whyView } from './why-view.ts';

function component(id: HealthComponent['id'], value: number | null, contribution: number): HealthComponent {
  return {
    id,
    weight: 10,
    effectiveWeight: value === null ? 0 : 20,
    value,
    contribution,
    reason: `Reason of ${id}.`,
    evidence: [],
    url: `/evidence/figures/acme?${id}`,
  };
}

const entry = {
  at: '2026-11-20T10:00:00.000Z',
  kind: 'ticket',
  title: 'Ticket <b>t1</b>',
  url: '/evidence/events/7',
  eventId: 'e7',
};

const health: AccountHealth = {
  account: { id: 'acme', name: 'Acme *Corp*' },
  endedOn: null,
  asOf: '2026-11-21T12:00:00.000Z',
  knownAt: 7,
  score: 61.42,
  band: 'amber',
  override: null,
  sentiment: null,
  change7d: -8.15,
  change30d: null,
  confidence: 0.88,
  degraded: false,
  profile: { id: 'default', version: '3' },
  configuration: '0123456789abcdef',
  scorer: '1',
  lifecycle: { stage: 'retention', measure: 'the renewal', target: 'renewed', actual: null, met: null },
  components: componentIds.map((id, index) =>
    component(id, index < 5 ? 50 + index : null, index < 5 ? 12 : 0),
  ),
  timeline: [entry],
  stale: [],
  history: [
    { on: '2026-11-14', score: null, band: null },
    { on: '2026-11-21', score: 100, band: 'green' },
  ],
  url: '/evidence/scores/acme',
};

const override: HealthOverride = {
  score: 35,
  band: 'red',
  reason: 'Their sponsor <b>left</b>',
  by: { id: 'm1', name: 'Helena Strand' },
  at: '2026-11-20T10:00:00.000Z',
  until: '2026-12-31T23:59:59.999Z',
  proposalId: 'p1',
};

const sentiment: HealthSentiment = {
  value: 'good',
  reason: 'They renewed early!',
  by: { id: 'csm1', name: 'Priya Shah' },
  disagrees: null,
  at: '2026-11-20T10:00:00.000Z',
  until: '2026-12-01T08:00:00.000Z',
  proposalId: 's1',
};

function blocksOf<K extends ViewBlock['kind']>(view: View, kind: K): Extract<ViewBlock, { kind: K }>[] {
  return view.blocks.filter((block): block is Extract<ViewBlock, { kind: K }> => block.kind === kind);
}

/** Every text of a view, in reading order. */
function allText(view: View): string {
  return plain(JSON.stringify(view.blocks));
}

/** A figure and its sign may be kept on one line by a no-break space. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** The line of the weeks on the card, for these scores. */
function trendOf(scores: readonly (number | null)[]): string {
  const history = scores.map((score) => ({ on: '2026-11-21', score, band: null }));
  const facts = blocksOf(healthView({ ...health, history }), 'facts').flatMap((block) => block.facts);
  return plain(facts.map(({ label, value }) => `${label}: ${textOf(value)}`).at(-1) ?? '');
}

describe('the health card', () => {
  const view = healthView(health);

  it('opens with name, score and band, and takes the band’s tone', () => {
    expect(view.summary).toBe('Acme *Corp*: 61.42 of 100, amber');
    expect(blocksOf(view, 'heading')).toEqual([{ kind: 'heading', text: view.summary, tone: 'warning' }]);
  });

  it('lists every component, its points, and a last row with their sum (A2)', () => {
    const [table] = blocksOf(view, 'table');
    expect(table?.rows.map((row) => textOf(row[0] ?? []))).toEqual([
      ...['Adoption', 'Stickiness', 'Errors', 'Support', 'Sentiment', 'Sponsor', 'Billing', 'Score'],
    ]);
    expect(plain(textOf(table?.rows[0]?.[1] ?? []))).toMatch(/^20(\.00)? % × 50\.00$/);
    expect(textOf(table?.rows[7]?.[2] ?? [])).toBe(formatPoints(61.42));
    expect(table?.rows[0]?.[2]?.[0]?.link).toBe('/evidence/figures/acme?adoption');
    for (const row of table?.rows ?? []) expect(row).toHaveLength(table?.columns.length ?? 0);
  });

  it('shows an unknown component as unknown, without points (B3)', () => {
    const [table] = blocksOf(view, 'table');
    expect(table?.rows[5]?.slice(1, 3).map(textOf)).toEqual(['unknown', '–']);
  });

  it('shows changes, confidence, trend, as-of time and profile', () => {
    expect(allText(view)).toContain('▼ 8.15 in 7 days');
    expect(allText(view)).toContain('no score 30 days ago · confidence 88 %');
    expect(trendOf([85.95, 86, null, 80, 63.49])).toBe('18 weeks: ██ ▆▁ lowest 63.49, highest 86.00');
    expect(trendOf([null, 61.42])).toBe('18 weeks:  ▅ 61.42');
    expect(trendOf([null, null])).toBe('18 weeks: no score');
    expect(allText(view)).toContain('As of 21 Nov 2026, 12:00 UTC · profile default v3');
  });

  it('links each timeline entry to its record (A3)', () => {
    const [list] = blocksOf(view, 'list');
    expect(list?.items[0]?.at(-1)).toEqual({ text: entry.title, link: entry.url });
  });

  it('says what is stale only when something is (A8)', () => {
    expect(allText(view)).not.toContain('Degraded');
    const stale = [{ signal: 'usage', lastAt: '2026-11-20T10:00:00.000Z', ageHours: 26 }];
    expect(allText(healthView({ ...health, stale, degraded: true }))).toContain('usage 26 h old');
  });

  it('without a score says so instead of a number', () => {
    const unknown = { ...health, score: null, band: null, change7d: null };
    expect(headline(unknown)).toBe('Acme *Corp*: health unknown');
    expect(blocksOf(healthView(unknown), 'heading')[0]?.tone).toBe('neutral');
    expect(allText(healthView(unknown))).toContain('Nothing that the score is made of is known yet.');
  });

  it('of who has left says since when, and neither stage nor target', () => {
    expect(allText(view)).toMatch(/Stage.*target/);
    const left = { ...health, endedOn: '2026-11-05', lifecycle: null };
    const title = 'Acme *Corp*: ended 5 Nov 2026, last score 61.42 of 100';
    expect(healthView(left).summary).toBe(title);
    expect(blocksOf(healthView(left), 'heading')).toEqual([
      { kind: 'heading', text: title, tone: 'neutral' },
    ]);
    expect(allText(healthView(left))).not.toMatch(/Stage|target|amber/);
    expect(headline({ ...left, score: null, band: null })).toBe(
      'Acme *Corp*: ended 5 Nov 2026, health unknown',
    );
  });

  it('leaves markup of the account as text for the platform to draw', () => {
    expect(allText(view)).toContain('Ticket <b>t1</b>');
  });

  it('puts an override beside the computed score, with who, why and until when (B9)', () => {
    const overridden = healthView({ ...health, override });
    expect(overridden.summary).toBe('Acme *Corp*: 61.42 of 100, amber (overridden to 35.00)');
    expect(blocksOf(overridden, 'heading')).toEqual([
      { kind: 'heading', text: 'Acme *Corp*: 61.42 of 100, amber', tone: 'warning' },
      { kind: 'heading', text: 'Overridden to 35.00 of 100, red', tone: 'bad' },
    ]);
    expect(allText(overridden)).toContain('By Helena Strand until 31 Dec 2026');
    expect(blocksOf(overridden, 'quote')).toEqual([{ kind: 'quote', spans: [{ text: override.reason }] }]);
    expect(allText(overridden)).toContain('computed: 61.42');
    const [table] = blocksOf(overridden, 'table');
    expect(textOf(table?.rows[7]?.[2] ?? [])).toBe('61.42');
    expect(allText(view)).not.toMatch(/overridden|CSM sentiment/i);
  });

  it('shows the sentiment apart, and that it disagrees only when it does (B8)', () => {
    const agreed = allText(healthView({ ...health, sentiment }));
    expect(agreed).toContain('CSM sentiment: good');
    expect(agreed).toMatch(
      /Priya Shah, 20 Nov 2026, until 1 Dec 2026, 08:00 UTC.*quote.*They renewed early!/,
    );
    expect(agreed).not.toContain('Disagreement');
    const disagrees = 'Priya Shah says good, while the score is red.';
    expect(allText(healthView({ ...health, sentiment: { ...sentiment, disagrees } }))).toContain(disagrees);
  });

  it('offers what to ask next about this account', () => {
    expect(blocksOf(view, 'buttons')[0]?.buttons.map(({ action, value }) => [action, value])).toEqual([
      ['why', 'acme'],
      ['timeline', 'acme'],
    ]);
  });
});

describe('the why card', () => {
  const explained: ExplainedChange = {
    account: health.account,
    since: '2026-11-01',
    until: null,
    hasMoreEvents: false,
    asOf: health.asOf,
    before: 70,
    after: 61.5,
    change: -8.5,
    components: [
      {
        id: 'adoption',
        before: 60,
        after: 50,
        contributionChange: -8.5,
        reasonBefore: 'Then.',
        reasonAfter: 'Now.',
        url: '/f',
      },
      {
        id: 'billing',
        before: null,
        after: null,
        contributionChange: 0,
        reasonBefore: 'x',
        reasonAfter: 'y',
        url: '/f',
      },
    ],
    events: Array.from({ length: 12 }, () => entry),
    profileChanged: false,
    url: '/s',
  };

  it('says how much it changed since when, and what moved', () => {
    const view = whyView(explained);
    expect(plain(view.summary)).toBe('Acme *Corp*: ▼ 8.50 since 1 Nov 2026');
    expect(blocksOf(view, 'table')[0]?.rows.map((row) => row.map((cell) => plain(textOf(cell))))).toEqual([
      ['Adoption', '▼ 8.50', 'Then.', 'Now.'],
    ]);
    expect(blocksOf(view, 'list')[0]?.items).toHaveLength(10);
  });

  it('says when the measure itself changed', () => {
    expect(allText(whyView(explained))).not.toContain('lifecycle stage');
    expect(allText(whyView({ ...explained, profileChanged: true }))).toContain('lifecycle stage');
  });

  it('without a score then or now says so', () => {
    const view = whyView({ ...explained, before: null, change: null, events: [] });
    expect(view.summary).toContain('change unknown');
    expect(allText(view)).toContain('no score → ');
    expect(allText(view)).toContain('Nothing happened in this time.');
  });
});

describe('the other cards', () => {
  it('a timeline shows its entries, its period, and whether there is more', () => {
    const timeline = {
      account: health.account,
      from: '2026-08-23T00:00:00Z',
      to: health.asOf,
      entries: [entry],
    };
    const view = timelineView({ ...timeline, truncated: true });
    expect(textOf(blocksOf(view, 'list')[0]?.items[0] ?? [])).toBe('20 Nov 2026 · ticket · Ticket <b>t1</b>');
    expect(allText(view)).toContain('23 Aug 2026 to 21 Nov 2026 · the latest 1 are shown');
    expect(allText(timelineView({ ...timeline, truncated: false }))).not.toContain('are shown');
  });

  it('an ambiguous name is a picker of at most five (A5)', () => {
    const candidates = Array.from({ length: 7 }, (_, index) => ({ id: `a${index}`, name: 'Acme' }));
    const [picker] = blocksOf(pickerView('acme', candidates, 'why'), 'picker');
    expect(picker?.action).toBe('why');
    expect(picker?.options.map(({ label }) => label)).toEqual([
      'Acme (a0)',
      'Acme (a1)',
      'Acme (a2)',
      'Acme (a3)',
      'Acme (a4)',
    ]);
  });

  it('an unknown name offers the closest, where there are any', () => {
    const view = unknownAccountView('acmee', [{ id: 'acme', name: 'Acme' }], 'health');
    expect(blocksOf(view, 'buttons')[0]?.buttons).toEqual([
      { action: 'health', label: 'Acme', value: 'acme' },
    ]);
    expect(blocksOf(unknownAccountView('zzz', [], 'health'), 'buttons')).toEqual([]);
  });

  it('a problem says what happened, what to do and its trace', () => {
    expect(allText(problemView('It broke.', 'Try again.', 'abc12345'))).toMatch(
      /It broke.*Try again.*Trace abc12345/,
    );
  });

  it('every card has a summary that stands for it', () => {
    const views = [helpView(), unknownView(['health acme']), missingAccountView('/cs health acme')];
    for (const { summary, blocks } of views) {
      expect(summary).not.toBe('');
      expect(blocks.length).toBeGreaterThan(0);
    }
    expect(allText(unknownView(['health acme']))).toContain('/cs health acme');
  });
});
