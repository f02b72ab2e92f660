import { describe, expect, it } from 'vitest';
import { areaUnderCurve, type Judged, precisionAtTenth } from './metrics.ts';

/** `+` happened, `-` did not; risk falls from left to right unless given. */
function rows(outcomes: string, risks?: readonly number[]): Judged[] {
  return [...outcomes].map((outcome, index) => ({
    risk: risks?.[index] ?? -index,
    happened: outcome === '+',
  }));
}

describe('area under the curve', () => {
  it.each<[string, Judged[], number | null]>([
    ['perfect', rows('++--'), 1],
    ['upside down', rows('--++'), 0],
    ['one pair of four wrong', rows('+-+-'), 0.75],
    ['all tied is chance', rows('+-+-', [1, 1, 1, 1]), 0.5],
    // Pairs: (3,3) tie ½, (3,1) 1, (2,3) 0, (2,1) 1 of four.
    ['one tie counts half', rows('+-+-', [3, 3, 2, 1]), 0.625],
    ['unsorted input', rows('-+-+', [1, 3, 2, 4]), 1],
    ['nobody left', rows('---'), null],
    ['everybody left', rows('+++'), null],
    ['no rows', [], null],
    ['infinite risk ranks highest', rows('+-', [Number.POSITIVE_INFINITY, 5]), 1],
  ])('%s', (_, given, area) => {
    expect(areaUnderCurve(given)).toBe(area);
  });

  it('equals the share of pairs in the right order, counted one by one', () => {
    const given = rows('+--+-++---', [5, 3, 5, 1, 0, 5, 2, 2, 4, 3]);
    const positives = given.filter(({ happened }) => happened);
    const negatives = given.filter(({ happened }) => !happened);
    const wins = positives.flatMap((positive) =>
      negatives.map((negative) =>
        positive.risk > negative.risk ? 1 : positive.risk === negative.risk ? 0.5 : 0,
      ),
    );
    const counted = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
    expect(areaUnderCurve(given)).toBeCloseTo(counted, 12);
  });

  it('does not change its input', () => {
    const given = rows('-+');
    areaUnderCurve(given);
    precisionAtTenth(given);
    expect(given).toEqual(rows('-+'));
  });
});

describe('precision in the riskiest tenth', () => {
  it.each<[string, Judged[], number]>([
    ['of ten rows is the riskiest one', rows('+---------'), 1],
    ['of nine rows is still one', rows('-++++++++'), 0],
    ['of twenty rows is two', rows(`+-${'-'.repeat(18)}`), 0.5],
    ['of nineteen rows is one', rows(`+-${'-'.repeat(17)}`), 1],
    ['keeps the order of ties', rows('-+--------', Array(10).fill(1)), 0],
  ])('%s', (_, given, precision) => {
    expect(precisionAtTenth(given)).toBe(precision);
  });
});
