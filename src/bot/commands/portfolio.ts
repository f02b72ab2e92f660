import { isUtcDay } from '../../domain/utc-day.ts';
import type { PortfolioQuestion } from '../../rules/question/question.ts';
import { askPortfolio, isAboutPortfolio, type PortfolioAnswer } from '../../services/ask-portfolio.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { findAccountByText } from '../../services/resolve-account.ts';
import { portfolioView } from '../../views/portfolio-view.ts';
import type { View } from '../../views/view.ts';
import { recallPortfolio, rememberAccount, rememberPortfolio } from '../conversation.ts';
import type { ChatRequest } from '../reply.ts';

/**
 * `/cs accounts red enterprise renewing in 90 days`, "which of Dana's accounts lost usage?", "list them".
 * @returns null when the words turn out to ask something else
 */
export async function portfolio(
  ctx: RequestContext,
  question: PortfolioQuestion,
  request: ChatRequest,
): Promise<View | null> {
  await requireReadable(ctx, 'account', null);
  const asked = question.follows ? await followed(ctx, question, request) : question;
  if (asked === null || (asked.bare && (await isName(ctx, asked.text)))) return null;
  const { text, page } = asked;
  const answer = await askPortfolio(ctx, {
    text,
    ...(page ? { page: page.number, today: page.today, ask: page.ask } : {}),
    ...(question.follows && !/\b(?:how many|count|total)\b/iu.test(question.text) ? { ask: 'list' } : {}),
  });
  if (!question.sure && !isAboutPortfolio(answer)) return null;
  if (question.bare && answer.unread.length > 0) return null;
  await remember(ctx, request, answer);
  return portfolioView(answer);
}

/** Whether the words are a customer's name, such as Green Valley. */
async function isName(ctx: RequestContext, text: string): Promise<boolean> {
  return (await findAccountByText(ctx, text)).kind === 'found';
}

/** What was asked before, with what is asked of it now; "next" turns its page. */
async function followed(
  ctx: RequestContext,
  { text, turns }: PortfolioQuestion,
  request: ChatRequest,
): Promise<Pick<PortfolioQuestion, 'text' | 'page' | 'bare'> | null> {
  const kept = await recallPortfolio(ctx, request);
  if (kept === null) return null;
  const last = pageOf(kept);
  const before = last?.text ?? kept;
  if (turns && last?.page) return { text: before, page: { ...last.page, number: last.page.number + 1 } };
  const more = text
    .replace(
      /\b(?:list|show|give|me|name|which|who|what|of|are|is|them|those|these|they|ones|all|please)\b|[?.!]/giu,
      ' ',
    )
    .trim();
  return { text: more === '' ? before : `${before} accounts ${more}`.slice(0, longest) };
}

const longest = 500;

/** What follows is about these accounts; about one, if it is the only one. */
async function remember(
  ctx: RequestContext,
  request: ChatRequest,
  { text, today, page, rows, count }: PortfolioAnswer,
): Promise<void> {
  await rememberPortfolio(ctx, request, `${page} ${today} ${text}`);
  const [only] = rows;
  if (count === 1 && only) await rememberAccount(ctx, request, only.id);
}

/** What a button under a list asks for; null = it is broken. */
export function pageOf(value: string): PortfolioQuestion | null {
  const [, number, today = '', text = ''] = /^(\d{1,4}) (\S{10}) ?([\s\S]*)$/u.exec(value) ?? [];
  if (number === undefined || !isUtcDay(today)) return null;
  const otherwise: PortfolioQuestion['otherwise'] = { kind: 'unknown', nearest: ['accounts'] };
  const page = { number: Number(number), today, ask: 'list' } as const;
  return { kind: 'portfolio', text, sure: true, follows: false, otherwise, page };
}
