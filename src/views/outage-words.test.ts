import { expect, test } from 'vitest';
import { outageWords } from './outage-words.ts';

const since = new Date('2026-11-23T12:03:00.000Z');
const at = (minutes: number) => new Date(since.getTime() + minutes * 60_000);

test.each([
  [
    57,
    63,
    'The chat has taken nothing since 23 Nov 2026, 12:03 UTC, for 57 minutes: 63 actions wait and go out when it answers, if within a day',
  ],
  [
    0,
    1,
    'The chat has taken nothing since 23 Nov 2026, 12:03 UTC, for less than a minute: 1 action waits and goes out when it answers, if within a day',
  ],
  [3_000, 0, 'The chat has taken nothing since 23 Nov 2026, 12:03 UTC, for 50 hours; nothing waits for it'],
])('an outage of %i minutes with %i waiting is one line', (minutes, waiting, line) => {
  expect(outageWords({ connector: 'chat', since, waiting }, at(minutes))).toBe(line);
});
