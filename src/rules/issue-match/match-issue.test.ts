import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issueOf } from '../../../test/support/issues.ts';
import {
  type MatchedRecord,
  type MatchKnowledge,
  matchIssues,
  suggestionFloorPercent,
  suggestionsAtMost,
} from './match-issue.ts';

const since440 = issueOf('since-4-40', {
  versions: { from: '4.40' },
  error_signatures: ['PIPELINE_TIMEOUT'],
});
const engine438 = issueOf('engine-4-38', {
  status: 'fixed',
  fixed_in: '4.38.2',
  versions: { from: '4.38', to: '4.38.1' },
  error_signatures: ['PIPELINE_TIMEOUT'],
});
const advice438 = issueOf('advice-4-38', {
  status: 'superseded',
  superseded_by: 'engine-4-38',
  versions: { from: '4.38', to: '4.38.0' },
  error_signatures: ['PIPELINE_TIMEOUT'],
});
const drift = issueOf('drift', { error_signatures: ['SCHEMA_DRIFT'] });
const zero = issueOf('zero', {
  versions: { from: '4.40' },
  error_signatures: ['SCHEMA_DRIFT: expected 0 columns'],
});

const error = (code: string, given: Partial<MatchedRecord> = {}): MatchedRecord => ({
  kind: 'error',
  account: 'acme',
  text: code,
  code,
  fingerprints: [code.toLowerCase()],
  version: '4.40.0',
  at: new Date('2026-11-20T12:00:00Z'),
  ...given,
});
const ticket = (text: string, given: Partial<MatchedRecord> = {}): MatchedRecord => ({
  kind: 'ticket',
  account: 'acme',
  text,
  code: null,
  fingerprints: [],
  version: '4.40.0',
  at: new Date('2026-11-20T12:00:00Z'),
  ...given,
});
const knowing = (issues: MatchKnowledge['issues'], given: Partial<MatchKnowledge> = {}): MatchKnowledge => ({
  issues,
  fingerprints: [],
  shares: new Map(),
  counts: true,
  ...given,
});
const found = (record: MatchedRecord, knowledge: MatchKnowledge) =>
  matchIssues(record, knowledge).map(({ issueId, method, confidencePercent, counted }) => [
    issueId,
    method,
    confidencePercent,
    counted,
  ]);

describe('an error', () => {
  it('counts where its code is the signature of the one issue that holds for the version', () => {
    const all = knowing([since440, engine438, advice438]);
    expect(found(error('PIPELINE_TIMEOUT'), all)).toEqual([['since-4-40', 'signature', 95, true]]);
    expect(found(error('PIPELINE_TIMEOUT', { version: '4.38.1' }), all)).toEqual([
      ['engine-4-38', 'signature', 95, true],
    ]);
    expect(found(error('PIPELINE_TIMEOUT', { version: '4.39.0' }), all)).toEqual([]);
  });

  it('of a superseded issue leads to its successor, and is a question where only the old one holds', () => {
    expect(found(error('PIPELINE_TIMEOUT', { version: '4.38.0' }), knowing([engine438, advice438]))).toEqual([
      ['engine-4-38', 'signature', 95, true],
    ]);
    const narrow = issueOf('engine-4-38', {
      versions: { from: '4.38.1' },
      error_signatures: ['PIPELINE_TIMEOUT'],
    });
    const [match, ...others] = matchIssues(
      error('PIPELINE_TIMEOUT', { version: '4.38.0' }),
      knowing([narrow, advice438]),
    );
    expect(match).toMatchObject({ issueId: 'engine-4-38', counted: false, confidencePercent: 76 });
    expect([match?.reason, others]).toEqual([
      '“PIPELINE_TIMEOUT” stands in it; it took the place of advice-4-38',
      [],
    ]);
  });

  it('is a question where the version is not known', () => {
    expect(found(error('PIPELINE_TIMEOUT', { version: null }), knowing([since440]))).toEqual([
      ['since-4-40', 'signature', 76, false],
    ]);
  });

  it('is a question where two issues share the code, and each is worth half', () => {
    const twin = issueOf('twin', { error_signatures: ['PIPELINE_TIMEOUT'] });
    expect(found(error('PIPELINE_TIMEOUT'), knowing([since440, twin]))).toEqual([
      ['since-4-40', 'signature', 48, false],
      ['twin', 'signature', 48, false],
    ]);
  });

  it('is a question where another issue asks for more than the code', () => {
    expect(found(error('SCHEMA_DRIFT'), knowing([drift, zero]))).toEqual([['drift', 'signature', 48, false]]);
    expect(found(error('SCHEMA_DRIFT', { version: '4.39.0' }), knowing([drift, zero]))).toEqual([
      ['drift', 'signature', 95, true],
    ]);
    const said = error('SCHEMA_DRIFT', { text: 'SCHEMA_DRIFT\nSCHEMA_DRIFT: expected 0 columns, got 12' });
    expect(found(said, knowing([drift, zero]))[0]?.[0]).toBe('zero');
  });

  it('counts nothing where hits without a person were found wanting', () => {
    expect(found(error('PIPELINE_TIMEOUT'), knowing([since440], { counts: false }))).toEqual([
      ['since-4-40', 'signature', 95, false],
    ]);
  });

  it('that a person confirmed counts for that account, and is a question for others', () => {
    const known = [{ issueId: 'drift', account: 'acme', fingerprint: 'e7', state: 'confirmed' as const }];
    const knowledge = knowing([drift], { fingerprints: known });
    expect(found(error('E7'), knowledge)).toEqual([['drift', 'fingerprint', 95, true]]);
    expect(found(error('E7', { account: 'other' }), knowledge)).toEqual([
      ['drift', 'fingerprint', 70, false],
    ]);
  });

  it('that a person rejected for that account is not asked for again', () => {
    const known = [
      { issueId: 'since-4-40', account: 'acme', fingerprint: 'pipeline_timeout', state: 'rejected' as const },
    ];
    const knowledge = knowing([since440], { fingerprints: known });
    expect(found(error('PIPELINE_TIMEOUT'), knowledge)).toEqual([]);
    expect(found(error('PIPELINE_TIMEOUT', { account: 'other' }), knowledge)).toHaveLength(1);
  });
});

