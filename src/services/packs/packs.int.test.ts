import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { memoryStorage, testArtifacts } from '../../../test/support/artifacts.ts';
import { createLedgerConnector, testDoor } from '../../../test/support/door.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import type { AccountPack, PackSectionId } from '../../domain/account-pack.ts';
import { artifactFormats, storedName } from '../../domain/artifact.ts';
import { HoldfastError } from '../../errors.ts';
import { dryRunAction, proposeAction } from '../propose-action.ts';
import { listArtifacts } from './list-artifacts.ts';
import { drawPack, makePack } from './make-pack.ts';
import { readArtifact } from './read-artifact.ts';

const now = '2026-11-27T12:00:00.000Z';

describeEngines('packs of an account', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let storage: ReturnType<typeof memoryStorage>;
  let queries: Awaited<ReturnType<typeof engine.open>>['database']['queries'];
  let close: () => Promise<void>;
  beforeEach(async () => {
    const opened = await engine.open();
    ({ close } = opened);
    queries = opened.database.queries;
    storage = memoryStorage();
    const door = await testDoor([createLedgerConnector('outbox')]);
    ctx = { ...(await testContext(opened.store, now, undefined, door)), artifacts: testArtifacts(storage) };
    await opened.store.writeMembers(demoMembers);
    const use = (user: string, on: string, role: string, count = 1) =>
      sampleEvent('feature.used', 'acme', on, { feature: 'reports', count }, { user, role });
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-02', {
        name: 'Acme',
        startsOn: '2026-01-02',
        renewsOn: '2027-01-02',
        seats: 10,
        tier: 'enterprise',
        segment: 'enterprise',
        arr: { amount: 18_600_000, currency: 'USD' },
        domains: ['acme.example'],
      }),
      sampleEvent('contract.updated', 'bare', '2026-11-01', { name: 'Bare' }),
      // Two users this quarter, three the quarter before.
      use('ann', '2026-11-20', 'planner', 5),
      use('bob', '2026-11-24', 'analyst', 2),
      use('ann', '2026-07-01', 'planner', 3),
      use('cid', '2026-07-02', 'analyst'),
      use('dan', '2026-07-03', 'analyst'),
      sampleEvent('value.measured', 'acme', '2026-11-10', { hoursSaved: 40, automations: 12 }),
      sampleEvent('value.measured', 'acme', '2026-10-10', { hoursSaved: 60 }),
      sampleEvent('value.measured', 'acme', '2026-07-10', { hoursSaved: 50 }),
      sampleEvent('incident.opened', 'acme', '2026-11-01T10:00:00Z', { incidentId: 'i1', title: 'Down' }),
      sampleEvent('incident.resolved', 'acme', '2026-11-01T13:00:00Z', { incidentId: 'i1' }),
      sampleEvent('incident.opened', 'acme', '2026-11-02T10:00:00Z', { incidentId: 'i2', title: 'Slow' }),
      sampleEvent('incident.resolved', 'acme', '2026-11-02T11:00:00Z', { incidentId: 'i2' }),
      sampleEvent('ticket.created', 'acme', '2026-11-05T09:00:00Z', {
        ticketId: 'T-1',
        priority: 'P1',
        subject: 'Loads fail',
      }),
      sampleEvent('ticket.updated', 'acme', '2026-11-05T09:30:00Z', { ticketId: 'T-1' }),
      sampleEvent('ticket.resolved', 'acme', '2026-11-05T15:00:00Z', { ticketId: 'T-1', csat: 4 }),
      sampleEvent('feature.requested', 'acme', '2026-11-06', { feature: 'Waiting reports' }),
      sampleEvent('sponsor.touch', 'acme', '2026-10-28T10:00:00Z', { kind: 'call' }, { user: 'eve' }),
    ]);
  });
  afterEach(() => close());

  const section = (pack: AccountPack, id: PackSectionId) => pack.sections.find((one) => one.id === id);
  const factsOf = (pack: AccountPack, id: PackSectionId) =>
    Object.fromEntries(
      (section(pack, id)?.blocks ?? []).flatMap((block) =>
        block.kind === 'facts' ? block.facts.map(({ label, value, detail }) => [label, [value, detail]]) : [],
      ),
    );
  const rowsOf = (pack: AccountPack, id: PackSectionId) =>
    (section(pack, id)?.blocks ?? []).flatMap((block) =>
      block.kind === 'table' ? block.rows.map((row) => row.map(([span]) => span?.text)) : [],
    );
  const draw = (kind: Parameters<typeof drawPack>[1]['kind'], accountId = 'acme') =>
    drawPack(ctx, { accountId, kind });

  it('count what is on record, beside the period before', async () => {
    const pack = await draw('qbr');
    expect(factsOf(pack, 'usage')).toMatchObject({
      'Active users': ['2', '3 before'],
      'Uses of features': ['7', '5 before'],
      'Seats in use': ['20 %', '2 of 10'],
    });
    expect(factsOf(pack, 'roi')).toMatchObject({
      'Hours saved': ['100', '+100 %'],
      Automations: ['12', 'not measured before'],
    });
    expect(factsOf(pack, 'incidents')).toMatchObject({ Incidents: ['2', '0 before'], MTTR: ['2 h', null] });
    expect(factsOf(pack, 'support')).toMatchObject({
      'First response': ['30 min', 'median'],
      Resolution: ['6 h', 'median'],
      'Ratings of tickets': ['4.0 of 5', '1 rating'],
    });
    const paths = pack.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'facts' ? block.facts.map(({ path }) => path) : [])),
    );
    expect(paths.filter((path) => path === null)).toEqual([]);
  });

  it('count as use what was used: a session or a recipe is a sign of work, and no use', async () => {
    await ingest(ctx, [
      sampleEvent('user.session', 'acme', '2026-11-20', {}, { user: 'ann', role: 'planner' }),
      sampleEvent('recipe.completed', 'acme', '2026-11-20', { recipe: 'first-report' }, { user: 'ann' }),
    ]);
    expect(rowsOf(await draw('qbr'), 'adoption')).toEqual([
      ['analyst', '1', '1.0', '2'],
      ['planner', '1', '1.0', '5'],
    ]);
  });

  it('count days by UTC, wherever the database thinks it is', async () => {
    await ingest(ctx, [
      sampleEvent('user.session', 'acme', '2026-11-18T23:30:00Z', {}, { user: 'ann' }),
      sampleEvent('user.session', 'acme', '2026-11-19T00:30:00Z', {}, { user: 'ann' }),
    ]);
    await sql`set timezone to 'Asia/Kolkata'`.execute(queries);
    const rows = rowsOf(await draw('qbr'), 'adoption');
    await sql`reset timezone`.execute(queries);
    expect(rows).toContainEqual(['planner', '1', '3.0', '5']);
  });

  it('have one CSAT, of tickets and surveys together, as the scorecard has; the latest priority of a ticket counts', async () => {
    await ingest(ctx, [
      sampleEvent('survey.responded', 'acme', '2026-11-07', { kind: 'csat', score: 1 }),
      sampleEvent('survey.responded', 'acme', '2026-11-08', { kind: 'nps', score: 9 }),
      sampleEvent('ticket.created', 'acme', '2026-11-20', { ticketId: 'T-2', priority: 'P3' }),
      sampleEvent('ticket.updated', 'acme', '2026-11-21', { ticketId: 'T-2', priority: 'P0' }),
    ]);
    const pack = await draw('qbr');
    expect(factsOf(pack, 'feedback')).toMatchObject({
      NPS: ['100', '1 answer'],
      CSAT: ['2.5 of 5', '2 ratings'],
    });
    expect(factsOf(pack, 'support')).toMatchObject({
      'Ratings of tickets': ['4.0 of 5', '1 rating'],
      'Urgent (P0, P1)': ['2', null],
    });
  });

  it('of an account of which only a contract is known name every section that has nothing', async () => {
    const pack = await draw('renewal', 'bare');
    const missing = pack.sections.filter((one) => one.missing !== null).map(({ id }) => id);
    expect(missing).toEqual(expect.arrayContaining(['usage', 'roi', 'incidents', 'support', 'roadmap']));
    const made = await makePack(ctx, { accountId: 'bare', kind: 'renewal' });
    expect(made.artifacts.map(({ format }) => format)).toEqual([...artifactFormats]);
  });

  it('before a meeting tell of the time since the last one, and ask three questions', async () => {
    const pack = await draw('brief');
    expect(pack.period.from).toBe('2026-10-28T10:00:00.000Z');
    const questions = section(pack, 'questions')?.blocks[0];
    expect(questions?.kind === 'list' ? questions.items : []).toHaveLength(3);
    expect(section(pack, 'changes')?.takeaway).toContain('since the call on 28');
  });

  it('after thirty days tell of them alone', async () => {
    const pack = await draw('day30');
    expect(section(pack, 'goals')?.takeaway).toMatch(/goals? reached/);
    expect(section(pack, 'roi')?.missing).toContain('no value.measured event was received');
  });

  it('are the same when they are asked for as of the same moment, whatever came since', async () => {
    const moment = { accountId: 'acme', kind: 'reliability' as const, asOf: new Date(now), knownAt: 18 };
    const once = await drawPack(ctx, moment);
    await ingest(ctx, [
      sampleEvent('incident.opened', 'acme', '2026-11-20', { incidentId: 'late', title: 'Late' }),
    ]);
    expect(await drawPack(ctx, moment)).toEqual(once);
  });

  it('are numbered, recorded with their hashes, and are no new version when they say the same', async () => {
    const first = await makePack(ctx, { accountId: 'acme', kind: 'qbr' });
    expect(first).toMatchObject({ version: 1, again: false });
    expect(await makePack(ctx, { accountId: 'acme', kind: 'qbr' })).toMatchObject({
      version: 1,
      again: true,
    });
    ctx.clock.set(new Date('2026-11-27T13:00:00.000Z'));
    expect(await makePack(ctx, { accountId: 'acme', kind: 'qbr' })).toMatchObject({
      version: 2,
      again: false,
    });
    expect(await makePack(ctx, { accountId: 'acme', kind: 'renewal' })).toMatchObject({ version: 1 });
    expect(await listArtifacts(ctx, { account: 'acme' })).toHaveLength(12);
    const audited = (await ctx.store.readAudit({ limit: 100 })).filter(
      ({ action }) => action === 'artifact.made',
    );
    expect(audited).toHaveLength(3);
    for (const artifact of first.artifacts)
      expect((await readArtifact(ctx, artifact.id)).artifact).toEqual(artifact);
  });

  it('asked for by several at once are one version each, or the same', async () => {
    const made = await Promise.all(
      Array.from({ length: 4 }, (_, at) =>
        makePack(ctx, { accountId: 'acme', kind: 'qbr', asOf: new Date(Date.parse(now) - at * 60_000) }),
      ),
    );
    expect(made.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4]);
    expect(storage.files.size).toBe(16);
  });

  it('whose bytes were changed or lost are not handed out', async () => {
    const { artifacts } = await makePack(ctx, { accountId: 'acme', kind: 'qbr' });
    const [pptx, pdf] = artifacts;
    if (!pptx || !pdf) throw new Error('nothing was made');
    storage.files.set(storedName(pptx), new TextEncoder().encode('other bytes'));
    storage.files.delete(storedName(pdf));
    await expect(readArtifact(ctx, pptx.id)).rejects.toMatchObject({ code: 'HF_ARTIFACT_TAMPERED' });
    await expect(readArtifact(ctx, pdf.id)).rejects.toMatchObject({ code: 'HF_ARTIFACT_TAMPERED' });
    await expect(readArtifact(ctx, 'nosuch')).rejects.toMatchObject({ code: 'HF_NOT_FOUND' });
  });

  it('that the storage refuses are not recorded, and leave nothing behind', async () => {
    let calls = 0;
    const full = {
      ...storage,
      write: async (name: string, bytes: Uint8Array) => {
        if (++calls === 3) throw new HoldfastError('HF_STORAGE_FAILED', 'The disk is full');
        await storage.write(name, bytes);
      },
    };
    const refused = { ...ctx, artifacts: testArtifacts(full) };
    await expect(makePack(refused, { accountId: 'acme', kind: 'qbr' })).rejects.toMatchObject({
      code: 'HF_STORAGE_FAILED',
    });
    expect(storage.files.size).toBe(0);
    expect(await listArtifacts(ctx)).toEqual([]);
    expect((await ctx.store.readAudit({ limit: 100 })).some(({ action }) => action === 'artifact.made')).toBe(
      false,
    );
  });

  it('go out with a letter when they were made for this customer, with their hashes under approval', async () => {
    const ours = await makePack(ctx, { accountId: 'acme', kind: 'qbr' });
    const theirs = await makePack(ctx, { accountId: 'acme', kind: 'qbr', audience: 'customer' });
    expect(theirs.version).toBe(2);
    const bring = (id: string | undefined, account = 'acme') => ({
      kind: 'message.customer',
      account,
      params: { to: ['ann@acme.example'], subject: 'Review', body: 'Hello', artifactIds: [id ?? ''] },
    });
    expect(await proposeAction(ctx, bring(ours.artifacts[1]?.id))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/for our own people/),
    });
    const pdf = theirs.artifacts[1];
    const dry = await dryRunAction(ctx, bring(pdf?.id));
    expect(JSON.stringify(dry.preview)).toContain(pdf?.sha256);
    expect(await proposeAction(ctx, bring(pdf?.id))).toMatchObject({ ok: true });
    await expect(proposeAction(ctx, bring('nosuch'))).rejects.toMatchObject({ code: 'HF_ACTION_INVALID' });
  });

  it('for the customer hold nothing that is ours alone', async () => {
    const pack = await drawPack(ctx, { accountId: 'acme', kind: 'qbr', audience: 'customer' });
    expect(pack.sections.map(({ id }) => id)).not.toContain('health');
    expect(JSON.stringify(pack)).not.toMatch(/\/evidence\/|186,000|Health score/);
  });
});
