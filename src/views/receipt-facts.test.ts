import { describe, expect, it } from 'vitest';
import { receiptFacts } from './receipt-facts.ts';
import { textOf } from './view.ts';

const linesOf = (receipt: Record<string, unknown>) =>
  receiptFacts(receipt).map(({ label, value }) => `${label}  ${textOf(value)}`);

describe('a receipt', () => {
  it('tells an instant as every card does, and ids as they are', () => {
    const file = { file: 'p-1.json', at: '2026-11-27T00:14:58.681Z', messageId: '<a1@acme.example>' };
    expect(linesOf(file)).toEqual([
      'Receipt: file  p-1.json',
      'Receipt: at  27 Nov 2026, 00:14 UTC',
      'Receipt: message id  <a1@acme.example>',
    ]);
    const codes = receiptFacts(file).map(({ value }) => value[0]?.code === true);
    expect(codes).toEqual([true, false, true]);
  });

  it('says that it had been done before only where it had', () => {
    expect(linesOf({ again: true })).toEqual(['Receipt  it had been done before']);
    expect(linesOf({ again: false, lookedUp: false })).toEqual([]);
    expect(linesOf({ lookedUp: true })).toEqual(['Receipt  no answer had come; it was looked up']);
  });

  it('has words for whatever else the outside answers', () => {
    expect(
      linesOf({ accepted: 2, refused: [], tags: ['a', 'b'], audit: null, kept: true, more: { x: 1 } }),
    ).toEqual([
      'Receipt: accepted  2',
      'Receipt: refused  none',
      'Receipt: tags  a, b',
      'Receipt: audit  none',
      'Receipt: kept  yes',
      'Receipt: more  {"x":1}',
    ]);
    expect(linesOf({ at: '2026-13-99T00:00:00Z' })).toEqual(['Receipt: at  2026-13-99T00:00:00Z']);
    expect(receiptFacts(null)).toEqual([]);
    expect(linesOf(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`k${n}`, n])))).toHaveLength(8);
  });
});
