import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { raisedAt } from '../../../test/support/alerts.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { reconcileAlerts } from '../../rules/alert/reconcile-alerts.ts';
import type { RequestContext } from '../../services/context.ts';
import { getTimeline } from '../../services/get-timeline.ts';
import { getNotePage } from '../../services/note-account.ts';
import type { AboutMessage, Asked, ChatRequest } from '../reply.ts';
import { isBegun, onBegun } from './shortcut.ts';

const about: AboutMessage = {
  key: 'slack:T1:C1:1795255200.000100',
  text: 'Acme want the export until May',
  author: 'Ana Ruiz',
  url: 'https://acme.slack.com/archives/C1/p1795255200000100',
};

describeEngines('what begins at a message', (engine) => {
  let ctx: RequestContext;
  let opened: Awaited<ReturnType<typeof engine.open>>;

  const ask = async (asked: Asked, change: Partial<ChatRequest> = {}) => {
    if (!isBegun(asked)) throw new Error('not begun at a message');
    return await onBegun(ctx, asked, {
      platform: 'slack',
      team: 'T1',
      user: 'U1',
      channel: 'C1',
      place: 'channel',
      thread: null,
      asked,
      ...change,
    });
  };
  const submit = (form: string, value: string, fields: Record<string, string>) =>
    ask({ kind: 'submit', form, value, fields });
  const notes = async (account: string) =>
    (await getTimeline(ctx, { accountId: account, kinds: ['note'] })).entries.map(({ title }) => title);

  beforeAll(async () => {
    opened = await engine.open();
    await opened.store.writeMembers(demoMembers);
    const services = await testContext(opened.store, raisedAt);
    ctx = { ...services, member: demoMembers.find(({ id }) => id === 'csm1') ?? null };
    const contract = { owner: 'csm1', startsOn: '2025-01-01' };
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-01-01', { ...contract, name: 'Acme' }),
      sampleEvent('contract.updated', 'kestrel', '2026-01-01', { ...contract, name: 'Kestrel' }),
    ]);
  });
  afterAll(() => opened.close());

  it('A11 a mark notes the message once, with its author and where it stands, whoever marks it again', async () => {
    const first = await ask({ kind: 'mark', about });
    expect(first.view.summary).toBe('Noted on the timeline of Acme.');
    const again = await ask({ kind: 'mark', about });
    expect(again.view.summary).toBe('It stands on the timeline of Acme already.');
    expect(await notes('acme')).toEqual([
      expect.stringContaining('noted what Ana Ruiz wrote: Acme want the export'),
    ]);
    const { note } = await getNotePage(ctx, 1);
    expect(note).toMatchObject({
      by: 'csm1',
      text: about.text,
      source: { author: 'Ana Ruiz', url: about.url },
    });
  });

  it('a mark of which nobody can say whom it is about asks, and notes nothing', async () => {
    const vague = { ...about, key: 'slack:T1:C1:2.1', text: 'they want the export' };
    const { view } = await ask({ kind: 'mark', about: vague });
    expect(view.summary).toBe('Which account is it about?');
    expect(view.blocks.at(-1)).toMatchObject({ buttons: [{ action: 'note-message', value: vague.key }] });
    const named = await ask({ kind: 'mark', about: vague }, { channelName: 'cust-kestrel' });
    expect(named.view.summary).toBe('Noted on the timeline of Kestrel.');
  });

  it('A11 the form of a note is filled in, and keeps author and place when it comes back', async () => {
    const other = { ...about, key: 'slack:T1:C1:3.1' };
    const { form } = await ask({ kind: 'shortcut', name: 'note', about: other });
    expect(form?.inputs.map(({ initial }) => initial)).toEqual(['acme', other.text]);
    const wrong = await submit('note', form?.value ?? '', { account: 'nobody at all', text: 'x' });
    expect(Object.keys(wrong.fieldErrors ?? {})).toEqual(['account']);
    await submit('note', form?.value ?? '', { account: 'kestrel', text: 'Export until May' });
    expect(await notes('kestrel')).toContainEqual(
      expect.stringContaining('noted what Ana Ruiz wrote: Export until May'),
    );
  });

  it('an alert that a person raises stands on its note, once, and no rule lets it go', async () => {
    const { form } = await ask({ kind: 'shortcut', name: 'alert', about: null }, { channelName: 'acme' });
    expect(form?.inputs[0]?.initial).toBe('acme');
    const fields = {
      account: 'acme',
      title: 'Sponsor leaves',
      text: 'In May',
      kind: 'risk',
      severity: 'high',
    };
    const { view } = await submit('alert-raise', '', fields);
    expect(view.summary).toBe('The alert is open. Acme: Sponsor leaves');
    const again = await submit('alert-raise', '', fields);
    expect(again.fieldErrors?.title).toContain('is open for Acme already: Sponsor leaves');
    const [alert] = await ctx.store.latestAlerts(['acme']);
    expect(alert).toMatchObject({
      state: 'open',
      quiet: false,
      owner: 'csm1',
      finding: { severity: 'high', kind: 'risk' },
      evidence: [{ url: expect.stringMatching(/^\/evidence\/notes\/\d+$/) }],
    });
    const now = new Date(Date.parse(raisedAt) + 90 * 86_400_000);
    const calm = { clearsAfterDays: () => 1, left: new Set<string>(), now };
    expect(reconcileAlerts(alert ? [alert] : [], [], calm).changed).toEqual([]);
    const left = reconcileAlerts(alert ? [alert] : [], [], { ...calm, left: new Set(['acme']) });
    expect(left.changed).toMatchObject([{ state: 'closed' }]);
  });

  it('whoever may only read can note and raise nothing', async () => {
    const reader = { ...ctx, member: demoMembers.find(({ id }) => id === 'auditor1') ?? null };
    const request = {
      platform: 'slack',
      team: 'T1',
      user: 'U1',
      channel: 'C1',
      place: 'channel',
      thread: null,
    } as const;
    const asked = { kind: 'mark', about: { ...about, key: 'slack:T1:C1:9.9' } } as const;
    await expect(onBegun(reader, asked, { ...request, asked })).rejects.toMatchObject({
      code: 'HF_FORBIDDEN',
    });
  });
});
