import { expect, test } from 'vitest';
import { chooseExamples } from './choose-examples.ts';

const of = (name: string, ...documentIds: string[]) => ({ name, documentIds });
const all = [of('a1', 'a'), of('a2', 'a'), of('b1', 'b'), of('a3', 'a'), of('none'), of('a4', 'a')];
const names = (atMost: number): string[] => chooseExamples(all, atMost).map(({ name }) => name);

test('takes all where there is room', () => expect(names(6)).toEqual(['a1', 'a2', 'b1', 'a3', 'none', 'a4']));

test('of too many takes the latest of every document, and keeps their order', () => {
  expect(names(5)).toEqual(['a2', 'b1', 'a3', 'none', 'a4']);
  expect(names(3)).toEqual(['b1', 'none', 'a4']);
  expect(names(0)).toEqual([]);
});
