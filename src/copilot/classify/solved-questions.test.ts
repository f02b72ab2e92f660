import { expect, test } from 'vitest';
import { createSolvedQuestions, type SolvedQuestion, type SolvedQuestions } from './solved-questions.ts';

const ask = (text: string) => ({ text, vector: null });
const solved = (id: string, text: string, ...documentIds: string[]): SolvedQuestion => ({
  id,
  text,
  documentIds,
  shared: true,
});
function filled(...all: SolvedQuestion[]): SolvedQuestions {
  const questions = createSolvedQuestions();
  for (const one of all) questions.add(one, null);
  return questions;
}
const named = (questions: SolvedQuestions, text: string, scope = {}): string[] =>
  [...questions.judge(ask(text), scope).scores].filter(([, score]) => score > 0.1).map(([id]) => id);

test('speaks for the documents that solved its like, until it is removed', () => {
  const questions = filled(
    solved('1', 'job never completes', 'timeouts'),
    solved('2', 'add a seat', 'seats'),
  );
  expect(named(questions, 'my job never completes')).toEqual(['timeouts']);
  questions.remove('1');
  expect(named(questions, 'my job never completes')).toEqual([]);
  expect(createSolvedQuestions().judge(ask('anything'), {})).toEqual({ scores: new Map(), confidence: 0 });
});

test('a title speaks like a question, but only for a document that solved one', () => {
  const questions = filled(solved('1', 'job never completes', 'timeouts'));
  questions.title('timeouts', ask('Pipelines stop'));
  questions.title('seats', ask('Seats and people'));
  expect(named(questions, 'pipelines stop')).toEqual(['timeouts']);
  expect(named(questions, 'seats and people')).toEqual([]);
  questions.title('timeouts', null);
  expect(named(questions, 'pipelines stop')).toEqual([]);
});

test('what belongs to somebody has a say only where that is accepted', () => {
  const questions = filled({ ...solved('acme-1', 'job never completes', 'timeouts'), shared: false });
  expect(named(questions, 'job never completes')).toEqual([]);
  expect(named(questions, 'job never completes', { acceptSolved: () => false })).toEqual([]);
  expect(named(questions, 'job never completes', { acceptSolved: (id: string) => id === 'acme-1' })).toEqual([
    'timeouts',
  ]);
  const acceptDocument = (): boolean => false;
  expect(named(questions, 'job never completes', { acceptSolved: () => true, acceptDocument })).toEqual([]);
});

test('what belongs to others changes nothing: neither a score nor how sure it is', () => {
  const shared = [solved('1', 'job never completes', 'timeouts'), solved('2', 'add a seat', 'seats')];
  const theirs = Array.from(
    { length: 30 },
    (_, index): SolvedQuestion => ({
      ...solved(`acme-${index}`, 'job never completes', 'seats'),
      shared: false,
    }),
  );
  const scope = { acceptSolved: (id: string) => id.startsWith('globex-') };
  const question = ask('job never completes');
  expect(filled(...shared, ...theirs).judge(question, scope)).toEqual(
    filled(...shared).judge(question, scope),
  );
});

test('many of one account count for more than one, but for less than twice as much', () => {
  const scoreOf = (count: number): number => {
    const all = Array.from({ length: count }, (_, index) => ({
      ...solved(`acme-${index}`, 'job never completes', 'timeouts'),
      shared: false,
    }));
    return (
      filled(...all)
        .judge(ask('job never completes'), { acceptSolved: () => true })
        .scores.get('timeouts') ?? 0
    );
  };
  expect(scoreOf(4)).toBeGreaterThan(scoreOf(1));
  expect(scoreOf(4)).toBeLessThan(2 * scoreOf(1));
});

test('of more examples than it learns from, the others are still compared one by one', () => {
  const questions = createSolvedQuestions(6);
  questions.add(solved('old 1', 'zebra stripes', 'zebras'), null);
  for (const index of Array(8).keys()) {
    questions.add(solved(`new ${index}`, `word${index} stops`, 'stops'), null);
    questions.add(solved(`more ${index}`, `seat number${index}`, 'zebras'), null);
  }
  expect(named(questions, 'zebra stripes')).toContain('zebras');
  expect(named(questions, 'zebra stripes', { acceptDocument: (id: string) => id !== 'zebras' })).toEqual([]);
});
