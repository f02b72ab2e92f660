import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { runCli } from '../../test/support/cli.ts';
import { memorySource, sourceDocument, wordEmbedder } from '../../test/support/knowledge.ts';
import { testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { HoldfastError } from '../errors.ts';
import { jobs } from '../jobs/index.ts';
import { runJob } from '../jobs/run-job.ts';
import { simulateJobs } from '../jobs/simulate-jobs.ts';
import { answerQuestion } from '../services/answer-question.ts';
import { judgeAnswer } from '../services/judge-answer.ts';

describe('holdfast knowledge', () => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;
  let folder: string;
  let docs: ReturnType<typeof memorySource>;
  let web: ReturnType<typeof memorySource>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-knowledge-'));
    const opened = await embedded.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-20T10:00:00Z');
    await ctx.store.writeMembers(demoMembers);
  });
  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    for (const name of ['docs', 'web', 'gone']) await ctx.store.forgetSource(name);
    const ticket = { kind: 'solved-ticket', account: 'acme', audience: 'internal' } as const;
    docs = memorySource('docs', [sourceDocument('a', { body: '# H\n\nText.' }), sourceDocument('t', ticket)]);
    web = memorySource('web', [
      sourceDocument('b', { kind: 'known-issue', status: 'open', url: 'https://x.example/1' }),
    ]);
    ctx.indexing = { sources: [docs, web], embedder: wordEmbedder() };
  });

  const run = async (...argv: string[]) => await runCli(folder, ctx, ['knowledge', ...argv]);
  const json = async (...argv: string[]) => JSON.parse((await run(...argv, '--json')).out);
  const audit = async () => (await ctx.store.readAudit({ limit: 1 }))[0];

  it('index reads every source, tells what changed, and leaves a trace in the audit', async () => {
    docs.problems.push('a.md:3: colour: unknown');
    expect(await json('index')).toMatchObject({
      dryRun: false,
      sources: [
        { name: 'docs', added: 2, changed: 0, removed: 0, unchanged: 0, passages: 2, failure: null },
        { name: 'web', added: 1, problems: [] },
      ],
    });
    expect(await audit()).toMatchObject({
      action: 'knowledge.indexed',
      detail: { sources: ['docs', 'web'] },
    });
    const again = await run('index');
    expect(again).toMatchObject({ exit: 0, out: expect.stringContaining('0 documents changed.') });
    expect(again.out).toContain('docs: a.md:3: colour: unknown');
  });

  it('index --dry-run says what would change, and changes and writes nothing', async () => {
    const before = await audit();
    const { out, exit } = await run('index', '--dry-run');
    expect([exit, out]).toEqual([0, expect.stringContaining('3 documents would change.')]);
    expect(await json('list')).toMatchObject({ total: 0 });
    expect(await audit()).toEqual(before);
  });

  it('index NAME reads one source; a name that is none is refused with those there are', async () => {
    expect(await json('index', 'web')).toMatchObject({ sources: [{ name: 'web' }] });
    expect(await run('index', 'nobody')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('Sources are docs, web.'),
    });
  });

  it('a source that cannot be read makes the exit code 1, and is told', async () => {
    web.failure = new HoldfastError('HF_SOURCE_UNREADABLE', 'web answered with status 401');
    const { exit, out } = await run('index');
    expect([exit, out]).toEqual([1, expect.stringContaining('web: web answered with status 401')]);
    expect(await json('sources')).toMatchObject([
      { name: 'docs', failure: null },
      { failure: web.failure.message },
    ]);
  });

  it('list shows what may answer; tickets of an account only where it is named', async () => {
    await run('index');
    expect(await json('list')).toMatchObject({ total: 2, documents: [{ id: 'docs:a' }, { id: 'web:b' }] });
    expect(await json('list', '--account', 'acme')).toMatchObject({ total: 3 });
    expect(await json('list', '--kind', 'known-issue')).toMatchObject({
      documents: [{ id: 'web:b', status: 'open' }],
    });
    expect(await json('list', '--source', 'docs', '--limit', '1')).toMatchObject({ total: 1 });
    expect((await run('list')).out).toContain('2 of 2 documents, 2 passages in all.');
    expect(await run('list', '--kind', 'poem')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('known-issue'),
    });
  });

  it('show gives a document with the places of its passages', async () => {
    await run('index');
    const shown = await json('show', 'docs:a');
    expect(shown).toMatchObject({
      id: 'docs:a',
      passages: [{ ordinal: 0, heading: 'H', start: 5, end: 10 }],
    });
    expect(shown.body.slice(5, 10)).toBe('Text.');
    expect((await run('show', 'web:b')).out).toContain('https://x.example/1');
    expect(await json('show', 'nobody')).toMatchObject({ error: { code: 'HF_DOCUMENT_UNKNOWN' } });
  });

  it('sources says of each how its last reading ended, and which is configured no more', async () => {
    await run('index');
    ctx.indexing.sources = [docs];
    expect(await json('sources')).toMatchObject([
      { name: 'docs', description: 'the source docs', documents: 2, readAt: '2026-11-20T10:00:00.000Z' },
      { name: 'web', description: null, documents: 1 },
    ]);
    expect((await run('sources')).out).toContain('holdfast knowledge forget web');
  });

  it('forget takes out what is configured no more, and nothing else', async () => {
    await run('index');
    expect(await run('forget', 'web')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('is configured'),
    });
    ctx.indexing.sources = [docs];
    expect(await json('forget', 'web')).toEqual({ source: 'web', documents: 1 });
    expect(await audit()).toMatchObject({
      action: 'knowledge.forgotten',
      detail: { source: 'web', documents: 1 },
    });
    expect(await run('forget', 'web')).toMatchObject({ exit: 2 });
  });

  it('reports lists what was called wrong, of everybody or of one owner; an owner who is nobody is refused', async () => {
    expect(await run('reports')).toMatchObject({ exit: 0, out: expect.stringContaining('No article waits') });
    const { answer } = await answerQuestion(ctx, { text: 'import stops with SCHEMA_DRIFT', account: null });
    const documentId = answer.kind === 'answer' ? (answer.sources[0]?.id ?? '') : '';
    const owner = (await ctx.knowledge.find(documentId))?.owner ?? '';
    const judged = {
      answerId: answer.id,
      verdict: 'wrong_article',
      documentId,
      note: 'The menu moved',
    } as const;
    await judgeAnswer(ctx, { ...judged, by: 'agent1' });
    const queue = await json('reports', '--owner', owner);
    expect(queue).toMatchObject({
      owner,
      more: 0,
      articles: [
        {
          id: documentId,
          url: `http://h/evidence/knowledge/${documentId}`,
          timesReported: 1,
          reports: [
            {
              note: 'The menu moved',
              question: 'import stops with SCHEMA_DRIFT',
              by: { id: 'agent1' },
              url: `http://h/evidence/answers/${answer.id}`,
            },
          ],
        },
      ],
    });
    expect(await json('reports')).toEqual({ ...queue, owner: null });
    expect((await run('reports')).out).toContain('“The menu moved”');
    const other = owner === 'csm1' ? 'csm2' : 'csm1';
    expect(await json('reports', '--owner', other)).toMatchObject({ articles: [] });
    expect(await run('reports', '--owner', 'nobody')).toMatchObject({
      exit: 2,
      err: expect.stringContaining("There is no member 'nobody'"),
    });
  });

  it.each([['list', 'x'], ['reports', 'x'], ['sources', 'x'], ['show'], ['forget'], ['learn']])(
    'knowledge %s %s is refused',
    async (...argv) => {
      expect(await run(...argv.filter(Boolean))).toMatchObject({ exit: 2 });
    },
  );

  it('who may not change jobs may not index or forget, and the refusal is in the audit', async () => {
    for (const argv of [['index'], ['forget', 'web']]) {
      expect(await run(...argv, '--as', 'agent1')).toMatchObject({
        exit: 1,
        err: expect.stringContaining('may not change jobs'),
      });
      expect(await audit()).toMatchObject({ action: 'jobs.refused', actor: 'agent1' });
    }
    expect(await run('list', '--as', 'agent1')).toMatchObject({ exit: 0 });
  });

  describe('share', () => {
    const id = 'docs:t';
    const body = '## Answer\n\nWrite to ann.secret@acme.example; the password is: hunter2.';
    const hold = (text: string) => {
      const ticket = { kind: 'solved-ticket', account: 'acme', audience: 'internal' } as const;
      docs.documents = [sourceDocument('t', { ...ticket, title: 'Import stops', body: text })];
    };
    const sharedBy = async () => (await ctx.store.findDocument(id))?.sharedBy;

    it('without --yes shows the whole text, marks what it found, says how to go on, and changes nothing', async () => {
      hold(body);
      await run('index');
      const { out, exit } = await run('share', id);
      expect(exit).toBe(0);
      expect(out).toContain('Import stops');
      expect(out).toContain('[email: ann.secret@acme.example]');
      expect(out).toMatch(/\[password: password is: hunter2\.?\]/);
      expect(out).toMatch(/holdfast knowledge share docs:t --yes --with-personal-data --text [0-9a-f]{12}/);
      expect(await sharedBy()).toBeNull();
      expect(await json('share', id)).toMatchObject({
        id,
        shared: false,
        text: `Import stops\n\n${body}`,
        findings: [{ kind: 'email', text: 'ann.secret@acme.example' }, { kind: 'password' }],
      });
    });

    it('with --yes refuses what looks personal, until somebody says that they looked', async () => {
      hold(body);
      await run('index');
      const refused = await run('share', id, '--yes');
      expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining('email, password') });
      expect(refused.err).not.toContain('hunter2');
      expect(await run('share', id, '--with-personal-data')).toMatchObject({ exit: 0 });
      expect(await sharedBy()).toBeNull();
      expect(await run('share', id, '--yes', '--with-personal-data')).toMatchObject({ exit: 0 });
      expect(await sharedBy()).toBe('system');
    });

    it('with --text shares the text that was read, and no other', async () => {
      hold('## Answer\n\nClear the cache.');
      await run('index');
      const { mark } = await json('share', id);
      hold('## Answer\n\nClear another cache.');
      await run('index');
      expect(await run('share', id, '--yes', '--text', mark)).toMatchObject({ exit: 2 });
      expect(await sharedBy()).toBeNull();
      const out = (await run('share', id)).out;
      expect(out).not.toContain('--with-personal-data');
      expect(out).toContain('No form of personal data or of a secret was found');
      expect(await run('share', id, '--yes', '--text', (await json('share', id)).mark)).toMatchObject({
        exit: 0,
      });
      expect(await sharedBy()).toBe('system');
    });

    it('is taken back by unshare', async () => {
      hold('## Answer\n\nClear the cache.');
      await run('index');
      await run('share', id, '--yes');
      const { out, exit } = await run('unshare', id);
      expect([exit, out]).toEqual([0, expect.stringContaining('its own account alone')]);
      expect(await sharedBy()).toBeNull();
      expect(await audit()).toMatchObject({ action: 'knowledge.unshared', detail: { id } });
      expect(await run('unshare', id)).toMatchObject({ exit: 2 });
      expect(await run('unshare')).toMatchObject({ exit: 2 });
    });
  });

  describe('the job', () => {
    const job = jobs.find(({ name }) => name === 'knowledge.index');

    it('indexes every source and counts; one that fails does not fail the others', async () => {
      web.failure = new HoldfastError('HF_SOURCE_UNREADABLE', 'no');
      expect(job && (await runJob(ctx, job, new Date('2026-11-20T10:17:00Z'), 'clock'))).toMatchObject({
        outcome: 'done',
        detail: { added: 2, changed: 0, removed: 0, problems: 0, failed: ['web'] },
      });
    });

    it('is left out of simulated time: sources have no future to ask', async () => {
      const { runs } = await simulateJobs(ctx, job ? [job] : [], {
        until: new Date('2026-11-22T00:00:00Z'),
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
      expect([runs, docs.marks]).toEqual([[], []]);
    });
  });
});
