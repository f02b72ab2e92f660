import { afterEach, beforeEach, expect, it } from 'vitest';
import { issueOf } from '../../test/support/issues.ts';
import { knowledgeOf } from '../../test/support/knowledge.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { StoredAnswer } from '../domain/answer.ts';
import type { KnownIssue } from '../domain/known-issue.ts';
import type { RequestContext } from './context.ts';
import { listArticleReports } from './list-article-reports.ts';

const now = '2026-11-21T12:00:00.000Z';

describeEngines('the queue of wrong articles', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, now);
    await ctx.store.writeMembers([
      { id: 'ann', name: 'Ann Lee', role: 'agent', identities: [] },
      { id: 'manager1', name: 'Mia', role: 'manager', identities: [] },
    ]);
  });
  afterEach(() => close());

  const knowing = (...articles: [id: string, given?: Partial<KnownIssue>][]): RequestContext => ({
    ...ctx,
    knowledge: knowledgeOf(articles.map(([id, given]) => issueOf(id, given))),
  });
  async function ask(id: string, question = `Why ${id}?`): Promise<void> {
    const answer = { id, kind: 'not_covered', question, confidence: 0, nearest: [] };
    await ctx.store.addAnswer({
      answer: answer as unknown as StoredAnswer['answer'],
      at: new Date(now),
      by: 'ann',
      audience: 'internal',
      account: null,
      ticket: null,
      topic: null,
      found: [],
      writing: null,
    });
  }
  async function report(
    answerId: string,
    documentId: string | null,
    at: string,
    by = 'ann',
    note = 'Old menu',
  ) {
    await ctx.store.giveVerdict({
      answerId,
      by,
      verdict: 'wrong_article',
      documentId,
      note,
      at: new Date(at),
    });
  }

  it('is empty where nobody said anything', async () => {
    expect(await listArticleReports(knowing(['old']), null)).toEqual({
      owner: null,
      articles: [],
      more: 0,
      withoutArticle: 0,
    });
  });

  it('says of each article who called it wrong, when, why, and what had been asked', async () => {
    await ask('a1', 'Where is the menu?');
    await ask('a2');
    await report('a1', 'old', '2026-11-10T12:00:00Z');
    await report('a2', 'old', '2026-11-12T12:00:00Z', 'desk', '');
    const { articles } = await listArticleReports(knowing(['old', { title: 'The menu' }]), null);
    expect(articles).toEqual([
      {
        id: 'old',
        title: 'The menu',
        url: '/evidence/knowledge/old',
        owner: { id: 'manager1', name: 'Mia' },
        updatedOn: '2026-11-01',
        timesReported: 2,
        reports: [
          {
            at: '2026-11-12T12:00:00.000Z',
            by: { id: 'desk', name: 'desk' },
            note: '',
            question: 'Why a2?',
            answerId: 'a2',
            url: '/evidence/answers/a2',
          },
          {
            at: '2026-11-10T12:00:00.000Z',
            by: { id: 'ann', name: 'Ann Lee' },
            note: 'Old menu',
            question: 'Where is the menu?',
            answerId: 'a1',
            url: '/evidence/answers/a1',
          },
        ],
      },
    ]);
  });

  it.each([
    ['before both reports', '2026-11-09', 2],
    ['on the day of the first', '2026-11-10', 2],
    ['between them', '2026-11-11', 1],
    ['on the day of the second', '2026-11-12', 1],
    ['after both', '2026-11-13', 0],
    ['in a year that has not come', '2099-01-01', 2],
  ])('counts since the last change: %s', async (_when, updatedOn, times) => {
    await ask('a1');
    await report('a1', 'old', '2026-11-10T23:59:59Z');
    await report('a1', 'old', '2026-11-12T00:00:00Z', 'bob');
    const { articles, withoutArticle } = await listArticleReports(
      knowing(['old', { updated_at: updatedOn }]),
      null,
    );
    expect(articles.map(({ timesReported }) => timesReported)).toEqual(times === 0 ? [] : [times]);
    expect(withoutArticle).toBe(0);
  });

  it.each([
    ['nobody in particular', null, ['c', 'b', 'a']],
    ['one owner', 'manager1', ['c', 'a']],
    ['another', 'csm1', ['b']],
    ['who keeps nothing', 'ann', []],
  ])('of %s has what they keep, the last reported first', async (_whose, owner, expected) => {
    await ask('a1');
    await report('a1', 'a', '2026-11-10T12:00:00Z', 'x');
    await report('a1', 'b', '2026-11-11T12:00:00Z', 'y');
    await report('a1', 'c', '2026-11-12T12:00:00Z', 'z');
    const queue = await listArticleReports(knowing(['a'], ['b', { owner: 'csm1' }], ['c']), owner);
    expect(queue.articles.map(({ id }) => id)).toEqual(expected);
  });

  it('has no other verdict, and no report that its author took back', async () => {
    await ask('a1');
    await report('a1', 'old', '2026-11-10T12:00:00Z');
    const word = { answerId: 'a1', by: 'ann', documentId: null, note: '', at: new Date(now) };
    await ctx.store.giveVerdict({ ...word, verdict: 'helpful' });
    await ctx.store.giveVerdict({ ...word, by: 'bob', verdict: 'not_helpful' });
    expect(await listArticleReports(knowing(['old']), null)).toMatchObject({
      articles: [],
      withoutArticle: 0,
    });
  });

  it('counts reports that name no article, or one that is gone', async () => {
    await ask('a1');
    await report('a1', null, '2026-11-10T12:00:00Z', 'x');
    await report('a1', 'gone', '2026-11-10T12:00:00Z', 'y');
    expect(await listArticleReports(knowing(['old']), null)).toMatchObject({
      articles: [],
      withoutArticle: 2,
    });
  });

  it('is bounded: fifty articles, five reports of each, and how many more there are', async () => {
    const ids = Array.from({ length: 53 }, (_, index) => `i${String(index).padStart(2, '0')}`);
    await ask('a1');
    for (const [index, id] of ids.entries())
      await report('a1', id, `2026-11-10T12:00:${String(index).padStart(2, '0')}Z`, `p-${id}`);
    for (let other = 0; other < 6; other++) await report('a1', 'i00', '2026-11-11T12:00:00Z', `q${other}`);
    const { articles, more } = await listArticleReports(knowing(...ids.map((id): [string] => [id])), null);
    expect([articles.length, more]).toEqual([50, 3]);
    expect(articles[0]).toMatchObject({ id: 'i00', timesReported: 7 });
    expect(articles[0]?.reports).toHaveLength(5);
    expect(articles.map(({ id }) => id)).not.toContain('i01');
  });
});
