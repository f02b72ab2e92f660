import { counted } from '../domain/counted.ts';
import { formatArr } from '../domain/money.ts';
import type { PortfolioQuestion } from '../rules/question/question.ts';
import { askPortfolio, isAboutPortfolio } from './ask-portfolio.ts';
import type { AskResult } from './ask-result.ts';
import type { RequestContext } from './context.ts';

const namedAtMost = 15;

/** What a question about many accounts comes to, in words, each account with its record; null = it is none. */
export async function writePortfolioAnswer(
  ctx: RequestContext,
  question: PortfolioQuestion,
  { asOf, trace }: { asOf: Date | undefined; trace: string },
): Promise<AskResult | null> {
  const answer = await askPortfolio(ctx, { text: question.text, asOf, pageSize: namedAtMost });
  if (!question.sure && !isAboutPortfolio(answer)) return null;
  const head = { kind: 'portfolio' as const, trace };
  const refused = answer.foreign
    ? ['Questions about many accounts are read in English alone.']
    : answer.problems;
  if (refused.length > 0) return { ...head, text: refused.join(' '), citations: [], abstained: true };
  const { rows, count, arr, leftOut, understood, unread } = answer;
  const named = rows.map(({ name, score }) => `${name} (${score === null ? 'no score' : score.toFixed(2)})`);
  const left = leftOut.map((one) => `${one.count} left out, because no ${one.unknown} is known.`);
  const text = [
    `${count === 0 ? 'No account fits' : `${counted(count, 'account')}${arr.length > 0 ? `, ARR ${arr.map(formatArr).join(' + ')}` : ''}`}.`,
    named.length === 0 ? '' : `${count > named.length ? 'The first: ' : ''}${named.join(', ')}.`,
    ...left,
    unread.length === 0 ? '' : `Not understood: ${unread.join(', ')}.`,
    `Understood: ${understood.map(({ meaning }) => meaning).join('; ')}.`,
  ];
  return {
    ...head,
    text: text.filter((line) => line !== '').join(' '),
    citations: rows.map(({ id, name, url }) => ({ id, title: name, url })),
    abstained: false,
  };
}
