import { utcDayOf } from '../domain/utc-day.ts';
import { judgementExample } from '../rules/question/judgement-params.ts';
import { isAsk, isNoAccountName, isSentence, withoutAsk } from '../rules/question/knowledge-question.ts';
import { withPlaybook } from '../rules/question/play-command.ts';
import type {
  JudgementQuestion,
  Question,
  RegisterQuestion,
  ServiceQuestion,
} from '../rules/question/question.ts';
import { accountOfQuestion } from '../services/account-of-question.ts';
import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { findAccountByText } from '../services/resolve-account.ts';
import { missingAccountView, pickerView, unknownAccountView } from '../views/account-view.ts';
import { helpView, unknownView } from '../views/help-view.ts';
import { whichAccountView } from '../views/judgement-forms.ts';
import type { View, ViewAction } from '../views/view.ts';
import { adoption, adoptionMaterial } from './commands/adoption.ts';
import { alerts } from './commands/alert.ts';
import { articleReports } from './commands/article-reports.ts';
import { book } from './commands/book.ts';
import { bug } from './commands/bug.ts';
import { cohort } from './commands/cohort.ts';
import { digest } from './commands/digest.ts';
import { friction } from './commands/friction.ts';
import { health } from './commands/health.ts';
import { judge } from './commands/judge.ts';
import { askIfCovered, askKnowledge } from './commands/knowledge.ts';
import { note } from './commands/note.ts';
import { onboarding, onboardings } from './commands/onboarding.ts';
import { pack } from './commands/pack.ts';
import { play } from './commands/play.ts';
import { portfolio } from './commands/portfolio.ts';
import { register, review } from './commands/register.ts';
import { risks } from './commands/risks.ts';
import { scorecard } from './commands/scorecard.ts';
import { service } from './commands/service.ts';
import { ticket, ticketIfOnRecord } from './commands/ticket.ts';
import { timeline } from './commands/timeline.ts';
import { tuning } from './commands/tuning.ts';
import { update, updates } from './commands/update.ts';
import { why } from './commands/why.ts';
import { work } from './commands/work.ts';
import { recallAccount, rememberAccount } from './conversation.ts';
import type { Answer, ChatRequest } from './reply.ts';
import { textOf } from './understand.ts';

type AccountQuestion = Exclude<
  Extract<Question, { account: string }>,
  JudgementQuestion | ServiceQuestion | RegisterQuestion
>;

/** Answers a question by the command that knows. */
export async function answerQuestion(
  ctx: RequestContext,
  question: Exclude<Question, { kind: 'help' }>,
  request: ChatRequest,
): Promise<Answer> {
  const { asked } = request;
  switch (question.kind) {
    case 'override':
    case 'sentiment':
      return await answerJudgement(ctx, question, asked.kind);
    case 'unknown':
      return { view: await answerWords(ctx, request, { ask: askKnowledge, commands: question.nearest }) };
    case 'portfolio': {
      const view = isAsk(textOf(asked)) && !question.sure ? null : await portfolio(ctx, question, request);
      return view ? { view } : await answerOtherwise(ctx, question.otherwise, request);
    }
    case 'approvals':
    case 'autonomy':
    case 'halt':
      return { view: await work(ctx, question) };
    case 'bug':
      return { view: await bug(ctx, question) };
    case 'ticket':
      return { view: await ticket(ctx, question) };
    case 'sla':
    case 'hypercare':
    case 'causes':
      return { view: await service(ctx, question) };
    case 'nudges':
    case 'kit':
      return { view: await adoptionMaterial(ctx, question) };
    case 'reports':
      return { view: await articleReports(ctx, question) };
    case 'alerts':
      return { view: await alerts(ctx, question) };
    case 'book':
      return { view: await book(ctx, question) };
    case 'updates':
      return { view: await updates(ctx, question) };
    case 'digest':
      return { view: await digest(ctx, question) };
    case 'scorecard':
      return { view: await scorecard(ctx, question) };
    case 'register':
      return await register(ctx, question, asked.kind);
    case 'review':
      return { view: await review(ctx, question.scope) };
    case 'friction':
      return { view: await friction(ctx) };
    case 'cohort':
      return { view: await cohort(ctx, question) };
    case 'tuning':
      return { view: await tuning(ctx) };
    case 'note':
      return { view: await note(ctx, question) };
    case 'risks':
      return { view: await risks(ctx, question) };
    case 'onboarding':
      if (question.account === '' && !question.review) return { view: await onboardings(ctx, question) };
      return { view: await answerAboutAccount(ctx, question, request) };
    default:
      return { view: await answerAboutAccount(ctx, named(ctx, question), request) };
  }
}

