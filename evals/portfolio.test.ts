import { expect, test } from 'vitest';
import { evaluatePortfolio, portfolioBars } from './portfolio.ts';
import { typedQuestions } from './portfolio-phrasings.ts';

test('questions about many accounts are understood exactly, or refused, or their unknown words are named', () => {
  const { questions, exact, silentlyWrong, missed } = evaluatePortfolio();
  expect(exact / questions, JSON.stringify(missed, null, 1)).toBeGreaterThanOrEqual(portfolioBars.exact);
  expect(silentlyWrong / questions, JSON.stringify(missed, null, 1)).toBeLessThanOrEqual(
    portfolioBars.silentlyWrong,
  );
});

test('so are those that are typed in a hurry', () => {
  const { questions, exact, silentlyWrong, missed } = evaluatePortfolio(typedQuestions);
  expect(exact / questions, JSON.stringify(missed, null, 1)).toBeGreaterThanOrEqual(portfolioBars.exact);
  expect(silentlyWrong, JSON.stringify(missed, null, 1)).toBe(0);
});

test('a question that is read otherwise is counted as missed, and as silently wrong when nothing is said', () => {
  const wrong = evaluatePortfolio([
    { question: 'red accounts', parts: ['band is green', 'lowest score first'] },
    { question: 'red frobs accounts', parts: ['band is red', 'lowest score first'] },
  ]);
  expect(wrong).toMatchObject({ questions: 2, exact: 0, silentlyWrong: 1 });
});
