import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceDocument } from '../../test/support/knowledge.ts';
import type { SourceDocument } from '../domain/indexed-knowledge.ts';
import { type KnownDocument, planIndex } from './plan-index.ts';

const now = '1/words';

function plan(
  documents: readonly SourceDocument[],
  known: readonly KnownDocument[] = [],
  { gone = () => true, problems = [] }: { gone?: (key: string) => boolean; problems?: string[] } = {},
) {
  return planIndex({ documents, isGone: gone, problems, mark: null }, known, now);
}

/** What the index has of documents after they were indexed. */
function indexed(documents: readonly SourceDocument[], indexedWith = now): KnownDocument[] {
  return plan(documents).added.map(({ document: { key }, contentHash }) => ({
    id: `docs:${key}`,
    key,
    contentHash,
    indexedWith,
  }));
}

const keysOf = (list: readonly { document: SourceDocument }[]): string[] =>
  list.map(({ document }) => document.key);

describe('what a reading changes', () => {
  const a = sourceDocument('a');
  const b = sourceDocument('b');

  test('everything is new to an empty index', () => {
    expect(keysOf(plan([a, b]).added)).toEqual(['a', 'b']);
  });

  test('what is as it was stays, whatever order its facts come in', () => {
    const meta = { one: 1, two: { x: 1, y: [2] } };
    const known = indexed([{ ...a, meta }]);
    const reordered = { ...a, meta: { two: { y: [2], x: 1 }, one: 1 } };
    expect(plan([reordered], known)).toMatchObject({ added: [], changed: [], unchanged: 1, removed: [] });
  });

  test.each([
    ['title', { title: 'Other' }],
    ['body', { body: 'Other.' }],
    ['audience', { audience: 'internal' }],
    ['account', { account: 'acme' }],
    ['product area', { productArea: 'billing' }],
    ['versions', { versions: { from: '4.40', to: null } }],
    ['address', { url: 'https://x.example' }],
    ['date', { updatedAt: new Date(0) }],
  ] as const)('another %s is a change', (_, change) => {
    expect(keysOf(plan([{ ...a, ...change }], indexed([a])).changed)).toEqual(['a']);
  });

  test('what was cut or encoded in another way is done again', () => {
    expect(keysOf(plan([a], indexed([a], '1/other-words')).changed)).toEqual(['a']);
  });

  test('what is not among the documents is removed only where the source says that it is gone', () => {
    const known = indexed([a, b, sourceDocument('c')]);
    const reading = plan([a], known, { gone: (key) => key === 'b' });
    expect([reading.removed, reading.unchanged]).toEqual([['docs:b'], 2]);
  });

  test('a document that is here is never removed, whatever the source says of it', () => {
    expect(plan([a], indexed([a]), { gone: () => true }).removed).toEqual([]);
  });

  test.each([
    [{ title: '  ' }, 'a: has no title'],
    [{ body: '\u0000\n' }, 'a: has no text'],
    [{ body: 'x'.repeat(500_001) }, 'a: has 500001 characters; at most 500000 are read'],
  ])('%j cannot be used: it is told, and the last good version stays', (change, problem) => {
    const broken = { ...a, ...change };
    expect(plan([broken], indexed([a]), { problems: ['first'] })).toEqual({
      added: [],
      changed: [],
      unchanged: 1,
      removed: [],
      problems: ['first', problem],
    });
    expect(plan([broken]).added).toEqual([]);
  });

  test('titles are one line of 300 characters at most, without half a character', () => {
    const [first] = plan([{ ...a, title: ` A\n\tB ${'😀'.repeat(200)}` }]).added;
    expect(first?.document.title).toMatch(/^A B 😀/u);
    expect(first?.document.title.length).toBeLessThanOrEqual(300);
    expect(first?.document.title.isWellFormed()).toBe(true);
  });
});

test('whatever was indexed and whatever comes: every known document is unchanged, changed, or removed', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const version = fc.constantFrom('One.', 'Two.', '');
  const held = fc.uniqueArray(fc.tuple(key, version), { selector: ([name]) => name });
  fc.assert(
    fc.property(held, held, fc.boolean(), (before, after, gone) => {
      const documents = (list: [string, string][]) =>
        list.map(([name, body]) => sourceDocument(name, { body }));
      const known = indexed(documents(before));
      const reading = plan(documents(after), known, { gone: () => gone });
      const { added, changed, unchanged, removed } = reading;
      expect(changed.length + unchanged + removed.length).toBe(known.length);
      expect(added.length + changed.length + reading.problems.length).toBeLessThanOrEqual(after.length);
      const applied = new Map(known.map((one) => [one.key, one.contentHash]));
      for (const id of removed) applied.delete(id.slice('docs:'.length));
      for (const { document, contentHash } of [...added, ...changed]) applied.set(document.key, contentHash);
      const again = plan(
        documents(after),
        [...applied].map(([name, contentHash]) => ({
          id: `docs:${name}`,
          key: name,
          contentHash,
          indexedWith: now,
        })),
        { gone: () => gone },
      );
      expect([again.added, again.changed, again.removed]).toEqual([[], [], []]);
    }),
  );
});
