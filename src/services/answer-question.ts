import { assembleAnswer } from '../copilot/assemble-answer.ts';
import { fillMacro } from '../copilot/fill-macro.ts';
import { isStale } from '../copilot/freshness.ts';
import type { FoundDocument, KnowledgeFilter } from '../copilot/knowledge-index.ts';
import type { FoundKnowledge } from '../copilot/knowledge-search.ts';
import { compareLanguages } from '../copilot/language.ts';
import { knowledgeUrlOf, passagesOf } from '../copilot/passages.ts';
import type { Account } from '../domain/account.ts';
import {
  type AnswerSource,
  type CitedSentence,
  type CopilotAnswer,
  type FilledMacro,
  issueOf,
  type OtherLanguage,
  type Passage,
  type SolvedBefore,
} from '../domain/answer.ts';
import type { Audience } from '../domain/knowledge.ts';
import type { Proposal } from '../domain/proposal.ts';
import { questionLimits } from '../domain/question-limits.ts';
import { utcDayOf } from '../domain/utc-day.ts';
import type { RequestContext } from './context.ts';
import { type LookedUp, lookUp } from './look-up.ts';
import { readMacroValues } from './macro-values.ts';
import { requireQuestion } from './require-question.ts';
import { rewriteAnswer } from './rewrite-answer.ts';
import { findSolvedBefore } from './solved-before.ts';
import { translateBy } from './translate-by.ts';

/** A question to the knowledge. */
export interface KnowledgeQuestion {
  text: string;
  /** Whom it is about; its region decides what holds. null = nobody */
  account: string | null;
  ticket?: string | null;
  /** Who will read the answer; default: our own people. */
  audience?: Audience;
  /** Default: the member who asks. */
  by?: string;
}

/** What the knowledge says, which is kept, with macros that could be sent. */
export interface AnsweredQuestion {
  answer: CopilotAnswer;
  macros: FilledMacro[];
  /** What a model asked people to decide while it looked things up. */
  proposals: Proposal[];
  /** Whom it is about; null = nobody */
  account: Pick<Account, 'id' | 'name'> | null;
  /** The question is in another language than what was found; null = the same, or nobody can tell */
  language: OtherLanguage | null;
}

const sourcesShown = 3;
const macrosShown = 3;
/** What is named beside the best document comes at least this close to it. */
const closeShare = 0.5;

/**
 * Answers from the knowledge: sentences of the best document, each with its passage, or that nothing covers the
 * question. A model may write them anew. The answer is kept with what it stood on.
 * @throws {HoldfastError} HF_USAGE when the question is empty or too long
 */
export async function answerQuestion(
  ctx: RequestContext,
  { text, account, ticket = null, audience = 'internal', by }: KnowledgeQuestion,
): Promise<AnsweredQuestion> {
  const question = requireQuestion(text);
  const now = ctx.clock.now();
  const [known = null] = account === null ? [] : await ctx.store.findAccounts([account]);
  const about = { account, ticket, audience, filter: filterFor(ctx, audience, known, account) };
  const { best, macros, looked, words, language, translated } = await find(ctx, question, about);
  const solvedBefore = audience === 'customer' ? [] : await findSolvedBefore(ctx, words, account);
  const composed = compose(ctx, { question, words }, best, solvedBefore);
  const passages = inReadingOrder(best, looked?.passages ?? []);
  const { answer, writing } =
    composed.kind === 'answer'
      ? await rewriteAnswer(ctx, composed, passages)
      : { answer: composed, writing: null };
  await ctx.store.addAnswer({
    answer,
    at: now,
    by: by ?? ctx.member?.id ?? null,
    audience,
    account,
    ticket,
    topic: best.documents[0]?.document.productArea ?? null,
    found: passages,
    writing: writingOf(writing, { lookedUp: looked?.record, translated }),
  });
  const values = await readMacroValues(ctx, { account, ticket, issue: issueOf(answer) });
  return {
    answer,
    macros: macros
      .filter(({ score }) => score >= macroFloor)
      .map(({ document }) => fillMacro(document, values)),
    proposals: looked?.proposals ?? [],
    language,
    account: known && { id: known.id, name: known.name },
  };
}

interface About {
  account: string | null;
  ticket: string | null;
  audience: Audience;
  filter: KnowledgeFilter;
}

interface Found {
  best: FoundKnowledge;
  macros: FoundDocument[];
  looked: LookedUp | null;
  /** What was searched for: the question, or what it is in our language. */
  words: string;
  language: OtherLanguage | null;
  /** How it was translated, shown or not; absent = it was not. */
  translated?: object;
}

/**
 * The best there is: a document or a macro that answers, else the same for the question in our language, else what a model
 * finds by other words.
 */
