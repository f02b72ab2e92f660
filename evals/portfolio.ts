import { describeQuery } from '../src/rules/portfolio/describe-query.ts';
import { parsePortfolio } from '../src/rules/portfolio/parse-portfolio.ts';
import { asked, type LabelledQuestion, labelledQuestions } from './portfolio-questions.ts';

/** How questions about many accounts were understood. */
export interface PortfolioEvaluation {
  questions: number;
  /** Understood exactly, or rightly refused. */
  exact: number;
  /** Answered with another query than is meant, and nothing said of it: what must not happen. */
  silentlyWrong: number;
  missed: { question: string; expected: readonly string[]; read: readonly string[] }[];
}

/** What has to be reached. Source: ours */
export const portfolioBars = { exact: 0.9, silentlyWrong: 0.03 } as const;

/** Holds every labelled question against what is understood of it. */
export function evaluatePortfolio(
  questions: readonly LabelledQuestion[] = labelledQuestions,
): PortfolioEvaluation {
  const result: PortfolioEvaluation = { questions: questions.length, exact: 0, silentlyWrong: 0, missed: [] };
  for (const labelled of questions) {
    const read = readQuestion(labelled.question);
    if (isExact(labelled, read)) {
      result.exact++;
      continue;
    }
    if (!read.refused && read.unread === 0) result.silentlyWrong++;
    result.missed.push({ question: labelled.question, expected: labelled.parts, read: read.parts });
  }
  return result;
}

interface ReadQuestion {
  refused: boolean;
  unread: number;
  parts: string[];
  ask: string;
}

function readQuestion(question: string): ReadQuestion {
  const parsed = parsePortfolio(question, { ...asked, isAccountName: () => false });
  const parts = describeQuery(parsed.query, (member) => member).map(({ meaning }) => meaning);
  return {
    refused: parsed.problems.length > 0 || parsed.foreign,
    unread: parsed.unread.length,
    parts: parts.filter((part) => part !== 'status is active'),
    ask: parsed.query.ask,
  };
}

/** A question that cannot be known is met by a refusal, or by naming the words that nobody understands. */
function isExact({ parts, ask = 'list' }: LabelledQuestion, read: ReadQuestion): boolean {
  if (parts.length === 0) return read.refused || read.unread > 0;
  return (
    !read.refused &&
    read.unread === 0 &&
    read.ask === ask &&
    [...parts].sort().join('\n') === [...read.parts].sort().join('\n')
  );
}
