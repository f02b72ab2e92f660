import { describe, expect, it } from 'vitest';
import type { AccountHealth, HealthComponent } from '../domain/health.ts';
import { componentIds } from '../domain/health.ts';
import type { Profile } from '../domain/profile.ts';
import { HoldfastError } from '../errors.ts';
import type { ComponentPage, ScorePage } from '../services/get-score-page.ts';
import { markupOf } from './escape.ts';
import { payloadList } from './payload.ts';
import { problemOf, renderProblemPage } from './problem-page.ts';
import { renderScorePage } from './score-page.ts';

const asIs = (path: string) => path;

describe('renderScorePage', () => {
  it('explains a component that is missing, by its profile', () => {
    expect(renderScorePage(pageWith('skip'), asIs)).toContain(
      'Its weight of 50 goes to the components that are known',
    );
    expect(renderScorePage(pageWith('fail'), asIs)).toContain('there is no score without this component');
    const neutral = renderScorePage(pageWith('neutral'), asIs);
    expect(neutral).toContain('unknown, counts as 50.00');
    expect(neutral).toContain('(50 × 80.00 + 50 × 50.00) ÷ 100 = <b>65.00</b>');
  });

  it('says that a needed component is missing where that is why there is no score', () => {
    const page = pageWith('fail');
    const health: AccountHealth = { ...page.health, score: null, band: null, history: [] };
    expect(renderScorePage({ ...page, health }, asIs)).toContain(
      'a component is missing that this profile needs',
    );
  });

  it('of who has left says since when, and neither stage nor band', () => {
    const page = pageWith('skip');
    expect(renderScorePage(page, asIs)).toMatch(/class="band green">green.*The stage’s own measure/s);
    const health: AccountHealth = { ...page.health, endedOn: '2026-11-05', lifecycle: null };
    const drawn = renderScorePage({ ...page, health }, asIs);
    expect(drawn).toMatch(/<p>Ended 5 Nov 2026, last score<\/p>\s*<p class="big"><b>80.00<\/b>/);
    expect(drawn).not.toMatch(/The stage’s own measure|Target/);
    expect(/<p class="big">.*/.exec(drawn)?.[0]).not.toContain('green');
    const unknown = renderScorePage({ ...page, health: { ...health, score: null, band: null } }, asIs);
    expect(unknown).toContain('<p>Ended 5 Nov 2026</p>');
  });

  it('warns of stale sources', () => {
    const page = pageWith('skip');
    const stale = [{ signal: 'usage', lastAt: '2026-11-20T00:00:00.000Z', ageHours: 33 }];
    const drawn = renderScorePage({ ...page, health: { ...page.health, stale, degraded: true } }, asIs);
    expect(drawn).toContain('Degraded');
    expect(drawn).toContain('33 hours before');
  });

  it('puts an override and a sentiment beside the score, with their history, and no reason is markup (B8, B9)', () => {
    const page = pageWith('skip');
    expect(renderScorePage(page, asIs)).not.toMatch(/Overridden|sentiment:|What people said/);
    const said = {
      proposalId: 'p2',
      reason: 'Sponsor <b>left</b>',
      by: { id: 'm', name: 'Helena Strand' },
      at: new Date('2026-11-20T10:00:00.000Z'),
      until: new Date('2026-12-31T23:59:59.999Z'),
    };
    const shown = { ...said, at: said.at.toISOString(), until: said.until.toISOString() };
    const disagrees = 'Helena Strand says poor, while the score is green.';
    const health: AccountHealth = {
      ...page.health,
      override: { ...shown, score: 45, band: 'amber' },
      sentiment: { ...shown, proposalId: 's1', value: 'poor', disagrees },
    };
    const older = {
      ...said,
      proposalId: 'p1',
      account: 'a',
      hundredths: 9000,
      at: new Date('2026-11-01T00:00:00Z'),
    };
    const judgements = {
      overrides: [{ ...said, account: 'a', hundredths: 4500 }, older],
      sentiments: [{ ...said, proposalId: 's1', account: 'a', value: 'poor' as const }],
    };
    const drawn = renderScorePage({ ...page, health, judgements }, asIs);
    expect(drawn).toContain('<b>80.00</b> <span class="quiet">of 100</span>');
    expect(drawn).toContain('Overridden to 45.00');
    expect(drawn).toContain('31 Dec 2026');
    expect(drawn).toContain('CSM sentiment: poor');
    expect(drawn).toContain(disagrees);
    expect(drawn).toContain('Sponsor &lt;b&gt;left&lt;/b&gt;');
    expect(drawn).not.toContain('<b>left');
    expect(drawn).toMatch(/Override to 45\.00.*in force.*Override to 90\.00.*over or replaced/s);
  });

  it('writes a value counted twice into the sum', () => {
    expect(renderScorePage(pageWith('skip'), asIs)).toContain('(2 × 95.00 + 50.00) ÷ 3 = <b>80.00</b>');
  });
});