/** What may have been about many accounts, and is not. */
async function answerOtherwise(
  ctx: RequestContext,
  question: Question,
  request: ChatRequest,
): Promise<Answer> {
  if (question.kind === 'help') return { view: helpView() };
  if (question.kind === 'unknown' && !isSentence(textOf(request.asked)))
    return { view: unknownView(question.nearest) };
  return await answerQuestion(ctx, question, request);
}

/** What somebody wants to say of an account: a name that is not sure is never guessed, and there is nothing to pick. */
async function answerJudgement(
  ctx: RequestContext,
  question: JudgementQuestion,
  asked: ChatRequest['asked']['kind'],
): Promise<Answer> {
  await requireReadable(ctx, 'account', null);
  const example = `/cs ${judgementExample(question, utcDayOf(ctx.clock.now()))}`;
  if (question.account.trim() === '') return { view: missingAccountView(example) };
  const match = await findAccountByText(ctx, question.account);
  if (match.kind === 'found') return await judge(ctx, match.id, question, asked);
  const several = match.kind === 'ambiguous';
  return { view: whichAccountView(question.account, several ? match.candidates : match.closest, several) };
}

/** Which playbook is named, if one is: only the content knows their ids. */
function named({ content }: RequestContext, question: AccountQuestion): AccountQuestion {
  if (question.kind !== 'play') return question;
  return withPlaybook(question, (id) => content.playbooks.some((playbook) => playbook.id === id));
}

async function answerAboutAccount(
  ctx: RequestContext,
  question: AccountQuestion,
  request: ChatRequest,
): Promise<View> {
  await requireReadable(ctx, 'account', null);
  const account = question.account.trim() || (await recallAccount(ctx, request));
  if (!account) return missingAccountView(`/cs ${question.kind} acme`);
  const match = await findAccountByText(ctx, account);
  if (match.kind === 'ambiguous') return pickerView(question.account, match.candidates, actionOf(question));
  if (match.kind === 'unknown') {
    const words = textOf(request.asked);
    const named = await ticketIfOnRecord(ctx, withoutAsk(words));
    if (named) return named;
    if (isAsk(words) || isNoAccountName(question.account))
      return await answerWords(ctx, request, { ask: askKnowledge });
    return (
      (await answerWords(ctx, request, { ask: askIfCovered })) ??
      unknownAccountView(question.account, match.closest, actionOf(question))
    );
  }
  await rememberAccount(ctx, request, match.id);
  switch (question.kind) {
    case 'health':
      return await health(ctx, match.id, question);
    case 'adoption':
      return await adoption(ctx, match.id);
    case 'timeline':
      return await timeline(ctx, match.id, question);
    case 'why':
      return await why(ctx, match.id, question);
    case 'onboarding':
    case 'onboard':
      return await onboarding(ctx, match.id, question);
    case 'update':
      return await update(ctx, match.id, question);
    case 'play':
      return await play(ctx, match.id, question.playbook);
    case 'pack':
    case 'brief':
      return await pack(ctx, match.id, question);
  }
}

/** What a click on one of several accounts asks for. */
function actionOf(question: AccountQuestion): ViewAction {
  return question.kind === 'pack' && question.pack !== null ? `pack-${question.pack}` : question.kind;
}

interface ByWords<V extends View | null> {
  ask(ctx: RequestContext, words: string, around: Parameters<typeof askKnowledge>[2]): Promise<V>;
  /** What could have been meant instead. */
  commands?: readonly string[];
}

/** What the knowledge says about whom the words name, else about whom the conversation is. What follows is about whom they name. */
async function answerWords<V extends View | null>(
  ctx: RequestContext,
  request: ChatRequest,
  { ask, ...more }: ByWords<V>,
): Promise<V> {
  const words = withoutAsk(textOf(request.asked));
  // Outside of a thread anything may be asked next: whom the last question was about says nothing of a fix.
  const around = request.thread === null ? null : await recallAccount(ctx, request);
  const { account, isNamed } = await accountOfQuestion(ctx, words, around);
  const view = await ask(ctx, words, { account, place: request.place, ...more });
  if (view && account !== null && isNamed) await rememberAccount(ctx, request, account);
  return view;
}
