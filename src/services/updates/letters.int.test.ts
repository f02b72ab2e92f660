import fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { createLedgerConnector, type LedgerConnector, testDoor } from '../../../test/support/door.ts';
import { issueOf } from '../../../test/support/issues.ts';
import { knowledgeOf } from '../../../test/support/knowledge.ts';
import { type MailServer, startMailServer } from '../../../test/support/mail-server.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { createMailWriter } from '../../artifacts/email/write-mail.ts';
import { registerLetterPages } from '../../console/letter-pages.ts';
import { createManualClock } from '../../domain/clock.ts';
import { createSmtp } from '../../guardrail/clients/smtp.ts';
import { createLinks } from '../../http/links.ts';
import type { RequestContext } from '../context.ts';
import { decideOn } from '../decide-proposal.ts';
import { declareStatus } from '../issues/declare-status.ts';
import { matchRecords } from '../issues/match-records.ts';
import { runEffects } from '../run-effects.ts';
import { setLetterOptOut } from './opt-out.ts';
import { sendLetters } from './send-letters.ts';

/** A Tuesday, eleven in Berlin; letters are due at nine. */
const now = '2026-11-24T10:00:00.000Z';
const dayMs = 86_400_000;

describeEngines('weekly letters to customers', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let outbox: LedgerConnector;
  let close: () => Promise<void>;
  const as = (id: string): RequestContext => ({
    ...ctx,
    member: demoMembers.find((member) => member.id === id) ?? null,
  });
  const later = (days: number): void => ctx.clock.set(new Date(Date.parse(now) + days * dayMs));
  const customer = (id: string, more: Record<string, unknown> = {}) =>
    sampleEvent('contract.updated', id, '2026-01-01', {
      name: `${id} Works`,
      segment: 'mid',
      domains: [`${id}.example`],
      owner: 'csm1',
      ...more,
    });
  const sponsor = (id: string, user = `boss@${id}.example`) =>
    sampleEvent('sponsor.touch', id, '2026-11-01', {}, { user });
  const used = (id: string, on = '2026-11-27') =>
    sampleEvent('feature.used', id, on, { feature: 'reports', count: 7 }, { user: `ana@${id}.example` });
  const waiting = async () =>
    (await ctx.store.listProposals({ limit: 100, states: ['proposed'] })).map(({ proposal }) => proposal);
  const letterOf = async (account: string) => {
    const [found] = (await waiting()).filter((one) => one.account === account);
    const body = found && (await ctx.store.findProposal(found.id))?.body;
    return { proposal: found, params: JSON.parse(Buffer.from(body ?? []).toString() || 'null')?.params };
  };
  const approve = (id = '') => ({ id, version: null, verb: 'approve' as const });
  const reasons = async () =>
    Object.fromEntries(
      (await ctx.store.listUpdateSendings(50)).reverse().map(({ account, reason }) => [account, reason]),
    );

  const open = async (connectors: Parameters<typeof testDoor>[0]): Promise<void> => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, now, undefined, await testDoor(connectors));
    const customerUpdates = {
      ...ctx.content.updates,
      customer: { day: 'tue' as const, hour: 9, segments: ['Mid'] },
    };
    ctx = { ...ctx, content: { ...ctx.content, updates: customerUpdates } };
    await opened.store.writeMembers(demoMembers);
  };

  beforeEach(async () => {
    outbox = createLedgerConnector('outbox');
    await open([outbox]);
    await ingest(ctx, [customer('acme'), sponsor('acme')]);
    await sendLetters(ctx);
    later(7);
    await ingest(ctx, [used('acme')]);
  });
  afterEach(() => close());

  it('ship to nobody, until a segment is named; and then not for the week before', async () => {
    const shipped = (await testContext(ctx.store, now)).content;
    expect(shipped.updates.customer.segments).toEqual([]);
    expect(await sendLetters({ ...ctx, content: shipped })).toEqual({ proposed: 0, without: 0 });
    later(0);
    expect(await sendLetters(ctx)).toEqual({ proposed: 0, without: 0 });
  });

  it('one is proposed for each customer and week, by however many processes, and people approve it', async () => {
    const results = await Promise.all([sendLetters(ctx), sendLetters(ctx), sendLetters(ctx)]);
    expect(results.reduce((sum, { proposed }) => sum + proposed, 0)).toBe(1);
    expect(await sendLetters(ctx)).toEqual({ proposed: 0, without: 0 });
    const { proposal, params } = await letterOf('acme');
    expect(proposal).toMatchObject({
      state: 'proposed',
      kind: 'message.customer',
      batch: 'letters.2026-12-01',
    });
    expect(params).toMatchObject({ to: ['boss@acme.example'], format: 'letter' });
    expect(params.body).toContain('Uses of features: 7 (none the week before)');
    expect(params.body).toContain('Maren Castellane');
    later(30);
    await ingest(ctx, [used('acme', '2026-12-20')]);
    expect(await sendLetters(ctx)).toEqual({ proposed: 1, without: 0 }); // of weeks that passed, the latest alone
  });

  it('whoever is killed before it is all written leaves nothing behind, and the next look proposes one', async () => {
    const killed: RequestContext = {
      ...ctx,
      store: {
        ...ctx.store,
        transaction: (work) =>
          ctx.store.transaction(async (within) => {
            await work(within);
            throw new Error('killed');
          }),
      },
    };
    await expect(sendLetters(killed)).rejects.toThrow('killed');
    expect(await waiting()).toEqual([]);
    expect(await ctx.store.listUpdateSendings(10)).toEqual([]);
    expect(await sendLetters(ctx)).toEqual({ proposed: 1, without: 0 });
    expect(await waiting()).toHaveLength(1);
  });

  it('of several readers, each chooses for themselves: none of them is chosen for another', async () => {
    await ingest(ctx, [sponsor('acme', 'vice@acme.example')]);
    await sendLetters(ctx);
    const { params } = await letterOf('acme');
    expect(params.to.toSorted()).toEqual(['boss@acme.example', 'vice@acme.example']);
    const server = fastify();
    await registerLetterPages(server, { services: ctx, isSigned: () => true });
    const page = await server.inject({ url: params.optOut });
    expect(page.body.match(/type="radio"/g)).toHaveLength(2);
    expect(page.body).not.toContain('checked');
    expect(page.body).not.toContain('Holdfast');
    await server.close();
  });

  it('holds nothing of scores, of risks, of ourselves or of others, whatever the names are', async () => {
    await ingest(ctx, [
      customer('beta'),
      sponsor('beta'),
      sampleEvent('feature.used', 'beta', '2026-11-27', { feature: 'churn report' }, { user: 'a' }),
      customer('gamma'),
      sponsor('gamma'),
      sampleEvent('feature.used', 'gamma', '2026-11-27', { feature: 'acme works' }, { user: 'a' }),
    ]);
    expect(await sendLetters(ctx)).toEqual({ proposed: 1, without: 2 });
    expect(await reasons()).toMatchObject({
      acme: null,
      beta: 'it says “churn”, which is for our own people alone',
      gamma: 'it names another customer',
    });
    const { params } = await letterOf('acme');
    expect(JSON.stringify(params)).not.toMatch(/score|risk|renew|ARR|amber|beta|gamma/i);
  });

  it('goes to nobody without contacts, without anything to tell, or after the end; each reason is written down', async () => {
    await ingest(ctx, [
      ...[customer('alone'), used('alone')],
      ...[customer('quiet'), sponsor('quiet')],
      ...[customer('left', { status: 'ended' }), sponsor('left'), used('left')],
      ...[customer('strange'), sponsor('strange', 'boss@elsewhere.example'), used('strange')],
    ]);
    expect(await sendLetters(ctx)).toEqual({ proposed: 1, without: 3 });
    expect(await reasons()).toEqual({
      acme: null,
      alone: 'no sponsor, executive or administrator with an address at its domains is known',
      quiet: 'there is nothing to tell: no use, nothing reached, nothing fixed',
      strange: 'no sponsor, executive or administrator with an address at its domains is known',
    });
  });

  it('tells what was reached, and of their own faults those that were fixed and may be told', async () => {
    const told = issueOf('stuck', { title: 'Imports are stuck', error_signatures: ['STUCK'] });
    const secret = issueOf('leak', {
      title: 'Cache shard three leaks',
      error_signatures: ['LEAK'],
      audience: 'internal',
    });
    ctx = { ...ctx, knowledge: knowledgeOf([told, secret]) };
    await ingest(ctx, [
      ...['STUCK', 'LEAK'].map((code) => sampleEvent('error.raised', 'acme', '2026-11-20', { code })),
      sampleEvent('milestone.reached', 'acme', '2026-11-28', { milestone: 'first_value' }),
      sampleEvent('value.measured', 'acme', '2026-11-28', { hoursSaved: 4 }),
    ]);
    await matchRecords(ctx);
    for (const issue of ['stuck', 'leak'])
      await declareStatus(as('manager1'), { id: issue, status: 'fixed', fixedIn: '4.41' });
    await sendLetters(ctx);
    const { params } = await letterOf('acme');
    for (const words of [
      'Your first result is in.',
      '4 hours saved.',
      'Imports are stuck, from version 4.41 on.',
    ])
      expect(params.body).toContain(words);
    expect(params.body).not.toContain('shard');
  });

  describe('who wants none', () => {
    it('gets none, and one that waits is not sent to them', async () => {
      await sendLetters(ctx);
      const { proposal } = await letterOf('acme');
      await setLetterOptOut(as('csm1'), { address: 'Boss@acme.example', wants: false });
      await decideOn(as('manager1'), approve(proposal?.id));
      while (await runEffects(ctx, 'w1'));
      expect(outbox.ledger).toEqual([]);
      expect((await ctx.store.findProposal(proposal?.id ?? ''))?.proposal).toMatchObject({
        state: 'failed',
        reason: expect.stringMatching(/wants no weekly letters/),
      });
      later(14);
      await ingest(ctx, [used('acme', '2026-12-05')]);
      await sendLetters(ctx);
      expect(await reasons()).toMatchObject({ acme: 'everybody whom it would go to wants no letters' });
      const entries = await ctx.store.readAudit({ limit: 50 });
      expect(entries.some(({ action }) => action === 'letters.opted_out')).toBe(true);
      expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain('boss@acme.example');
    });

    it('may be said by people who work with customers, of an address alone', async () => {
      await expect(
        setLetterOptOut(as('auditor1'), { address: 'a@b.example', wants: false }),
      ).rejects.toMatchObject({
        code: 'HF_FORBIDDEN',
      });
      await expect(setLetterOptOut(ctx, { address: 'no address', wants: false })).rejects.toMatchObject({
        code: 'HF_USAGE',
      });
      expect(await setLetterOptOut(ctx, { address: 'a@b.example', wants: false })).toMatchObject({
        changed: true,
      });
      expect(await setLetterOptOut(ctx, { address: 'A@B.example', wants: false })).toMatchObject({
        changed: false,
      });
      expect(await setLetterOptOut(ctx, { address: 'a@b.example', wants: true })).toMatchObject({
        changed: true,
      });
    });

    it('says it on the page of the letter: opening it changes nothing, a press does, and only for who got it', async () => {
      await sendLetters(ctx);
      const { params } = await letterOf('acme');
      const links = createLinks('http://127.0.0.1:3000', '00', createManualClock(new Date(now)));
      const server = fastify();
      await registerLetterPages(server, {
        services: ctx,
        isSigned: ({ url }) => links.expiryOf(url) !== null,
      });
      const url = links.linkTo(params.optOut, '2027-12-01').slice('http://127.0.0.1:3000'.length);
      const press = (to: string, address: string) =>
        server.inject({
          method: 'POST',
          url: to,
          payload: new URLSearchParams({ address }).toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
      expect((await server.inject({ url: params.optOut })).statusCode).toBe(403);
      expect((await press(params.optOut, 'boss@acme.example')).statusCode).toBe(403);
      for (const method of ['GET', 'HEAD', 'GET'] as const)
        expect((await server.inject({ method, url })).statusCode).toBe(200);
      expect(await ctx.store.findLetterOptOuts(['boss@acme.example'])).toEqual([]);
      const page = await server.inject({ url });
      expect(page.body).toContain('boss@acme.example');
      expect(page.headers['content-security-policy']).toContain("form-action 'self'");
      expect((await press(url, 'somebody@else.example')).statusCode).toBe(400);
      expect((await press(url, '')).statusCode).toBe(400);
      expect((await press(url, 'BOSS@acme.example')).body).toContain('You get no more letters');
      expect(await ctx.store.findLetterOptOuts(['boss@acme.example'])).toEqual(['boss@acme.example']);
      expect((await server.inject({ url })).body).toContain('That is so already');
      await server.close();
    });
  });

  it('arrives as text and HTML of the same words, with one link, which its page takes', async () => {
    await close();
    const mail: MailServer = await startMailServer();
    try {
      const links = createLinks('https://cs.example', '00', createManualClock(new Date(now)));
      const writeMail = createMailWriter((path) => links.linkTo(path, '2027-12-01'));
      await open([createSmtp({ url: mail.url, from: 'cs@brightweir.example' }, { writeMail })]);
      await ingest(ctx, [customer('acme'), sponsor('acme')]);
      await sendLetters(ctx);
      later(7);
      await ingest(ctx, [used('acme')]);
      await sendLetters(ctx);
      const { proposal, params } = await letterOf('acme');
      await decideOn(as('manager1'), approve(proposal?.id));
      while (await runEffects(ctx, 'w1'));
      expect(mail.mails.map(({ to }) => to)).toEqual([['boss@acme.example']]);
      const raw = mail.mails[0]?.raw ?? '';
      expect(raw).toMatch(/^Content-Type: multipart\/alternative;/m);
      const parts = partsOf(raw);
      expect(parts.map(({ type }) => type)).toEqual(['text/plain', 'text/html']);
      expect(parts[0]?.text.replaceAll('\r\n', '\n')).toContain(params.body);
      const address = /https:\/\/cs\.example\/letters\/\S+/.exec(parts[0]?.text ?? '')?.[0] ?? '';
      expect(links.expiryOf(address.slice('https://cs.example'.length))).toBe('2027-12-01');
      expect(parts[1]?.text).toContain(address.replaceAll('&', '&amp;'));
      expect(parts[1]?.text).not.toMatch(/<script|<img|<link/i);
    } finally {
      await mail.close();
    }
  });
});

/** The parts of a mail, decoded. */
function partsOf(raw: string): { type: string; text: string }[] {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? '';
  return raw
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      const body = rest.join('\r\n\r\n');
      const type = /Content-Type: ([^;\r\n]+)/i.exec(head)?.[1] ?? '';
      const bytes = /quoted-printable/i.test(head)
        ? Buffer.from(
            body
              .replace(/=\r\n/g, '')
              .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          )
        : /base64/i.test(head)
          ? Buffer.from(body, 'base64')
          : Buffer.from(body);
      return { type, text: bytes.toString('utf8') };
    });
}
