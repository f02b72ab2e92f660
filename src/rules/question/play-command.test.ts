import { expect, test } from 'vitest';
import { parseQuestion } from './parse-question.ts';
import { readPlay, withPlaybook } from './play-command.ts';

test.each([
  ['play acme', 'acme'],
  ['  Plays   Northfell Energy ', 'Northfell Energy'],
  ['playbook “Check Point”', 'Check Point'],
  ['play', ''],
])('%j is about the plays of %j', (text, account) => {
  expect(readPlay(text)).toEqual({ kind: 'play', account, playbook: null });
  expect(parseQuestion(text, '2026-11-20')).toEqual({ kind: 'play', account, playbook: null });
});

test.each(['player acme', 'how is play', 'play one two three four five six seven eight nine'])(
  '%j is something else',
  (text) => {
    expect(readPlay(text)).toBeNull();
  },
);

test('the last word is the playbook where there is one of that id', () => {
  const is = (id: string): boolean => id === 'silence';
  const of = (account: string) => withPlaybook({ kind: 'play', account, playbook: null }, is);
  expect(of('Northfell Energy Silence')).toMatchObject({ account: 'Northfell Energy', playbook: 'silence' });
  expect(of('silence')).toMatchObject({ account: '', playbook: 'silence' });
  expect(of('silence acme')).toMatchObject({ account: 'silence acme', playbook: null });
});
