import { type CopilotAnswer, issueOf } from '../../domain/answer.ts';
import { slackPlace } from '../../domain/slack-place.ts';
import { answerQuestion, isCovered } from '../../services/answer-question.ts';
import { requireReadable } from '../../services/authorize.ts';
import type { RequestContext } from '../../services/context.ts';
import { draftReply, proposeReply } from '../../services/draft-reply.ts';
import { type ArticleOwner, judgeAnswer, requireAnswer } from '../../services/judge-answer.ts';
import { proposeAction } from '../../services/propose-action.ts';
import { findTranslation, languageOfReply, translateDraft } from '../../services/reply-language.ts';
import { shareAnswer, withoutRecords } from '../../services/share-answer.ts';
import { escalateForm, replyForm, wrongArticleForm } from '../../views/answer-forms.ts';
import { answerView } from '../../views/answer-view.ts';
import { proposedView } from '../../views/proposed-view.ts';
import { said } from '../../views/said.ts';
import { notTranslatedView, translatedView } from '../../views/translation-view.ts';
import type { View } from '../../views/view.ts';
import type { Answer, Asked, ChatRequest, Reply } from '../reply.ts';
import { asForm, proposed } from './propose-in-form.ts';

type OnAnswer = Extract<Asked, { kind: 'click' | 'submit' }>;

const clicks = new Set([
  'answer-helpful',
  'answer-wrong',
  'answer-share',
  'answer-escalate',
  'macro-draft',
  'macro-translate',
]);
const forms = new Set(['answer-wrong', 'answer-escalate', 'macro-draft']);

/** What a question is asked about, and where. */
interface Around {
  account: string | null;
  ticket?: string;
  place: ChatRequest['place'];
  /** What could have been meant instead. */
  commands?: readonly string[];
}

/** `/cs ask imports fail since 4.40`, and every sentence that is about no account. */
export async function askKnowledge(
  ctx: RequestContext,
  text: string,
  { place, commands = [], ...about }: Around,
): Promise<View> {
  await requireReadable(ctx, 'account', null);
  const asked = await answerQuestion(ctx, { text, ...about });
  const { answer, macros, proposals, language: other } = asked;
  const language = other && { ...other, canTranslate: ctx.writer !== null };
  const view = answerView(answer, macros, {
    commands,
    language,
    account: asked.account?.name ?? null,
    canShare: place !== 'direct',
  });
  // What a model asked for while it looked is told where it asked, and decided where everything is.
  return {
    ...view,
    blocks: [...view.blocks, ...proposals.flatMap((proposal) => proposedView(proposal).blocks)],
  };
}

/** What looked like a question about an account that nobody knows: the answer, where the knowledge has one. */
export async function askIfCovered(ctx: RequestContext, text: string, around: Around): Promise<View | null> {
  return (await isCovered(ctx, text)) ? await askKnowledge(ctx, text, around) : null;
}

/** Whether a click or a form is about an answer. */
export function isOnAnswer(asked: Asked): asked is OnAnswer {
  return asked.kind === 'click' ? clicks.has(asked.action) : asked.kind === 'submit' && forms.has(asked.form);
}

/** What a button or a form of an answer asks for. */
export async function onAnswer(ctx: RequestContext, asked: OnAnswer, request: ChatRequest): Promise<Answer> {
  return asked.kind === 'click'
    ? await clicked(ctx, asked.action, asked.value, request)
    : await submitted(ctx, asked);
}

async function clicked(
  ctx: RequestContext,
  action: string,
  value: string,
  request: ChatRequest,
): Promise<Answer> {
  const [answerId = '', macro = '', language = ''] = value.split(' ');
  const { answer, account, ticket } = await requireAnswer(ctx, answerId);
  switch (action) {
    case 'answer-helpful':
      await judgeAnswer(ctx, { answerId, verdict: 'helpful' });
      return { view: said('Thank you. It counts for how often answers help.') };
    case 'answer-wrong':
      return withForm(wrongArticleForm(answer));
    case 'answer-escalate':
      return withForm(escalateForm(answer, account));
    case 'macro-draft':
      return await openReply(ctx, { answer, macro, account, ticket, language });
    case 'macro-translate':
      return { view: await translated(ctx, { answer, macro, account, ticket }) };
    default:
      return await share(ctx, answer, request);
  }
}

