import { describe, expect, it } from 'vitest';
import { issueOf } from '../../../test/support/issues.ts';
import { holdsFor, successorOf, versionAt } from './affected-version.ts';

const at = (text: string) => new Date(text);

describe('the version that an account ran', () => {
  const deployed = [
    { at: at('2026-11-01T00:00:00Z'), version: '4.39.0' },
    { at: at('2026-10-01T00:00:00Z'), version: 'v4.38.2-hotfix' },
    { at: at('2026-11-10T00:00:00Z'), version: 'nightly' },
  ];

  it.each([
    ['2026-09-30T23:59:59Z', null],
    ['2026-10-01T00:00:00Z', '4.38.2'],
    ['2026-11-09T00:00:00Z', '4.39.0'],
    ['2026-11-11T00:00:00Z', null],
  ])('at %s was %s', (instant, version) => {
    expect(versionAt(deployed, at(instant))).toBe(version);
  });

  it('of two deployed in one instant is the later one of the list', () => {
    const same = at('2026-11-01T00:00:00Z');
    expect(
      versionAt(
        [
          { at: same, version: '1.0' },
          { at: same, version: '1.1' },
        ],
        same,
      ),
    ).toBe('1.1');
  });
});

describe('whether an issue holds for a version', () => {
  it.each([
    [{ versions: { from: '4.38', to: '4.38.1' }, fixed_in: '4.38.2' }, '4.38.1', 'yes'],
    [{ versions: { from: '4.38', to: '4.38.1' }, fixed_in: '4.38.2' }, '4.38.2', 'no'],
    [{ versions: { from: '4.38' }, fixed_in: '4.41' }, '4.40.9', 'yes'],
    [{ versions: { from: '4.38' }, fixed_in: '4.41' }, '4.41.0', 'no'],
    [{ versions: { from: '4.40' } }, '4.39.9', 'no'],
    [{ versions: { from: '4.40' } }, null, 'unknown'],
    [{ versions: {} }, null, 'yes'],
    [{ versions: {}, fixed_in: '2.0' }, null, 'unknown'],
  ] as const)('%j at %s: %s', (issue, version, holds) => {
    expect(holdsFor(issue, version)).toBe(holds);
  });
});

describe('where no version is known', () => {
  it('an issue whose fix was seen held until then', () => {
    const fixed = { versions: {}, fixed_in: '4.41', openUntil: at('2026-11-20T00:00:00Z') };
    expect(holdsFor(fixed, null, at('2026-11-19T00:00:00Z'))).toBe('yes');
    expect(holdsFor(fixed, null, at('2026-11-20T00:00:00Z'))).toBe('unknown');
    expect(holdsFor({ ...fixed, versions: { from: '4.40' } }, null, at('2026-11-19T00:00:00Z'))).toBe(
      'unknown',
    );
    expect(holdsFor(fixed, '4.41.0', at('2026-11-19T00:00:00Z'))).toBe('no');
  });
});

describe('what took an issue’s place', () => {
  const superseded = (id: string, by: string) => issueOf(id, { status: 'superseded', superseded_by: by });
  const among = (...issues: ReturnType<typeof issueOf>[]) =>
    new Map(issues.map((issue) => [issue.id, issue]));

  it('is found at the end of the chain', () => {
    const [a, b, c] = [superseded('a', 'b'), superseded('b', 'c'), issueOf('c')];
    expect(successorOf(a, among(a, b, c))?.id).toBe('c');
    expect(successorOf(c, among(a, b, c))?.id).toBe('c');
  });

  it('is nothing where the chain breaks off or goes round in a circle', () => {
    const [a, b] = [superseded('a', 'b'), superseded('b', 'a')];
    expect(successorOf(a, among(a, b))).toBeNull();
    expect(successorOf(a, among(a))).toBeNull();
    const own = superseded('x', 'x');
    expect(successorOf(own, among(own))).toBeNull();
  });
});