describe('a ticket', () => {
  it('never counts by itself', () => {
    expect(found(ticket('PIPELINE_TIMEOUT'), knowing([since440]))).toEqual([
      ['since-4-40', 'signature', 85, false],
    ]);
  });

  it('with a code that issues share is decided by its words', () => {
    const twin = issueOf('twin', { error_signatures: ['PIPELINE_TIMEOUT'] });
    const shares = new Map([
      ['since-4-40', 0.3],
      ['twin', 0.1],
    ]);
    expect(found(ticket('PIPELINE_TIMEOUT'), knowing([since440, twin], { shares }))).toEqual([
      ['since-4-40', 'signature', 64, false],
    ]);
  });

  it.each([
    [0.19, null],
    [0.25, null],
    [0.26, 35],
    [0.4, 65],
    [0.65, 80],
    [1, 80],
  ])('of which an issue speaks to %s is worth %s', (share, percent) => {
    const matches = found(ticket('words'), knowing([drift], { shares: new Map([['drift', share]]) }));
    expect(matches).toEqual(percent === null ? [] : [['drift', 'text', percent, false]]);
  });

  it('is never about an issue that the version does not have, nor about a superseded one', () => {
    const shares = new Map([
      ['engine-4-38', 0.9],
      ['advice-4-38', 0.9],
    ]);
    expect(found(ticket('words'), knowing([engine438, advice438], { shares }))).toEqual([]);
    expect(
      found(ticket('words', { version: '4.38.0' }), knowing([engine438, advice438], { shares })),
    ).toEqual([['engine-4-38', 'text', 80, false]]);
  });

  it('survives issues that supersede each other in a circle', () => {
    const [a, b] = [
      issueOf('a', { status: 'superseded', superseded_by: 'b', error_signatures: ['X_1'] }),
      issueOf('b', { status: 'superseded', superseded_by: 'a', error_signatures: ['X_1'] }),
    ];
    expect(found(ticket('X_1'), knowing([a, b]))).toEqual([]);
    expect(found(ticket('X_1'), knowing([]))).toEqual([]);
  });

  it('gets at most three suggestions, none below the floor, each issue once, the likeliest first', () => {
    const issues = ['a', 'b', 'c', 'd', 'e'].map((id) => issueOf(id));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(share, { minLength: 5, maxLength: 5 }), (values) => {
        const shares = new Map(issues.map(({ id }, index) => [id, values[index] ?? 0]));
        const matches = matchIssues(ticket('words'), knowing(issues, { shares }));
        const percents = matches.map(({ confidencePercent }) => confidencePercent);
        expect(matches.length).toBeLessThanOrEqual(suggestionsAtMost);
        expect(percents.every((percent) => percent >= suggestionFloorPercent && percent <= 100)).toBe(true);
        expect(percents).toEqual([...percents].sort((one, other) => other - one));
        expect(new Set(matches.map(({ issueId }) => issueId)).size).toBe(matches.length);
      }),
    );
  });
});
