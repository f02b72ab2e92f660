import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../test/support/cli.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { RequestContext } from '../services/context.ts';
import { proposeAction } from '../services/propose-action.ts';

let ctx: RequestContext;
let folder: string;
let close: () => Promise<void>;

const people = [
  ['csm1', 'csm'],
  ['csm2', 'csm'],
  ['agent1', 'agent'],
  ['manager1', 'manager'],
  ['exec1', 'exec'],
  ['auditor1', 'auditor'],
] as const;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-policy-'));
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T10:00:00Z');
  const members = people.map(([id, role]) => ({ id, name: id.toUpperCase(), role, identities: [] }));
  await opened.store.writeMembers(members);
  await ingest(ctx, [
    {
      id: 'c1',
      type: 'contract.updated',
      account: 'acme',
      ts: '2026-01-01T00:00:00Z',
      payload: { name: 'Acme Corporation', owner: 'csm1', segment: 'smb' },
    },
  ]);
});
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...argv: string[]) => runCli(folder, ctx, argv);

async function json(...argv: string[]) {
  const { out } = await run(...argv, '--json');
  return JSON.parse(out);
}

/** A folder with one file of ours changed. */
function otherPolicies(name: string, change: (text: string) => string): string {
  const other = mkdtempSync(join(folder, 'other-'));
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, name), change(readFileSync(join('policies', name), 'utf8')));
  return other;
}

describe('policy test', () => {
  test('passes for what ships', async () => {
    const { exit, out } = await run('policy', 'test');
    expect(exit).toBe(0);
    expect(out).toMatch(/^All \d+ cases come out as expected/);
  });

  test('ends with 1 and names the cases that come out differently', async () => {
    const other = otherPolicies('governance.cedar', (text) => text.replace('@quorum("2")', '@quorum("1")'));
    const { exit, out } = await run('policy', 'test', '--policies', other);
    expect(exit).toBe(1);
    expect(out).toContain("a manager's change of a rule needs two more people: quorum is 1, expected 2");
    const value = await json('policy', 'test', '--policies', other);
    expect(value.failed).toBe(value.failures.length);
    expect(value.failures[0]).toMatchObject({
      line: expect.any(Number),
      differences: [{ what: 'quorum', expected: 2, actual: 1 }],
    });
  });

  test('names file and line of a broken file', async () => {
    const other = otherPolicies('scores.cedar', (text) => text.replace('@effect("auto")', '@effect("now")'));
    const { exit, err } = await run('policy', 'test', '--policies', other);
    expect(exit).toBe(2);
    expect(err).toMatch(/policies\/scores\.cedar:\d+: scores\.sentiment: @effect is "now"/);
  });
});

