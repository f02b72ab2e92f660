import { describe, expect, it } from 'vitest';
import { markupOf } from './escape.ts';
import { barChart, curveChart, historyChart } from './spark.ts';

const text = { id: 'x', title: 'Uses per day', description: 'From a to b.' };

describe('barChart', () => {
  it('draws a bar per value with its name, the largest at full height', () => {
    const drawn = markupOf(
      barChart(
        text,
        [
          { label: 'Mon', value: 5 },
          { label: 'Tue', value: 1000 },
        ],
        'use',
      ),
    );
    expect(drawn).toContain('<title>Mon: 5</title>');
    expect(drawn).toContain('y="0" width="8" height="100"><title>Tue: 1,000</title>');
  });

  it('names itself for those who cannot see it', () => {
    const drawn = markupOf(barChart(text, [], 'bad'));
    expect(drawn).toContain('role="img" aria-labelledby="x-t x-d"');
    expect(drawn).toContain('<desc id="x-d">From a to b.</desc>');
  });

  it('shows zero as nothing and the smallest value as something', () => {
    const bars = [
      { label: 'a', value: 0 },
      { label: 'b', value: 1 },
      { label: 'c', value: 100_000 },
    ];
    const drawn = markupOf(barChart(text, bars, 'use'));
    expect(drawn).toContain('height="0"><title>a: 0');
    expect(drawn).toContain('height="1.5"><title>b: 1');
  });
});

describe('historyChart', () => {
  const bands = [
    { id: 'red' as const, from: 0, below: 40 },
    { id: 'amber' as const, from: 40, below: 65 },
    { id: 'green' as const, from: 65, below: 100 },
  ];

  it('breaks the line where there was no score', () => {
    const points = [
      { label: 'a', value: 50, band: 'amber' as const },
      { label: 'b', value: null, band: null },
      { label: 'c', value: 70, band: 'green' as const },
    ];
    const drawn = markupOf(historyChart(text, points, bands));
    expect(drawn).toContain('<path class="line" d="M0 50M1000 30"/>');
    expect(drawn.match(/class="dot/g)).toHaveLength(2);
  });

  it('puts a single score in the middle', () => {
    expect(markupOf(historyChart(text, [{ label: 'a', value: 0, band: 'red' }], bands))).toContain(
      'M500 100',
    );
  });
});

describe('curveChart', () => {
  it('keeps the reading inside the picture, however far it lies outside the curve', () => {
    for (const value of [-1_000_000, 0, 5, 1_000_000]) {
      const drawn = markupOf(
        curveChart(
          text,
          [
            [0, 0],
            [10, 100],
          ],
          value,
          5000,
        ),
      );
      const x = Number(/cx="([\d.-]+)"/.exec(drawn)?.[1]);
      expect(x).toBeGreaterThanOrEqual(4);
      expect(x).toBeLessThanOrEqual(116);
    }
  });
});