interface OfAnswer {
  answer: CopilotAnswer;
  macro: string;
  account: string | null;
  ticket: string | null;
}

/** The form of a reply: as the macro has it, or as it was translated. */
async function openReply(
  ctx: RequestContext,
  { answer, macro, account, ticket, language }: OfAnswer & { language: string },
): Promise<Answer> {
  const draft = { macro, account, ticket, issue: issueOf(answer) };
  const kept = language === '' ? null : await findTranslation(ctx, { answerId: answer.id, language }, draft);
  const shown = kept ?? (await draftReply(ctx, draft));
  const other = await languageOfReply(answer.question, shown.text);
  return withForm(replyForm({ answerId: answer.id, account, ticket }, shown, other));
}

async function translated(ctx: RequestContext, { answer, macro, account, ticket }: OfAnswer): Promise<View> {
  const subject = { macro, account, ticket, issue: issueOf(answer) };
  const draft = await draftReply(ctx, subject);
  const other = await languageOfReply(answer.question, draft.text);
  if (other === null) return notTranslatedView(answer.id, draft, 'same');
  const made = await translateDraft(ctx, { answerId: answer.id, language: other.code }, subject);
  return made.ok
    ? translatedView(answer.id, made.draft, other)
    : notTranslatedView(answer.id, draft, made.reason);
}

/** The answer without its buttons, for everybody in the channel. */
async function share(ctx: RequestContext, answer: CopilotAnswer, request: ChatRequest): Promise<Answer> {
  const { platform, team, channelName, place } = request;
  if (place === 'direct')
    return { view: said('Only you are here. Ask in a channel to share the answer there.') };
  const open = withoutRecords(answer);
  if (open === null)
    return { view: said('It rests on records of one customer, which are not for a whole channel.') };
  const view = answerView(open, []);
  const blocks = view.blocks.filter(({ kind }) => kind !== 'buttons' && kind !== 'note');
  const channel = platform === 'slack' ? slackPlace(team, request.channel) : request.channel;
  const shown = { channel, channelName: channelName ?? null, view: { ...view, blocks } };
  return proposed(await shareAnswer(ctx, { answerId: answer.id, ...shown }));
}

async function submitted(
  ctx: RequestContext,
  { form, value, fields }: Extract<OnAnswer, { kind: 'submit' }>,
): Promise<Answer> {
  const { account = '', ticket = '', body = '', article, note = '', task = '', agreed = '' } = fields;
  switch (form) {
    case 'answer-wrong': {
      const { owner } = await judgeAnswer(ctx, {
        answerId: value,
        verdict: 'wrong_article',
        documentId: article ?? null,
        note,
      });
      return { view: said(reportedWords(owner, ctx.member)) };
    }
    case 'answer-escalate':
      return await asForm('account', async () =>
        ticket.trim() === ''
          ? await proposeAction(ctx, { kind: 'task.create', account, params: { title: task } })
          : await proposeAction(ctx, {
              kind: 'ticket.escalate',
              account,
              params: { ticketId: ticket.trim(), tier: 2 },
            }),
      );
    default: {
      const [answerId = '', macroId = ''] = value.split(' ');
      await requireAnswer(ctx, answerId);
      const chosen = { answerId, macroId };
      const draft = { account, ticket: ticket.trim(), body, chosen, agreedBy: agreed, note };
      return await asForm('body', () => proposeReply(ctx, draft));
    }
  }
}

/** To whom a wrong article was reported; whoever it is, managers see every report. */
function reportedWords(owner: ArticleOwner | null, reporter: RequestContext['member']): string {
  if (owner === null) return 'Reported.';
  if (owner.id === reporter?.id) return 'Reported. You keep this article.';
  return owner.name === null
    ? `Reported. Its owner '${owner.id}' is nobody here; managers see it.`
    : `Reported to ${owner.name}, who keeps the article.`;
}

function withForm(form: NonNullable<Reply['form']>): Answer {
  return { view: { summary: form.title, blocks: form.intro }, form };
}