describe('payloadList', () => {
  const drawn = (payload: Record<string, unknown>) => markupOf(payloadList(payload));

  it('reads money, lists, nothing and deep values', () => {
    expect(drawn({ amount: { amount: -1200, currency: 'JPY' } })).toContain('JPY -1,200');
    expect(drawn({ tags: ['a', '<b>'] })).toContain('&lt;b&gt;');
    expect(drawn({})).toContain('Nothing');
    expect(drawn({ a: { b: { c: { d: { deep: { e: '<x>' } } } } } })).toContain(
      '{&quot;e&quot;:&quot;&lt;x&gt;&quot;}',
    );
    expect(drawn({ a: null, b: '', c: [], d: false, e: 12_000, f: 0.5 })).toMatch(
      /null.*empty.*none.*no.*12,000.*0\.5/s,
    );
  });

  it('takes nothing in a payload for markup', () => {
    expect(drawn({ '<i>': { markup: '<i>' }, constructor: '<i>' })).not.toContain('<i>');
  });

  it('lets long text scroll by itself', () => {
    expect(drawn({ body: 'x'.repeat(20_000) })).toContain('class="text long"');
  });
});

describe('renderProblemPage', () => {
  it('shows the message, the next step and the code of a failure of ours', () => {
    const error = new HoldfastError('HF_NOT_FOUND', "There is no '<b>'", { next: 'Look elsewhere' });
    const page = renderProblemPage(problemOf(error, 't'), asIs);
    expect(page).toContain('There is no &#39;&lt;b&gt;&#39;.');
    expect(page).toContain('Look elsewhere.');
    expect(page).toContain('HF_NOT_FOUND');
  });

  it('keeps what broke inside', () => {
    const shown = problemOf(
      new HoldfastError('HF_DATABASE_UNAVAILABLE', 'postgres://user:secret@host'),
      'abc',
    );
    expect(shown.status).toBe(503);
    expect(JSON.stringify(shown)).not.toContain('secret');
    expect(problemOf('odd', 'abc').reference).toBe('trace abc');
  });
});

/** A score of two components: adoption is known, support is missing. */
function pageWith(missing: 'skip' | 'neutral' | 'fail'): ScorePage {
  const neutral = missing === 'neutral';
  const weightOf = (id: string) => (id === 'adoption' || id === 'support' ? 50 : 0);
  const curves = {
    engagedDays28: [
      [0, 0],
      [20, 100],
    ],
    features84: [
      [0, 0],
      [10, 100],
    ],
  };
  const profile = {
    id: 'test',
    version: 3,
    author: 'x',
    changedOn: '2026-01-01',
    description: '',
    staleAfterHours: {},
    bands: [
      { id: 'red', from: 0, below: 40 },
      { id: 'amber', from: 40, below: 65 },
      { id: 'green', from: 65, below: 100 },
    ],
    components: Object.fromEntries(componentIds.map((id) => [id, { weight: weightOf(id), missing, curves }])),
  } as unknown as Profile;
  const readings: ComponentPage['readings'] = [
    { signal: 'engagedDays28', value: 19, points: 9500, weight: 2, working: null },
    { signal: 'features84', value: 5, points: 5000, weight: 1, working: null },
  ];
  const components = componentIds.map((id): ComponentPage => {
    const known = id === 'adoption';
    const hundredths = known ? 8000 : null;
    const countsAs = known ? 8000 : neutral ? 5000 : null;
    return {
      id,
      hundredths,
      countsAs,
      reason: 'Because.',
      readings: known ? readings : [],
      combines: 'mean',
      records: [],
    };
  });
  const shown = componentIds.map((id): HealthComponent => {
    const counts = id === 'adoption' || (neutral && id === 'support');
    const effectiveWeight = counts ? (neutral ? 50 : 100) : 0;
    const value = id === 'adoption' ? 80 : null;
    return {
      id,
      weight: weightOf(id),
      effectiveWeight,
      value,
      contribution: 0,
      reason: 'Because.',
      evidence: [],
      url: '/x',
    };
  });
  const score = neutral ? 65 : 80;
  const health: AccountHealth = {
    account: { id: 'a', name: 'A' },
    endedOn: null,
    asOf: '2026-11-21T00:00:00.000Z',
    knownAt: 1,
    score,
    band: 'green',
    override: null,
    sentiment: null,
    change7d: 0,
    change30d: null,
    confidence: 0.5,
    degraded: false,
    profile: { id: 'test', version: '3' },
    configuration: '0123456789abcdef',
    scorer: '1',
    lifecycle: { stage: 'retention', measure: 'the renewal', target: 'renewed', actual: null, met: null },
    components: shown,
    timeline: [],
    stale: [],
    history: [{ on: '2026-11-21', score, band: 'green' }],
    url: '/x',
  };
  return { health, profile, components, judgements: { overrides: [], sentiments: [] }, url: '/x' };
}
