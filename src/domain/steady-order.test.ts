import { expect, it } from 'vitest';
import { steadyOrder } from './steady-order.ts';

const name = 'شركة الاختبار';

it.each([
  ['a name and its score', `${name}: 21.59 of 100`, `\u200e${name}\u200e: 21.59 of 100`],
  ['a name inside a line', `At risk: ${name}, 8 days`, `At risk: ${name}\u200e, 8 days`],
  ['a number of the name itself', `${name}2 is red`, `\u200e${name}2 is red`],
  ['letters from the left', 'Acme: 21.59 of 100', 'Acme: 21.59 of 100'],
  ['nothing', '', ''],
])('%s reads in the order in which it is said', (_, line, steady) => {
  expect(steadyOrder(line)).toBe(steady);
});
