import { findUncitedFigures } from '../copilot/check-figures.ts';
import type { Passage } from '../domain/answer.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import { HoldfastError } from '../errors.ts';
import { judgementExample } from '../rules/question/judgement-params.ts';
import { isAsk, isNoAccountName, isSentence, withoutAsk } from '../rules/question/knowledge-question.ts';
import { parseQuestion } from '../rules/question/parse-question.ts';
import type { Question } from '../rules/question/question.ts';
import { accountOfQuestion } from './account-of-question.ts';
import { answerQuestion, isCovered } from './answer-question.ts';
import type { AskResult } from './ask-result.ts';
import type { RequestContext } from './context.ts';
import { requireLength } from './require-question.ts';
import { findAccountByText, requireAccountById } from './resolve-account.ts';
import { type Written, writeAccountAnswer } from './write-account-answer.ts';
import { writePortfolioAnswer } from './write-portfolio-answer.ts';

/** What the words of a question do not say. */
export interface AskOptions {
  /** Answer as of this moment; default now. */
  asOf?: Date | undefined;
  /** The id of the account that it is about, where its words name none. */
  account?: string | undefined;
}

/**
 * Answers a question in words, without a model. An answer with a figure that no cited record holds is refused.
 * @throws {HoldfastError} HF_ACCOUNT_UNKNOWN, HF_USAGE
 */
export async function ask(
  ctx: RequestContext,
  text: string,
  { asOf, account: accountId }: AskOptions = {},
): Promise<AskResult> {
  const trace = ctx.ids.trace();
  const given =
    accountId === undefined
      ? null
      : await requireAccountById(ctx, accountId, 'Name it by its id; `holdfast accounts` lists them.');
  requireLength(withoutAsk(text));
  const read = parseQuestion(withoutAsk(text), utcDayOf(asOf ?? ctx.clock.now()));
  const aboutMany =
    read.kind === 'portfolio' && !isAsk(text) ? await writePortfolioAnswer(ctx, read, { asOf, trace }) : null;
  if (aboutMany) return aboutMany;
  const question = read.kind === 'portfolio' ? read.otherwise : read;
  if (question.kind === 'help') {
    return { kind: 'help', text: helpText, citations: [], abstained: false, trace };
  }
  if (question.kind === 'unknown' && isSentence(text)) {
    return await askKnowledge(ctx, { text, given, trace, commands: question.nearest });
  }
  if (question.kind === 'unknown') {
    const nearest = question.nearest;
    return {
      kind: 'unknown',
      text: `Not understood. Try: ${nearest.join(' · ')}`,
      citations: [],
      abstained: true,
      nearest,
      trace,
    };
  }
  if (question.kind === 'override' || question.kind === 'sentiment') {
    const today = utcDayOf(ctx.clock.now());
    const text = `That is something to propose, not a question. In chat: /cs ${judgementExample(question, today)}`;
    return { kind: question.kind, text, citations: [], abstained: true, trace };
  }
  if (isWork(question)) {
    const [chat, terminal] = commandsOf[question.kind];
    const text = `That is a command of the chat: /cs ${chat}. In a terminal: holdfast ${terminal}`;
    return { kind: question.kind, text, citations: [], abstained: true, trace };
  }
  const match = await findAccountByText(ctx, question.account.trim() || (given?.id ?? ''));
  if (match.kind === 'ambiguous') {
    const names = match.candidates.map((candidate) => candidate.name).join(', ');
    const sentence = `'${question.account}' fits several accounts: ${names}. Which one do you mean?`;
    return {
      kind: 'ambiguous',
      text: sentence,
      citations: [],
      abstained: true,
      candidates: match.candidates,
      trace,
    };
  }
  const isQuestion = isAsk(text) || isNoAccountName(question.account);
  if (match.kind === 'unknown' && (isQuestion || (await isCovered(ctx, text)))) {
    return await askKnowledge(ctx, { text, given, trace, commands: [] });
  }
  if (match.kind === 'unknown') {
    const closest = match.closest.map((candidate) => candidate.id);
    const hint = closest[0] ? ` Closest: ${closest.join(', ')}. Try: health ${closest[0]}` : '';
    const sentence = `Unknown account '${question.account}'.${hint}`;
    return {
      kind: 'unknown_account',
      text: sentence,
      citations: [],
      abstained: true,
      nearest: closest,
      trace,
    };
  }
  return finish(await writeAccountAnswer(ctx, question, match.id, asOf), trace);
}

interface ToKnowledge {
  text: string;
  /** Whom it is about, where its words name nobody; null = nobody */
  given: { id: string } | null;
  trace: string;
  commands: readonly string[];
}

