import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTexts } from './similar-texts.ts';

const texts = [
  { id: 'a', title: 'Nightly export stops', body: 'The warehouse export stops at two hundred rows.' },
  { id: 'b', title: 'Reminders arrive twice', body: 'Every approver receives each reminder two times.' },
  { id: 'c', title: 'Picture missing', body: 'A picture taken in the form does not arrive.' },
];
const find = compareTexts(texts);

describe('texts that are alike', () => {
  it('are found by their words, the likest first, with how much of the other they speak of', () => {
    const [first, second] = find({ title: 'Export stops again', body: 'Our warehouse export stops' }, 3);
    expect(first?.id).toBe('a');
    expect(first?.share).toBeGreaterThan(0.3);
    expect(second?.share ?? 0).toBeLessThan(0.1);
  });

  it('are none for words that nobody used, and for none at all', () => {
    expect(find({ title: 'zebra', body: 'quagga' }, 3)).toEqual([]);
    expect(find({ title: '', body: '' }, 3)).toEqual([]);
    expect(compareTexts([])({ title: 'export', body: '' }, 3)).toEqual([]);
  });

  it('leave out what is not accepted', () => {
    expect(
      find({ title: 'Export stops', body: '' }, 3, (id) => id !== 'a').map(({ id }) => id),
    ).not.toContain('a');
  });

  it('are not drowned by a log that is pasted below', () => {
    const log = 'reminder approver picture form '.repeat(5_000);
    const long = `${'The warehouse export stops. '.repeat(80)}${log}`;
    expect(find({ title: 'Export stops', body: long }, 1)[0]?.id).toBe('a');
  });

  it('have a share between 0 and 1, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), (title, body) => {
        for (const { share } of find({ title, body }, 3)) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
