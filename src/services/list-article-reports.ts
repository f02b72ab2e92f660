import { knowledgeUrlOf } from '../copilot/passages.ts';
import { answerUrlOf, type GivenVerdict } from '../domain/answer.ts';
import type { SearchableDocument } from '../domain/searchable-document.ts';
import type { UtcDay } from '../domain/utc-day.ts';
import { isCorrected } from '../rules/article-corrected.ts';
import type { RequestContext } from './context.ts';

/** Somebody, by id and name; an app and who left have their id alone. */
interface Who {
  id: string;
  name: string;
}

/** One person's word that an article is wrong. */
export interface ArticleReport {
  at: string;
  by: Who;
  /** What they said is wrong; may be empty. */
  note: string;
  question: string;
  answerId: string;
  /** The page of the answer that showed the article. */
  url: string;
}

/** An article that people called wrong, and that was not changed since. */
export interface ReportedArticle {
  id: string;
  title: string;
  url: string;
  owner: Who | null; // null = nobody in particular keeps it
  updatedOn: UtcDay | null; // null = its source does not say
  /** How often it was called wrong since its last change. */
  timesReported: number;
  /** The newest of these, the newest first. */
  reports: ArticleReport[];
}

/** The queue of wrong articles. */
export interface ArticleReports {
  /** Whose articles; null = everybody's */
  owner: string | null;
  /** Those that were reported last first. */
  articles: ReportedArticle[];
  /** Articles that are not listed. */
  more: number;
  /** Reports, of all owners, that name no article of the knowledge as it is now. */
  withoutArticle: number;
}

const readAtMost = 10_000;
const articlesShown = 50;
const reportsShown = 5;

/**
 * The articles that people called wrong and that nobody has changed since, with what they said.
 * @param owner - member id of who keeps them; null = whoever does
 */
export async function listArticleReports(ctx: RequestContext, owner: string | null): Promise<ArticleReports> {
  const verdicts = await ctx.store.listVerdicts({ verdict: 'wrong_article', limit: readAtMost });
  const waiting: { document: SearchableDocument; verdicts: GivenVerdict[] }[] = [];
  let withoutArticle = 0;
  for (const [id, group] of Map.groupBy(verdicts, ({ documentId }) => documentId)) {
    const document = id === null ? null : await ctx.knowledge.find(id);
    if (!document) {
      withoutArticle += group.length;
      continue;
    }
    const open = group.filter(({ at }) => !isCorrected(document.updatedOn, at, ctx.clock.now()));
    if (open.length > 0 && (owner === null || document.owner === owner))
      waiting.push({ document, verdicts: open });
  }
  const shown = waiting.slice(0, articlesShown);
  const told = shown.flatMap((one) => one.verdicts.slice(0, reportsShown));
  const questions = await ctx.store.readQuestions(told.map(({ answerId }) => answerId));
  const members = await ctx.store.listMembers();
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const who = (id: string): Who => ({ id, name: names.get(id) ?? id });
  return {
    owner,
    articles: shown.map(({ document, verdicts: open }) => ({
      id: document.id,
      title: document.title,
      url: knowledgeUrlOf(document.id),
      owner: document.owner === null ? null : who(document.owner),
      updatedOn: document.updatedOn,
      timesReported: open.length,
      reports: open.slice(0, reportsShown).map(({ answerId, by, note, at }) => ({
        at: at.toISOString(),
        by: who(by),
        note,
        question: questions.get(answerId) ?? '',
        answerId,
        url: answerUrlOf(answerId),
      })),
    })),
    more: waiting.length - shown.length,
    withoutArticle,
  };
}
