import type { Member } from '../domain/member.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError, withoutPlaces } from '../errors.ts';
import { judgementExample } from '../rules/question/judgement-params.ts';
import { isAsk, isNoAccountName, isSentence, withoutAsk } from '../rules/question/knowledge-question.ts';
import { parseQuestion } from '../rules/question/parse-question.ts';
import { withPlaybook } from '../rules/question/play-command.ts';
import type {
  JudgementQuestion,
  Question,
  RegisterQuestion,
  ServiceQuestion,
} from '../rules/question/question.ts';
import { accountOfQuestion } from '../services/account-of-question.ts';
import { requireReadable } from '../services/authorize.ts';
import type { RequestContext, Services } from '../services/context.ts';
import { identifyMember } from '../services/identify-member.ts';
import { previewLink } from '../services/preview-link.ts';
import { recordRefusal } from '../services/record-refusal.ts';
import { requireLength } from '../services/require-question.ts';
import { findAccountByText } from '../services/resolve-account.ts';
import { missingAccountView, pickerView, unknownAccountView } from '../views/account-view.ts';
import { helpView, unknownView } from '../views/help-view.ts';
import { whichAccountView } from '../views/judgement-forms.ts';
import { problemView } from '../views/problem-view.ts';
import { type HomeAction, homeWords, type View, type ViewAction } from '../views/view.ts';
import { adoption, adoptionMaterial } from './commands/adoption.ts';
import { alerts, isOnAlert, onAlert } from './commands/alert.ts';
import { articleReports } from './commands/article-reports.ts';
import { book } from './commands/book.ts';
import { bug, bugClick, isBugClick } from './commands/bug.ts';
import { cohort } from './commands/cohort.ts';
import { decision, isDecision } from './commands/decision.ts';
import { digest } from './commands/digest.ts';
import { friction } from './commands/friction.ts';
import { health } from './commands/health.ts';
import { home } from './commands/home.ts';
import { judge, judgementFromForm } from './commands/judge.ts';
import { askIfCovered, askKnowledge, isOnAnswer, onAnswer } from './commands/knowledge.ts';
import { note } from './commands/note.ts';
import { isOnboardingClick, onboarding, onboardingClick, onboardings } from './commands/onboarding.ts';
import { pack, packClick } from './commands/pack.ts';
import { isOnPlay, onPlay, play } from './commands/play.ts';
import { pageOf, portfolio } from './commands/portfolio.ts';
import { prompts } from './commands/prompts.ts';
import { isOnRegister, onRegister, register, review } from './commands/register.ts';
import { risks } from './commands/risks.ts';
import { scorecard } from './commands/scorecard.ts';
import { service } from './commands/service.ts';
import { isBegun, onBegun } from './commands/shortcut.ts';
import { isTicketClick, ticket, ticketClick, ticketIfOnRecord } from './commands/ticket.ts';
import { timeline } from './commands/timeline.ts';
import { tuning } from './commands/tuning.ts';
import { update, updates } from './commands/update.ts';
import { why } from './commands/why.ts';
import { work } from './commands/work.ts';
import { recallAccount, rememberAccount } from './conversation.ts';
import type { Asked, ChatRequest, Reply } from './reply.ts';

type AccountQuestion = Exclude<
  Extract<Question, { account: string }>,
  JudgementQuestion | ServiceQuestion | RegisterQuestion
>;
type Answer = Omit<Reply, 'trace'>;

/**
 * Answers one chat request: who asks, may they, what do they mean, and the command that knows. Failures become an
 * answer with the next step and a trace id; the cause goes to the log alone.
 */
export async function answerChat(services: Services, request: ChatRequest): Promise<Reply> {
  const trace = services.ids.trace();
  try {
    return { ...(await route(services, request, trace)), trace };
  } catch (error) {
    if (error instanceof HoldfastError) {
      services.log.warn({ trace, code: error.code }, error.message);
      const { message, next } = withoutPlaces(error);
      return { view: problemView(message, next, trace), trace };
    }
    services.log.error({ trace, err: error }, 'a chat request failed');
    return {
      view: problemView(
        'Something went wrong on our side.',
        'Try again; if it stays, report the trace id below.',
        trace,
      ),
      trace,
    };
  }
}

