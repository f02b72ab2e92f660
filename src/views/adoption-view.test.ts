import { describe, expect, it } from 'vitest';
import { renderView } from '../cli/render-view.ts';
import { adoptionView, type ShownAdoption } from './adoption-view.ts';
import { kitView } from './kit-view.ts';
import { nudgeReportView, type ShownNudgeReport } from './nudge-report-view.ts';
import type { View } from './view.ts';

const drawn = (view: View): string =>
  renderView(view, { columns: 140, color: false, absolute: (path) => path }).replace(/[ \n]+/g, ' ');

const measure = {
  text: '4 people use approvals',
  state: 'not-met',
  actual: 2,
  target: 4,
  reason: '2 people',
} as const;
const useCase = {
  id: 'order-approvals',
  title: 'Order approvals',
  outcome: 'Decided the same day.',
  chosen: true,
  state: 'not-met' as const,
  kit: 'kit-order-approvals',
  criteria: [{ ...measure, evidence: ['/evidence/figures/acme'] }],
  kpis: [{ ...measure, text: 'uses', state: 'unknown' as const, reason: 'no contract says', evidence: [] }],
};
const nudge = { user: 'ana', nudge: 'reports-by-schedule', because: 'reports on 5 days of 28', until: null };
const shown: ShownAdoption = {
  account: { id: 'acme', name: 'Acme', icp: 'food', useCase: 'approvals' },
  people: { known: 4, active28: 3 },
  useCases: [useCase, { ...useCase, id: 'other', title: 'Quality control', chosen: false }],
  unused: [
    { feature: 'audit-log', lastUsedOn: null },
    { feature: 'forms', lastUsedOn: '2026-09-03' },
  ],
  nudges: [
    { ...nudge, verdict: 'withhold', reason: 'wants no nudges' },
    { ...nudge, verdict: 'send', reason: '' },
  ],
};

describe('the card of adoption', () => {
  it('says whether the use case stands, what was counted, and what nobody uses', () => {
    const text = drawn(adoptionView(shown));
    expect(text).toContain('Adoption of Acme: Order approvals does not stand yet');
    expect(text).toContain('3 of 4 people used it in 28 days.');
    expect(text).toMatch(/4 people use approvals criterion ✗ not met 2 people/);
    expect(text).toMatch(/uses KPI, from 4 unknown no contract says/);
    expect(text).toContain('audit-log (never), forms (last on 3 Sep 2026)');
    expect(text).toContain('Quality control: 0 of 1 criterion met');
    expect(text).toContain('/cs kit order-approvals');
  });

  it('shows what comes next before what does not come, each with its reason', () => {
    const text = drawn(adoptionView(shown));
    expect(text.indexOf('next to be proposed')).toBeGreaterThan(0);
    expect(text.indexOf('not now: wants no nudges')).toBeGreaterThan(text.indexOf('next to be proposed'));
  });

  it.each([
    ['defer', '2026-11-26T09:00:00.000Z', 'quiet hours', 'waits until 26 Nov 2026, 09:00 UTC: quiet hours'],
    ['hold-out', null, 'in the hold-out group', 'held out: observed without it'],
  ] as const)('says of %s what becomes of it', (verdict, until, reason, words) => {
    expect(drawn(adoptionView({ ...shown, nudges: [{ ...nudge, verdict, until, reason }] }))).toContain(
      words,
    );
  });

  it('shows eight of many nudges and counts the others', () => {
    const nudges = Array.from({ length: 11 }, () => ({ ...nudge, verdict: 'send' as const, reason: '' }));
    expect(drawn(adoptionView({ ...shown, nudges }))).toContain('3 more are not shown.');
  });

  it.each([
    [null, 'No contract says what this customer uses the product for.'],
    ['juggling', 'The contract says “juggling”, which is none of our use cases.'],
  ])('says why there is no use case: %s', (named, words) => {
    const account = { ...shown.account, useCase: named };
    const text = drawn(adoptionView({ ...shown, account, useCases: [], unused: [], nudges: [] }));
    expect(text).toContain(words);
    expect(text).toContain('Nudges that are due None.');
  });
});

const few = { kind: 'too-few', needed: 30 } as const;
const record = {
  nudge: 'a',
  sent: { size: 60, acted: 40 },
  heldOut: { size: 60, acted: 12 },
  comparison: few,
  clicked: 3,
  tooRecent: 2,
  open: 1,
  deferred: 0,
  dropped: 4,
};
const report: ShownNudgeReport = {
  since: '2026-06-01T00:00:00.000Z',
  actWithinDays: 7,
  holdOutPercent: 10,
  total: { ...record, nudge: null },
  nudges: [record],
};
const compared = (verdict: 'more' | 'fewer' | 'not-shown', difference: number) => ({
  ...report,
  total: {
    ...report.total,
    comparison: {
      kind: 'compared',
      difference,
      low: difference - 0.1,
      high: difference + 0.1,
      verdict,
    } as const,
  },
});

describe('the report of nudges', () => {
  it('claims nothing of few', () => {
    expect(drawn(nudgeReportView(report))).toContain('too few to say; 30 sent and 30 held out are needed');
  });

  it.each([
    ['more', 0.47, 'more people acted with a nudge than without, by 47'],
    ['fewer', -0.2, 'fewer people acted with a nudge than without, by 20'],
    ['not-shown', 0.05, 'no difference to the hold-out is shown'],
  ] as const)('says “%s” in words', (verdict, difference, words) => {
    expect(nudgeReportView(compared(verdict, difference)).summary).toContain(words);
  });

  it('shows both groups, the interval, and what clicks are worth', () => {
    const text = drawn(nudgeReportView(compared('more', 0.47)));
    expect(text).toContain('40 of 60 (67 %)');
    expect(text).toContain('12 of 60 (20 %)');
    expect(text).toMatch(/\+47\u00a0points \(\+37\u00a0points to \+57\u00a0points\)/);
    expect(text).toContain('Clicks prove nothing');
  });

  it('says that nothing was decided', () => {
    expect(drawn(nudgeReportView({ ...report, nudges: [] }))).toContain('No nudge was decided');
  });
});

describe('a champion kit', () => {
  it('is shown section by section, without marks of Markdown', () => {
    const body =
      'For the champion.\n\n## FAQ\n\n**Why?** Because.\n\n## Ready to expand\n\n- [ ] four people';
    const view = kitView({ title: 'Kit', owner: 'csm1', reviewedOn: '2026-11-09', body });
    expect(drawn(view)).toContain('FAQ │ Why? Because. Ready to expand │ ☐ four people');
    expect(drawn(view)).toContain('Kept by csm1, reviewed on 9 Nov 2026.');
  });
});