describe('policy explain', () => {
  test('I15: says who can do what on an account', async () => {
    const value = await json(
      'policy',
      'explain',
      'anyone',
      'concession.grant',
      'acme',
      '--params',
      '{"percent":12}',
    );
    expect(value).toMatchObject({
      allowed: true,
      account: { id: 'acme', name: 'Acme Corporation' },
      assumed: {},
    });
    const rights = value.people.map((person: Record<string, unknown>) => [
      person.id,
      person.propose,
      person.approve,
    ]);
    expect(rights).toEqual([
      ['csm1', true, false],
      ['csm2', true, false],
      ['exec1', true, true],
      ['manager1', true, true],
    ]);
    expect(value.approvers).toEqual({ roles: ['exec', 'manager'], members: ['exec1', 'manager1'] });
  });

  test('says how it would be carried out, and which policies decide', async () => {
    const value = await json(
      'policy',
      'explain',
      'csm1',
      'concession.grant',
      'acme',
      '--params',
      '{"percent":12}',
    );
    expect(value.ruling).toMatchObject({ effect: 'approve', quorum: 2 });
    expect(value.policyIds).toEqual(['concessions.medium', 'proposing.people']);
    expect(value.policies).toEqual({ version: ctx.door.policies().version, automatic: true, problem: null });
  });

  test('knows who looks after the account', async () => {
    const owner = await json('policy', 'explain', 'csm1', 'approve:message.customer', 'acme');
    const other = await json('policy', 'explain', 'csm2', 'approve:message.customer', 'acme');
    expect([owner.allowed, other.allowed]).toEqual([true, false]);
    expect(owner.policyIds).toEqual(['messages.approved-by-owner']);
    expect(owner.assumed).toEqual({ recipients: 1 });
  });

  test('answers for a role, and counts what the account has been given', async () => {
    await proposeAction(
      { ...ctx, member: await ctx.store.findMember('csm1') },
      {
        kind: 'concession.grant',
        account: 'acme',
        params: { percent: 25, reason: 'outage', expiresOn: '2027-01-01' },
      },
    );
    const value = await json(
      'policy',
      'explain',
      'role:manager',
      'concession.grant',
      'acme',
      '--params',
      '{"percent":9}',
    );
    expect(value.resource.accountPercent).toBe(34);
    expect(value).toMatchObject({ allowed: false, policyIds: ['concessions.account-limit'] });
  });

  test.each([
    [['policy', 'explain', 'nobody', 'crm.update', 'acme'], 'HF_USAGE'],
    [['policy', 'explain', 'role:boss', 'crm.update', 'acme'], 'HF_USAGE'],
    [['policy', 'explain', 'csm1', 'crm.updat', 'acme'], 'HF_USAGE'],
    [['policy', 'explain', 'csm1', 'eat:crm.update', 'acme'], 'HF_USAGE'],
    [['policy', 'explain', 'csm1', 'crm.update'], 'HF_USAGE'],
    [['policy', 'explain', 'csm1', 'crm.update', 'acme', '--params', '[1]'], 'HF_USAGE'],
    [['policy', 'explain', 'csm1', 'crm.update', 'nobody-here'], 'HF_ACCOUNT_UNKNOWN'],
    [['policy', 'simulate'], 'HF_USAGE'],
    [['policy', 'simulate', '--since', 'soon'], 'HF_DATE_INVALID'],
    [['policy', 'simulate', '--since', '2026-11-01', '--policies', 'nowhere'], 'HF_FILE_UNREADABLE'],
    [['policy', 'change'], 'HF_USAGE'],
  ])('%j is refused with %s', async (argv, code) => {
    expect((await json(...argv)).error.code).toBe(code);
  });
});

describe('policy simulate', () => {
  test('lists what other policies would have done, and nothing else', async () => {
    const manager = { ...ctx, member: await ctx.store.findMember('manager1') };
    const made = await proposeAction(manager, {
      kind: 'crm.update',
      account: 'acme',
      params: { field: 'phase', to: 'renewal' },
    });
    const same = await json('policy', 'simulate', '--since', '2026-11-21');
    expect(same).toMatchObject({ proposals: 2, changed: [], cut: false });
    const other = otherPolicies('everyday-work.cedar', (text) =>
      text.replace(
        '@id("everyday.crm")\n@effect("approve")',
        '@id("everyday.crm")\n@effect("approve")\n@quorum("3")',
      ),
    );
    const changed = await json('policy', 'simulate', '--since', '2026-11-21', '--policies', other);
    expect(changed.proposals).toBe(2);
    expect(changed.changed).toMatchObject([
      {
        kind: 'crm.update',
        account: 'acme',
        requester: 'manager1',
        before: { ruling: { effect: 'approve', quorum: 1 } },
        after: { ruling: { effect: 'approve', quorum: 3 } },
      },
    ]);
    expect(made).toMatchObject({ ok: true, proposal: { id: changed.changed[0].id } });
    expect((await json('policy', 'simulate', '--since', '2026-11-22', '--policies', other)).proposals).toBe(
      0,
    );
    const { out } = await run('policy', 'simulate', '--since', '2026-11-21', '--policies', other);
    expect(out).toContain('1 of 2 proposals since 2026-11-21 would have been judged differently');
  });
});