/** What is no question about an account: from the knowledge, each sentence with its passage. */
async function askKnowledge(
  ctx: RequestContext,
  { text, given, trace, commands }: ToKnowledge,
): Promise<AskResult> {
  const words = withoutAsk(text);
  const { account } = await accountOfQuestion(ctx, words, given?.id ?? null);
  const { answer, macros, account: about } = await answerQuestion(ctx, { text: words, account });
  const { kind, confidence } = answer;
  const fitting = macros.map(({ id, text: reply, missing }) => ({ id, text: reply, missing }));
  const solvedBefore = answer.solvedBefore.map(({ ticketId, title, sentences, url }) => ({
    ticketId,
    title,
    url,
    text: sentences.map((one) => one.text).join(' '),
  }));
  const ofAccount = about ? { account: about, solvedBefore } : {};
  const base = { kind, confidence, ...ofAccount, macros: fitting, trace };
  if (answer.kind === 'answer') {
    const sentences = answer.sentences.map((one) => ({ text: one.text, citations: [...one.passageIds] }));
    const words = sentences.map((one) => one.text).join(' ');
    return { ...base, text: words, citations: answer.passages.map(citationOf), sentences, abstained: false };
  }
  const nearest = [...answer.nearest.map(({ title }) => title), ...commands];
  const hint = nearest.length > 0 ? ` Closest: ${nearest.join(' · ')}` : '';
  const sentence = `Not covered: nothing that we have written down answers this.${hint}`;
  return { ...base, text: sentence, citations: [], abstained: true, nearest };
}

function citationOf({ id, title, heading, url }: Passage): AskResult['citations'][number] {
  return { id, title, ...(heading === null ? {} : { heading }), url: placeOf(id, url) };
}

function placeOf(passageId: string, url: string | null): string {
  return url === null ? '' : `${url}#passage-${passageId.slice(passageId.lastIndexOf('#') + 1)}`;
}

const commandsOf = {
  approvals: ['approvals', 'proposals'],
  autonomy: ['autonomy', 'autonomy'],
  halt: ['halt', 'kill'],
  onboarding: ['onboarding', 'onboarding'],
  onboard: ['onboard', 'onboard'],
  bug: ['bug', 'bug'],
  ticket: ['ticket', 'diagnose'],
  reports: ['knowledge reports', 'knowledge reports'],
  alerts: ['alerts', 'alerts'],
  risks: ['risks', 'rules check'],
  book: ['book', 'alerts book --as MEMBER'],
  tuning: ['tuning', 'rules tuning'],
  digest: ['digest', 'digest'],
  scorecard: ['scorecard', 'scorecard'],
  cohort: ['cohort', 'cohort'],
  pack: ['pack ACCOUNT KIND', 'pack ACCOUNT KIND'],
  brief: ['brief ACCOUNT', 'brief ACCOUNT'],
  update: ['update ACCOUNT', 'update ACCOUNT'],
  updates: ['updates', 'update ACCOUNT'],
  register: ['register', 'register'],
  review: ['review', 'review'],
  friction: ['friction', 'friction'],
  note: ['note ACCOUNT: TEXT', 'note ACCOUNT TEXT'],
  play: ['play ACCOUNT', 'play ACCOUNT'],
  sla: ['sla', 'sla'],
  hypercare: ['hypercare', 'hypercare'],
  causes: ['sla causes', 'sla --causes'],
  adoption: ['adoption acme', 'adoption acme'],
  nudges: ['nudges', 'nudges'],
  kit: ['kit maintenance', 'kit maintenance'],
} as const;

/** Whether it is about the work itself, a known issue or articles: such an answer is a card, not a sentence. */
function isWork(question: Question): question is Extract<Question, { kind: keyof typeof commandsOf }> {
  return Object.hasOwn(commandsOf, question.kind);
}

const helpText =
  'Ask how an account is doing ("how is Acme doing?"), why it changed ("why did Acme drop since 1 Nov?") or what happened ("Acme timeline").';

/** The gate: evidence or nothing. */
function finish({ records, ...written }: Written, trace: string): AskResult {
  const uncited = findUncitedFigures(written.text, records);
  if (uncited.length > 0) {
    throw new HoldfastError(
      'HF_INTERNAL',
      `An answer was refused: no cited record holds ${uncited.join(', ')}`,
      {
        fields: { trace },
      },
    );
  }
  const citations = records.map(({ id, title, url }) => ({ id, title, url }));
  return { ...written, citations, abstained: false, trace };
}
