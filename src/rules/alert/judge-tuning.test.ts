import { expect, it } from 'vitest';
import { judgeTuning } from './judge-tuning.ts';

type Tuning = Parameters<typeof judgeTuning>[0];
const fine: Tuning = {
  raised: 10,
  escalated: 5,
  verdicts: { useful: 3, not_useful: 2, too_early: 0 },
  measured: { lift: 1 },
  precision: 0.3,
} as unknown as Tuning;
const measured = (lift: number | null): Partial<Tuning> =>
  ({ measured: { lift } }) as unknown as Partial<Tuning>;

it.each<[string, Partial<Tuning>, RegExp | null]>([
  ['a rule at every limit', {}, null],
  ['one that nothing is known of', { ...measured(null), precision: null }, null],
  ['one that is worse than chance', measured(0.994), /lift is 0\.99: below 1/],
  ['one that people find useless', { precision: 0.29 }, /not useful/],
  [
    'one that warns too early',
    { precision: 0.2, verdicts: { useful: 1, not_useful: 1, too_early: 3 } },
    /too early/,
  ],
  [
    'one that is as often early as useless',
    { precision: 0.2, verdicts: { useful: 1, not_useful: 2, too_early: 2 } },
    /not useful/,
  ],
  ['one with too few verdicts', { precision: 0, verdicts: { useful: 0, not_useful: 4, too_early: 0 } }, null],
  ['one that nobody takes in time', { escalated: 6 }, /taken by nobody/],
  ['one that was raised too seldom to say', { raised: 4, escalated: 4 }, null],
])('%s', (_rule, given, words) => {
  const concern = judgeTuning({ ...fine, ...given });
  if (words === null) expect(concern).toBeNull();
  else expect(concern).toMatch(words);
});