async function route(services: Services, request: ChatRequest, trace: string): Promise<Answer> {
  const { asked } = request;
  requireLength(withoutAsk(textOf(asked)));
  const question =
    isWordless(asked) ||
    isDecision(asked) ||
    isOnAnswer(asked) ||
    isBugClick(asked) ||
    isTicketClick(asked) ||
    isOnboardingClick(asked) ||
    isOnPlay(asked) ||
    isBegun(asked) ||
    isOnAlert(asked) ||
    isOnRegister(asked)
      ? null
      : understand(request, services.clock.now());
  if (question?.kind === 'help') return { view: helpView() };
  if (question?.kind === 'unknown' && !isSentence(textOf(asked)))
    return { view: unknownView(question.nearest) };
  const { platform, team, user } = request;
  const member = await identifyMember(services, { platform, team, user });
  const refusal = refuse(request, member, trace);
  if (refusal) {
    await recordRefusal(services, member?.id ?? 'unknown', refusal.reason, {
      platform,
      team,
      user,
      channel: request.channel,
    });
    return { view: refusal.view };
  }
  const ctx = { ...services, member };
  if (asked.kind === 'home') return { view: await home(ctx) };
  if (asked.kind === 'prompts') return { view: helpView(), prompts: await prompts(ctx, request) };
  if (asked.kind === 'link') return await link(ctx, asked.path);
  if (isBegun(asked)) return await onBegun(ctx, asked, request);
  if (isDecision(asked)) return await decision(ctx, asked);
  if (isOnPlay(asked)) return await onPlay(ctx, asked);
  if (isTicketClick(asked)) return { view: await ticketClick(ctx, asked, request.place) };
  if (isBugClick(asked)) return { view: await bugClick(ctx, asked) };
  if (isOnboardingClick(asked)) return { view: await onboardingClick(ctx, asked) };
  if (isOnAnswer(asked)) return await onAnswer(ctx, asked, request);
  if (isOnAlert(asked)) return await onAlert(ctx, asked);
  if (isOnRegister(asked)) return await onRegister(ctx, asked);
  return question ? await answer(ctx, question, request) : { view: helpView() };
}

type Wordless = Extract<Asked, { kind: 'home' | 'prompts' | 'link' }>;

/** What the platform asks on behalf of somebody who typed and pressed nothing. */
function isWordless(asked: Asked): asked is Wordless {
  return asked.kind === 'home' || asked.kind === 'prompts' || asked.kind === 'link';
}

async function link(ctx: RequestContext, path: string): Promise<Answer> {
  const preview = await previewLink(ctx, path);
  return { view: helpView(), ...(preview && { preview }) };
}

/** What was typed or said, in a form too; empty for everything else. */
function textOf(asked: Asked): string {
  if (asked.kind === 'submit' && asked.form === 'ask') return asked.fields.question ?? '';
  return asked.kind === 'command' || asked.kind === 'message' ? asked.text : '';
}

/** Buttons and pickers carry the account; everything else is words. */
function understand(request: ChatRequest, now: Date): Question {
  const { asked } = request;
  if (asked.kind === 'submit') {
    const { form, value, fields } = asked;
    if (form === 'override' || form === 'sentiment') return judgementFromForm(form, value, fields);
    if (form === 'ask') return parseQuestion(withoutAsk(textOf(asked)), utcDayOf(now));
    return { kind: 'unknown', nearest: ['help'] };
  }
  if (isWordless(asked) || isBegun(asked)) return { kind: 'help' };
  if (asked.kind !== 'click') return parseQuestion(withoutAsk(asked.text), utcDayOf(now));
  if (Object.hasOwn(homeWords, asked.action))
    return parseQuestion(homeWords[asked.action as HomeAction], utcDayOf(now));
  switch (asked.action) {
    case 'health':
    case 'timeline':
    case 'adoption':
      return { kind: asked.action, account: asked.value };
    case 'update':
      return { kind: 'update', account: asked.value, verb: 'show', by: null };
    case 'why':
      return { kind: 'why', account: asked.value, since: null };
    case 'accounts-page':
      return pageOf(asked.value) ?? { kind: 'unknown', nearest: ['accounts'] };
    case 'play':
    case 'alert-play':
      return { kind: 'play', account: asked.value, playbook: null };
    case 'bug':
      return { kind: 'bug', issue: asked.value };
    case 'onboarding':
      return { kind: 'onboarding', account: asked.value, review: false };
    case 'onboard':
      return { kind: 'onboard', account: asked.value };
    case 'brief':
      return { kind: 'brief', account: asked.value };
    case 'scorecard-pack':
      return { kind: 'scorecard', month: asked.value, asPack: true };
    case 'digest-pdf':
      return { kind: 'digest', verb: 'pdf', id: asked.value };
    case 'help':
      return { kind: 'help' };
    default:
      return packClick(asked.action, asked.value) ?? { kind: 'unknown', nearest: ['help'] };
  }
}

function refuse(
  request: ChatRequest,
  member: Member | null,
  trace: string,
): { reason: string; view: View } | null {
  if (request.place === 'external') {
    const message = 'This channel is shared with another company, so I show no account data here.';
    return {
      reason: 'external_channel',
      view: problemView(message, 'Ask me in a direct message or an internal channel.', trace),
    };
  }
  if (!member) {
    const message = 'I do not know you yet, so I cannot show you account data.';
    return {
      reason: 'unknown_member',
      view: problemView(message, 'Ask an admin to add you to members.yaml.', trace),
    };
  }
  return null;
}

async function answer(
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
      return { view: await answerQuestion(ctx, question, request) };
    default:
      return { view: await answerQuestion(ctx, named(ctx, question), request) };
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
  return await answer(ctx, question, request);
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

async function answerQuestion(
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
