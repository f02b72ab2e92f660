import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../demo/members.ts';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { type CliRun, runCli } from '../../test/support/cli.ts';
import { issueOf } from '../../test/support/issues.ts';
import { knowledgeOf } from '../../test/support/knowledge.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';

const now = '2026-11-21T12:00:00.000Z';
const issue = issueOf('timeouts', { title: 'Pipelines time out', error_signatures: ['PIPELINE_TIMEOUT'] });

describe('known issues in a terminal', () => {
  let ctx: RequestContext;
  let close: () => Promise<void>;
  const run = (...words: string[]): Promise<CliRun> => runCli('/tmp', ctx, words);
  const json = async (...words: string[]) => JSON.parse((await run(...words, '--json')).out);

  beforeEach(async () => {
    const opened = await embedded.open();
    close = opened.close;
    ctx = { ...(await testContext(opened.store, now)), knowledge: knowledgeOf([issue]) };
    await opened.store.writeMembers(demoMembers);
    const contract = { name: 'Acme Ltd', domains: ['acme.example'], arr: { amount: 500, currency: 'USD' } };
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-01', contract),
      sampleEvent(
        ...(['ticket.created', 'acme', '2026-11-21T11:00:00Z'] as const),
        { ticketId: 'T-1', subject: 'System is down: PIPELINE_TIMEOUT' },
        { user: 'ann@acme.example' },
      ),
      sampleEvent('error.raised', 'acme', '2026-11-21T10:00:00Z', { code: 'PIPELINE_TIMEOUT' }),
    ]);
  });
  afterEach(() => close());

  it('bug list and bug ID give the same figures to people and to machines', async () => {
    expect(await json('bug', 'list')).toMatchObject([
      { issue: { id: 'timeouts' }, accounts: 1, hits: 1, waiting: 1 },
    ]);
    expect((await run('bug', 'list')).out).toContain('Pipelines time out');
    expect(await json('bug', 'timeouts')).toMatchObject({
      total: { accounts: 1, hits: 1, arr: [{ amount: 500, currency: 'USD' }] },
      suggestions: [{ seq: 2, method: 'signature', confidence: 0.85 }],
    });
    expect((await run('bug', 'timeouts')).out).toMatch(
      /Acme Ltd[\s\S]*USD\u00a05\.00[\s\S]*1 record may be about it/,
    );
  });

  it('a record is confirmed and rejected by its number', async () => {
    expect(await json('bug', 'timeouts', '--confirm', '2', '--as', 'agent1')).toMatchObject({
      waiting: 0,
      total: { hits: 2 },
    });
    expect(await json('bug', 'timeouts', '--reject', '3', '--as', 'agent1')).toMatchObject({
      total: { hits: 1 },
    });
  });

  it('messages are drafted once, each account that gets none with its reason', async () => {
    await json('bug', 'timeouts', '--confirm', '2', '--as', 'agent1');
    const first = await json(
      'bug',
      'timeouts',
      '--status',
      'fixed',
      '--fixed-in',
      '4.41',
      '--notify',
      '--as',
      'csm1',
    );
    expect(first).toMatchObject({ issue: { status: 'fixed', fixedIn: '4.41' }, drafted: { before: 0 } });
    expect(first.drafted.drafted).toMatchObject([{ account: 'acme' }]);
    const again = await run('bug', 'timeouts', '--notify', '--as', 'csm1');
    expect(again.out).toContain('0 messages drafted, 1 before.');
  });

  it('diagnose shows the ticket’s card, triage what became of suggestions', async () => {
    expect(await json('diagnose', 'T-1', '--account', 'acme')).toMatchObject({
      ticket: { ticketId: 'T-1', open: true },
      nearby: [{ minutes: -60, kind: 'error' }],
      issues: [{ issueId: 'timeouts', state: 'suggested' }],
      triage: [{ value: 'P0', verdict: 'undecided' }],
    });
    expect((await run('diagnose', 'T-1')).out).toContain('60 min before');
    expect(await json('triage')).toEqual([]);
    expect((await run('triage')).out).toContain('Nothing was suggested.');
  });

  it.each([
    [['bug', 'nothing'], 'HF_NOT_FOUND'],
    [['bug', 'timeouts', '--confirm', '2', '--reject', '2'], 'HF_USAGE'],
    [['bug', 'timeouts', '--confirm', 'x'], 'HF_USAGE'],
    [['bug', 'timeouts', '--status', 'gone'], 'HF_USAGE'],
    [['bug', 'timeouts', '--fixed-in', '4.41'], 'HF_USAGE'],
    [['bug', 'timeouts', '--status', 'fixed'], 'HF_USAGE'],
    [['bug', 'timeouts', '--confirm', '2', '--as', 'exec1'], 'HF_FORBIDDEN'],
    [['diagnose', 'T-2'], 'HF_NOT_FOUND'],
    [['triage', 'T-1', '--priority', 'P1'], 'HF_USAGE'],
  ])('%j is refused with %s', async (words, code) => {
    const { exit, out } = await run(...words, '--json');
    expect(exit).not.toBe(0);
    expect(out).toContain(code);
  });
});