async function find(ctx: RequestContext, question: string, about: About): Promise<Found> {
  const asked = await search(ctx, question, about);
  const language = await languageOf(question, asked.first);
  const isTranslated = language !== null && !asked.first.isCovered && ctx.writer !== null;
  const translated = isTranslated ? await translateBy(ctx, question, language.ourCode) : null;
  const words = translated?.ok ? translated.text : question;
  const { first, macros } = translated?.ok ? await search(ctx, words, about) : asked;
  const { audience, account, ticket } = about;
  // What a model looks up is for our own people alone; without an account there is nothing but the knowledge.
  const wantsMore = audience === 'internal' && (account !== null || !first.isCovered);
  const filter = { ...about.filter, kinds: articleKinds };
  const looked = wantsMore ? await lookUp(ctx, question, { account, ticket, filter }) : null;
  const best = first.isCovered ? first : (looked?.knowledge ?? first);
  return { best, macros, looked, words, language, ...(translated ? { translated } : {}) };
}

/**
 * So sure an article comes before any reply: it tells our own people more. Below it, a surer reply is the better answer.
 * Source: 37 questions to our knowledge: beside a surer reply, the article was not the best page at .62 and .70, and was
 * it at .76 and above.
 */
const sureArticle = 0.75;

async function search(ctx: RequestContext, words: string, { filter }: About) {
  const macros = await ctx.knowledge.search(words, { ...filter, kinds: ['macro'] }, macrosShown);
  const found = await ctx.knowledge.search(words, { ...filter, kinds: articleKinds }, sourcesShown);
  const isReply = macros.isCovered && found.confidence < sureArticle && macros.confidence > found.confidence;
  return { first: isReply ? macros : found, macros: macros.documents };
}

async function languageOf(
  question: string,
  { documents: [nearest] }: FoundKnowledge,
): Promise<OtherLanguage | null> {
  return nearest ? await compareLanguages(question, nearest.document.body) : null;
}

/** What a model did for an answer; null = none was asked */
function writingOf(
  writing: Readonly<Record<string, unknown>> | null,
  beside: { lookedUp: object | undefined; translated: object | undefined },
): Readonly<Record<string, unknown>> | null {
  const done = Object.entries(beside).filter(([, record]) => record !== undefined);
  return done.length === 0 ? writing : { ...writing, ...Object.fromEntries(done) };
}

/** So much of the best document comes before what was read beside it: a model is given the first of them alone. */
const passagesFirst = 6;

function inReadingOrder({ documents }: FoundKnowledge, read: readonly Passage[]): Passage[] {
  const found = documents.flatMap(({ document }) => passagesOf(document));
  const all = [...found.slice(0, passagesFirst), ...read, ...found.slice(passagesFirst)];
  return [...new Map(all.map((passage) => [passage.id, passage])).values()];
}

/** Whether the knowledge covers a question; nothing is kept. */
export async function isCovered(ctx: RequestContext, text: string): Promise<boolean> {
  if (text.trim() === '' || text.length > questionLimits.characters) return false;
  return (await ctx.knowledge.search(text, { audience: 'internal', kinds: articleKinds }, 1)).isCovered;
}

/** What answers; a macro is a reply. */
const articleKinds = ['known-issue', 'runbook', 'product', 'solved-ticket'] as const;

/** A macro that shares less with the question is not worth a look. */
const macroFloor = 0.35;

function filterFor(
  ctx: RequestContext,
  audience: Audience,
  account: Account | null,
  accountId: string | null,
): KnowledgeFilter {
  const today = utcDayOf(ctx.clock.now());
  const about = accountId === null ? {} : { account: accountId };
  return { audience, today, ...about, ...(account?.region ? { region: account.region } : {}) };
}

function compose(
  ctx: RequestContext,
  { question, words }: { question: string; words: string },
  found: FoundKnowledge,
  solvedBefore: SolvedBefore[],
): CopilotAnswer {
  const { confidence } = found;
  const base = { id: ctx.ids.proposal(ctx.clock.now()), question, confidence, solvedBefore };
  const [best] = found.documents;
  const close = found.documents.filter(({ score }) => score >= (best?.score ?? 0) * closeShare);
  const sources = close.map((one) => sourceOf(ctx, one));
  const passages = best ? passagesOf(best.document) : [];
  const sentences = found.isCovered ? assembleAnswer(words, passages) : [];
  if (sentences.length === 0) return { ...base, kind: 'not_covered', nearest: sources };
  return { ...base, kind: 'answer', sentences, passages: citedPassages(sentences, passages), sources };
}

function citedPassages(sentences: readonly CitedSentence[], passages: readonly Passage[]): Passage[] {
  const cited = new Set(sentences.flatMap(({ passageIds }) => passageIds));
  return [...cited].flatMap((id) => passages.filter((passage) => passage.id === id));
}

function sourceOf(ctx: RequestContext, { document }: FoundDocument): AnswerSource {
  const { id, title, kind, status, reviewedOn } = document;
  const stale = reviewedOn !== null && isStale(reviewedOn, utcDayOf(ctx.clock.now()));
  return { id, title, kind, status, url: knowledgeUrlOf(id), reviewedOn, isStale: stale };
}
