import { afterEach, expect, test } from 'vitest';
import { runBurst } from './burst/burst-run.ts';
import { killProducts } from './burst/product.ts';

afterEach(killProducts);

test('24 alerts of one instant arrive whole, once each, the most severe first, though the product was away and is killed twice', async () => {
  const course = { kills: 2, awayMs: 11 * 60_000, weather: { greetAfterMs: 3_000 } };
  const { problems, figures } = await runBurst({ what: 'alerts', count: 24, ...course, seed: 3, rate: 6 });
  expect(problems).toEqual([]);
  expect(figures).toMatchObject({ due: 24, messages: 25, kills: 2, lost: 0, doubled: 0, overtaken: 0 });
  expect(figures.shortestGapMs).toBeGreaterThanOrEqual(1_000);
  expect(figures.auditEntries).toBeGreaterThan(50);
}, 400_000);
