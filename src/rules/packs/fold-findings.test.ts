import { describe, expect, it } from 'vitest';
import { findingOf } from '../../../test/support/alerts.ts';
import type { Finding } from '../../domain/finding.ts';
import type { RulePack } from '../../domain/rule-pack.ts';
import { bySeverity } from '../engine.ts';
import { foldFindings } from './fold-findings.ts';

/** As much of a pack as folding looks at. */
const packs = [
  {
    rules: [
      { id: 'quiet' },
      { id: 'score', foldsInto: 'quiet' },
      { id: 'use', foldsInto: 'quiet' },
      { id: 'other' },
    ],
  },
] as unknown as RulePack[];

function seen(rule: string, severity: Finding['severity'], given: Partial<Finding> = {}): Finding {
  const figures = [{ fact: `${rule}Fact`, value: 1, words: 'one' }];
  return findingOf({
    rule,
    severity,
    title: `The ${rule}`,
    text: `What ${rule} says.`,
    playbook: `${rule}-play`,
    figures,
    evidence: { since: '2026-10-01', parts: [{ records: [rule.length] }] },
    reasons: [{ fact: `${rule}Fact`, value: 1, text: `${rule}: 1`, asked: '', holds: true }],
    ...given,
  });
}

const fold = (...findings: Finding[]): Finding[] => foldFindings(findings.sort(bySeverity), packs);

describe('several sides of one matter', () => {
  it('are one finding: the matter stays, its most telling side names title, sentence and play', () => {
    expect(fold(seen('quiet', 'high'), seen('use', 'high'))).toMatchObject([
      {
        rule: 'quiet',
        lead: 'use',
        severity: 'high',
        title: 'The use',
        text: 'What use says.',
        playbook: 'use-play',
        also: ['What quiet says.'],
      },
    ]);
  });

  it('are told in the order of their pack where they are equally grave', () => {
    expect(fold(seen('use', 'high'), seen('quiet', 'high'), seen('score', 'high'))).toMatchObject([
      { lead: 'score', also: ['What quiet says.', 'What use says.'] },
    ]);
  });

  it('are as grave as the gravest, and that one leads', () => {
    expect(fold(seen('quiet', 'high'), seen('score', 'high'), seen('use', 'critical'))).toMatchObject([
      { rule: 'quiet', lead: 'use', severity: 'critical', playbook: 'use-play' },
    ]);
    expect(fold(seen('quiet', 'critical'), seen('score', 'high'))).toMatchObject([
      { rule: 'quiet', severity: 'critical', title: 'The quiet', playbook: 'quiet-play' },
    ]);
  });

  it('keep every figure, reason and record', () => {
    const [finding] = fold(seen('quiet', 'high'), seen('use', 'high'));
    expect(finding?.figures.map(({ fact }) => fact)).toEqual(['useFact', 'quietFact']);
    expect(finding?.reasons.map(({ fact }) => fact)).toEqual(['quietFact', 'useFact']);
    expect(finding?.evidence.parts).toEqual([{ records: [3] }, { records: [5] }]);
  });

  it('stay apart where the matter itself does not hold', () => {
    expect(fold(seen('use', 'high'), seen('other', 'low'))).toMatchObject([
      { rule: 'use', also: [] },
      { rule: 'other', also: [] },
    ]);
  });

  it('of a side that names no play leave the play of the matter', () => {
    expect(fold(seen('quiet', 'high'), seen('use', 'high', { playbook: null }))).toMatchObject([
      { lead: 'use', title: 'The use', playbook: 'quiet-play' },
    ]);
  });
});
