import { expect, test } from 'vitest';
import { memberSchema } from './member.ts';

const parse = (id: string): boolean => memberSchema.safeParse({ id, name: 'A', role: 'admin' }).success;

test("no member takes the name of Holdfast itself, whose roles are not a person's", () => {
  expect(['system', 'unknown', 'sealer', 'System', ''].map(parse)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['system2', 'csm1', 'slack.t0.u1'].map(parse)).toEqual([true, true, true]);
});
