import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { describeEngines } from '../../../test/support/stores.ts';
import { decideOn } from '../../services/decide-proposal.ts';
import type { ViewBlock } from '../../views/view.ts';
import type { Asked, ChatRequest, Reply } from '../reply.ts';
import { answerChat } from '../router.ts';

describeEngines('questions to the knowledge in chat', (engine) => {
  let ctx: Awaited<ReturnType<typeof testContext>>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await engine.open();
    close = opened.close;
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    const identityOf = (id: string) => [{ platform: 'slack' as const, team: 'T1', user: `U-${id}` }];
    await opened.store.writeMembers(demoMembers.map((one) => ({ ...one, identities: identityOf(one.id) })));
    await ingest(ctx, [
      sampleEvent('contract.updated', 'acme', '2026-09-01', { name: 'Acme Corp', domains: ['acme.example'] }),
      sampleEvent('contract.updated', 'bolt', '2026-09-01', { name: 'Northfell Foods GmbH' }),
      sampleEvent('ticket.created', 'acme', '2026-11-10', {
        ticketId: 'T-1',
        priority: 'P2',
        subject: 'Loads',
      }),
    ]);
  });
  afterAll(() => close());

  const say = (asked: Asked, who = 'agent1', place: ChatRequest['place'] = 'channel'): Promise<Reply> =>
    answerChat(ctx, {
      platform: 'slack',
      team: 'T1',
      user: `U-${who}`,
      channel: 'C0CS',
      place,
      thread: null,
      asked,
    });
  const type = (text: string, who?: string) => say({ kind: 'command', text }, who);
  const press = (action: string, value: string) => say({ kind: 'click', action, value });
  const fill = (form: string, value: string, fields: Record<string, string>) =>
    say({ kind: 'submit', form, value, fields });
  const textOf = ({ view }: Reply) => JSON.stringify(view);
  const blocksOf = <K extends ViewBlock['kind']>({ view }: Reply, kind: K) =>
    view.blocks.filter((block): block is Extract<ViewBlock, { kind: K }> => block.kind === kind);
  const buttonsOf = (reply: Reply) => blocksOf(reply, 'buttons').flatMap(({ buttons }) => buttons);
  const buttonValue = (reply: Reply, action: string) =>
    buttonsOf(reply).find((one) => one.action === action)?.value ?? '';
  const covered = 'ask why does the import stop with SCHEMA_DRIFT?';

  it('the fix stands in the first line, each sentence with a link to its passage', async () => {
    const reply = await type(covered);
    const [first] = blocksOf(reply, 'text');
    expect(first?.spans[0]?.text).toMatch(/^Open Datasets/);
    const links = (first?.spans ?? []).filter(({ link }) => link !== undefined);
    const sentences = (first?.spans ?? []).filter(({ link }) => link === undefined);
    expect(links.length).toBe(sentences.length);
    for (const { text, link } of links) {
      expect(text).toMatch(/^\[\d\]$/);
      expect(link).toMatch(/^\/evidence\/knowledge\/schema-drift-added-column#passage-\d+$/);
    }
    const [note] = blocksOf(reply, 'note');
    expect(note?.spans.find(({ link }) => link)).toEqual({
      text: `answer ${buttonValue(reply, 'answer-helpful')}`,
      link: `/evidence/answers/${buttonValue(reply, 'answer-helpful')}`,
    });
    expect(buttonsOf(reply).map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'answer-helpful',
        'answer-wrong',
        'answer-share',
        'answer-escalate',
        'macro-draft',
      ]),
    );
  });

  it.each([
    'why does the import stop with SCHEMA_DRIFT?',
    'the import stops with SCHEMA_DRIFT since a column was added',
    'ask SCHEMA_DRIFT',
  ])('%j needs no command', async (text) => {
    expect(textOf(await say({ kind: 'message', text }))).toContain('Helpful');
  });

  it('says not covered with what comes closest, offers to escalate, and nothing to share', async () => {
    const reply = await type('ask is there a way to bake bread at home');
    expect(reply.view.summary).toMatch(/^Not covered/);
    const actions = buttonsOf(reply).map(({ action }) => action);
    expect(actions).toContain('answer-escalate');
    expect(actions).not.toContain('answer-share');
  });

  it.each(['how do I reset a password?', 'ask how many seats does globex have', 'ask how is bread baked'])(
    '%j is no question about an account that nobody knows',
    async (text) => {
      expect(textOf(await type(text))).not.toContain('Unknown account');
    },
  );

  it.each<[string, (text: string) => Asked]>([
    ['a command', (text) => ({ kind: 'command', text: `ask ${text}` })],
    ['a message', (text) => ({ kind: 'message', text })],
    ['one long word', (text) => ({ kind: 'command', text: `ticket ${text.replaceAll(' ', '_')}` })],
    ['a question about an account', (text) => ({ kind: 'message', text: `how is ${text}` })],
  ])(
    '%s is read to its end, and refused with the words of everywhere else where it is longer',
    async (_, asked) => {
      const filler = 'how is the weather at noon '.repeat(400);
      const last = ' import stops with SCHEMA_DRIFT because a column was added';
      const long = asked(`${filler.slice(0, 8_000 - last.length - 10)}${last}`);
      expect(textOf(await say(long))).not.toMatch(/at most|characters/);
      expect(await say(asked('x '.repeat(4_100)))).toMatchObject({
        view: { summary: expect.stringMatching(/The question has 8\d{3} characters; at most 8000 are read/) },
      });
    },
  );

  it('ask without a question is help', async () => {
    expect(textOf(await type('ask'))).toContain('What you can ask');
    expect(textOf(await type('ask  '))).toContain('What you can ask');
  });

  it('an account is still an account, and a slip is still a slip', async () => {
    expect(textOf(await type('ask how is acme doing?'))).toContain('Acme Corp');
    expect(textOf(await type('how is acmee doing?'))).not.toContain('Not covered');
    expect(textOf(await type('frobnicate'))).toContain("Unknown account 'frobnicate'");
    expect(textOf(await type('timeline acme --frobnicate 3'))).toContain('did not understand');
  });

  it('in a channel that a customer reads nothing is said, and nothing is kept of the question', async () => {
    const [since, until] = [new Date('2026-11-21T00:00:00Z'), new Date('2026-11-22T00:00:00Z')];
    const kept = () => ctx.store.listAnswers({ since, until, limit: 100 });
    const before = await kept();
    const reply = await say({ kind: 'command', text: covered }, 'agent1', 'external');
    expect(textOf(reply)).toContain('shared with another company');
    expect(textOf(reply)).not.toContain('Datasets');
    expect(await kept()).toEqual(before);
  });

  it('helpful counts', async () => {
    const reply = await type(covered);
    expect(textOf(await press('answer-helpful', buttonValue(reply, 'answer-helpful')))).toContain(
      'Thank you',
    );
    const answerIds = [buttonValue(reply, 'answer-helpful')];
    expect(await ctx.store.listVerdicts({ answerIds, limit: 9 })).toMatchObject([
      { by: 'agent1', verdict: 'helpful' },
    ]);
  });

  it('a wrong article is reported to who keeps it', async () => {
    const { form } = await press('answer-wrong', buttonValue(await type(covered), 'answer-wrong'));
    expect(form?.inputs.map(({ name }) => name)).toEqual(['article', 'note']);
    const article = form?.inputs[0]?.initial ?? '';
    const reply = await fill('answer-wrong', form?.value ?? '', { article, note: 'The menu moved' });
    expect(reply.view.summary).toBe('Reported. You keep this article.');
    const [first] = await ctx.store.listVerdicts({ verdict: 'wrong_article', limit: 1 });
    expect(first).toMatchObject({ documentId: article, note: 'The menu moved' });
  });

  it('whoever reports it is told by name who keeps the article, or that nobody here does', async () => {
    const { form } = await press('answer-wrong', buttonValue(await type(covered), 'answer-wrong'));
    const [value, article] = [form?.value ?? '', form?.inputs[0]?.initial ?? ''];
    const reportTo = async (owner: string | null): Promise<string> => {
      const find: typeof ctx.knowledge.find = async (id) => {
        const document = await ctx.knowledge.find(id);
        return document && { ...document, owner };
      };
      const reply = await answerChat(
        { ...ctx, knowledge: { ...ctx.knowledge, find } },
        {
          platform: 'slack',
          team: 'T1',
          user: 'U-agent1',
          channel: 'C0CS',
          place: 'channel',
          thread: null,
          asked: { kind: 'submit', form: 'answer-wrong', value, fields: { article } },
        },
      );
      return reply.view.summary;
    };
    const name = demoMembers.find(({ id }) => id === 'csm1')?.name;
    expect(await reportTo('csm1')).toBe(`Reported to ${name}, who keeps the article.`);
    expect(await reportTo('agent1')).toBe('Reported. You keep this article.');
    expect(await reportTo('ghost')).toBe("Reported. Its owner 'ghost' is nobody here; managers see it.");
    expect(await reportTo(null)).toBe('Reported.');
    await press('answer-helpful', value); // the last word counts: the queue is as it was
  });

  it.each(['nothing', 'sso-sign-in-loop', 'a\0', '\u{1F525}'])(
    'an article %j is not of that answer',
    async (article) => {
      const answerId = buttonValue(await type(covered), 'answer-wrong');
      const reply = await fill('answer-wrong', answerId, { article, note: 'x' });
      expect(textOf(reply)).toContain('names no article');
      expect(await ctx.store.listVerdicts({ answerIds: [answerId], limit: 9 })).toEqual([]);
    },
  );

  it.each(['ask \u{1F525}', 'ask ?!', '\u{1F525} \u{1F525} \u{1F525}'])('%s asks nothing', async (text) => {
    expect(textOf(await type(text))).toContain('What you can ask');
  });

  it('the queue of wrong articles: all for managers, those that one keeps for others, and a way to the rest', async () => {
    const [first] = await ctx.store.listVerdicts({ verdict: 'wrong_article', limit: 1 });
    const owner = (await ctx.knowledge.find(first?.documentId ?? ''))?.owner ?? '';
    const other = owner === 'csm1' ? 'csm2' : 'csm1';
    for (const [who, text] of [
      ['manager1', 'knowledge reports'],
      ['admin1', 'knowledge reports'],
      [owner, 'knowledge reports'],
      [other, 'knowledge reports all'],
    ] as const) {
      const reply = await type(text, who);
      expect(reply.view.summary).toMatch(/^1 article .*called wrong since the last change$/);
      expect(textOf(reply)).toContain('“The menu moved”');
      expect(textOf(reply)).toContain(`/evidence/answers/${first?.answerId}`);
    }
    const none = await type('knowledge reports', other);
    expect(none.view.summary).toBe(
      `No article that ${other} keeps waits: none was called wrong since its last change.`,
    );
    expect(textOf(none)).toContain('/cs knowledge reports all');
    expect((await type('knowledge reports mine', 'admin1')).view.summary).toContain('that admin1 keeps');
  });

  it('sharing is a proposal of exactly what was answered, without its buttons', async () => {
    const asked = await type(covered);
    const reply = await press('answer-share', buttonValue(asked, 'answer-share'));
    expect(textOf(reply)).toMatch(/Proposal \w+/);
    const stored = (await ctx.store.listProposals({ limit: 10 })).find(
      ({ proposal }) => proposal.kind === 'message.post',
    );
    expect(stored?.proposal.requester).toBe('agent1');
    const body = Buffer.from(stored?.body ?? []).toString();
    expect(body).toContain(blocksOf(asked, 'text')[0]?.spans[0]?.text.trim());
    expect(body).not.toContain('answer-helpful');
    expect(body).toContain('"T1:C0CS"');
    // Whoever clicks again hears that it waits; one that was rejected makes room.
    const again = await Promise.all(
      [1, 2, 3].map(() => press('answer-share', buttonValue(asked, 'answer-share'))),
    );
    for (const one of again) expect(textOf(one)).toContain('was proposed for this channel already');
    const shares = async () =>
      (await ctx.store.listProposals({ limit: 20 })).filter(
        ({ proposal }) => proposal.kind === 'message.post',
      );
    expect(await shares()).toHaveLength(1);
    const manager = demoMembers.find(({ id }) => id === 'manager1') ?? null;
    const rejected = { id: stored?.proposal.id ?? '', version: null, verb: 'reject' as const, reason: 'No' };
    expect((await decideOn({ ...ctx, member: manager }, rejected)).ok).toBe(true);
    await press('answer-share', buttonValue(asked, 'answer-share'));
    expect(await shares()).toHaveLength(2);
  });

  it('what is shared names its channel in words, where the platform said its name', async () => {
    const value = buttonValue(await type(covered), 'answer-share');
    const where = { platform: 'slack', team: 'T1', user: 'U-agent1', channel: 'C0CS', thread: null } as const;
    const click = { kind: 'click', action: 'answer-share' } as const;
    const asked = { ...click, value };
    const named = await answerChat(ctx, { ...where, channelName: 'cs', place: 'channel', asked });
    expect(named.view.summary).toContain('Post to the channel #cs: ');
    const other = { ...click, value: buttonValue(await type(covered), 'answer-share') };
    const unnamed = await answerChat(ctx, { ...where, place: 'channel', asked: other });
    expect(unnamed.view.summary).toContain('Post to the channel T1:C0CS: ');
  });

  it('in a direct chat there is nobody to share with: no button, and an older one proposes nothing', async () => {
    const where = {
      platform: 'slack',
      team: 'T1',
      user: 'U-agent1',
      channel: 'D1',
      place: 'direct',
    } as const;
    const ask = (asked: ChatRequest['asked']) => answerChat(ctx, { ...where, thread: null, asked });
    const answered = await ask({ kind: 'command', text: covered });
    const actions = buttonsOf(answered).map(({ action }) => action);
    expect(actions).toContain('answer-helpful');
    expect(actions).not.toContain('answer-share');
    const value = buttonValue(answered, 'answer-helpful');
    const before = await ctx.store.listProposals({ limit: 100 });
    const refused = await ask({ kind: 'click', action: 'answer-share', value });
    expect(textOf(refused)).toContain('Only you are here');
    expect(await ctx.store.listProposals({ limit: 100 })).toHaveLength(before.length);
  });

  it.each([
    [
      { account: 'acme', ticket: 'T-1', task: 'x' },
      { kind: 'ticket.escalate', account: 'acme' },
    ],
    [
      { account: 'Acme Corp', ticket: '', task: 'Find out' },
      { kind: 'task.create', account: 'acme' },
    ],
  ])('escalating proposes it: %j', async (fields, expected) => {
    const { form } = await press('answer-escalate', buttonValue(await type(covered), 'answer-escalate'));
    const reply = await fill('answer-escalate', form?.value ?? '', fields);
    expect(reply.fieldErrors).toBeUndefined();
    const made = (await ctx.store.listProposals({ limit: 10 })).map(({ proposal }) => proposal);
    expect(made).toContainEqual(expect.objectContaining(expected));
  });

  it('an account that nobody knows stays in the form, with the reason', async () => {
    const { form } = await press('answer-escalate', buttonValue(await type(covered), 'answer-escalate'));
    const reply = await fill('answer-escalate', form?.value ?? '', {
      account: 'nobody',
      ticket: 'T-1',
      task: '',
    });
    expect(reply.fieldErrors).toEqual({
      account: "Unknown account 'nobody'. Write its id, name or domain.",
    });
    const slip = await fill('answer-escalate', form?.value ?? '', {
      account: 'acmeeuw',
      ticket: '',
      task: 'x',
    });
    expect(slip.fieldErrors).toEqual({ account: "Unknown account 'acmeeuw'. Closest: acme." });
  });

  it.each([
    [{ account: 'acme', ticket: '', task: ' ' }, 'task', 'Must not be empty'],
    [{ account: 'acme', ticket: '../T-1', task: '' }, 'ticket', 'Must be the id of a ticket'],
    [{ account: '', ticket: 'T-1', task: '' }, 'account', 'Unknown account'],
  ])('what is wrong with an escalation shows at its own input: %j', async (fields, input, reason) => {
    const { form } = await press('answer-escalate', buttonValue(await type(covered), 'answer-escalate'));
    const reply = await fill('answer-escalate', form?.value ?? '', fields);
    expect(reply.fieldErrors).toEqual({ [input]: expect.stringContaining(reason) });
  });

  it('a reply is drafted from a macro; what is still to be filled keeps it in the form', async () => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const draft = form?.inputs.find(({ name }) => name === 'body')?.initial ?? '';
    expect(draft).toContain('{{contact.name}}');
    const fields = { account: 'acme', ticket: 'T-1', body: draft };
    const refused = await fill('macro-draft', form?.value ?? '', fields);
    expect(refused.fieldErrors).toEqual({
      body: 'Nobody has filled {{contact.name}}. Write what stands there for this customer, or take the sentence out.',
    });
    const reply = await fill('macro-draft', form?.value ?? '', {
      ...fields,
      body: draft.replaceAll(/\{\{[^}]*\}\}/g, 'Ann'),
    });
    expect(reply.view.summary).toMatch(/^Waiting for approval: Reply to Acme Corp in ticket T-1/);
    const [answerId, macroId] = form?.value.split(' ') ?? [];
    expect(await ctx.store.listMacroChoices(5)).toEqual([
      { answerId, macroId, question: covered.replace(/^ask /, ''), account: null },
    ]);
    // What turned out to be the wrong reply teaches nothing.
    const wrong = { answerId: answerId ?? '', documentId: macroId ?? '', verdict: 'wrong_article' } as const;
    await ctx.store.giveVerdict({ ...wrong, by: 'agent1', note: '', at: ctx.clock.now() });
    expect(await ctx.store.listMacroChoices(5)).toEqual([]);
  });

  it('an account that the question names comes before the one of the conversation, and two are none', async () => {
    const place = { channel: 'D2', place: 'direct' as const, thread: '7.7' };
    const ask = (text: string) =>
      answerChat(ctx, {
        platform: 'slack',
        team: 'T1',
        user: 'U-agent1',
        ...place,
        asked: { kind: 'command', text },
      });
    await ask('health acme');
    for (const [text, about] of [
      ['ask why does the import stop with SCHEMA_DRIFT?', 'About Acme Corp'],
      ['ask Northfell Foods: the import stops with SCHEMA_DRIFT', 'About Northfell Foods GmbH'],
      ['ask Acme and Northfell Foods: the import stops with SCHEMA_DRIFT', ''],
    ] as const) {
      const reply = await ask(text);
      const [note = ''] = blocksOf(reply, 'note').map(({ spans }) => spans.map((span) => span.text).join(''));
      expect(note.split(' · ')[0], text).toMatch(about || /^Confidence/);
      const { form } = await press('macro-draft', buttonValue(reply, 'macro-draft'));
      const account = form?.inputs.find(({ name }) => name === 'account')?.initial;
      expect(account, text).toBe(
        { 'About Acme Corp': 'acme', 'About Northfell Foods GmbH': 'bolt' }[about as string],
      );
    }
  });

  it('an account that one question names is whom the next is about; what got no answer, and two, change nothing', async () => {
    const place = { channel: 'D7', place: 'direct' as const, thread: '8.8' };
    const ask = async (text: string) => {
      const reply = await answerChat(ctx, {
        platform: 'slack',
        team: 'T1',
        user: 'U-agent1',
        ...place,
        asked: { kind: 'message', text },
      });
      return textOf(reply);
    };
    const question = 'the import stops with SCHEMA_DRIFT since a column was added';
    expect(await ask(`Northfell Foods' workspace: ${question}`)).toContain('About Northfell Foods GmbH');
    expect(await ask(question)).toContain('About Northfell Foods GmbH');
    expect(await ask(`ann@acme.example writes: ${question}`)).toContain('About Acme Corp');
    expect(await ask(`Acme and Northfell Foods: ${question}`)).not.toContain('About ');
    expect(await ask('how is Northfell Foods-frobnicate doing?')).toContain('Unknown account');
    expect(await ask(question)).toContain('About Acme Corp');
    expect(await ask("why does Northfell Foods' import stop with SCHEMA_DRIFT?")).toContain(
      'About Northfell Foods GmbH',
    );
    expect(await ask('and why did it change?')).toContain('Northfell Foods GmbH');
  });

  it('outside of a thread a question is about nobody but whom it names', async () => {
    const ask = async (text: string) =>
      textOf(
        await answerChat(ctx, {
          platform: 'slack',
          team: 'T1',
          user: 'U-agent1',
          channel: 'D9',
          place: 'direct',
          thread: null,
          asked: { kind: 'message', text },
        }),
      );
    await ask('how is acme doing?');
    expect(await ask('and why did it change?')).toContain('Acme Corp');
    expect(await ask('the import stops with SCHEMA_DRIFT since a column was added')).not.toContain('About ');
  });

  it('a ticket finds its answer, and the reply is about this ticket', async () => {
    await ingest(ctx, [
      sampleEvent('ticket.created', 'acme', '2026-11-20', {
        ticketId: 'T-9',
        priority: 'P2',
        subject: 'The import stops',
        body: 'It ends with SCHEMA_DRIFT since a column was added.',
      }),
    ]);
    const ticket = await type('ticket T-9');
    expect(textOf(ticket)).toMatch(/schema-drift-added-column.*Open Datasets/);
    const answer = await press('ticket-answer', buttonValue(ticket, 'ticket-answer'));
    expect(textOf(answer)).toMatch(/Datasets.*About Acme Corp/);
    const { form } = await press('macro-draft', buttonValue(answer, 'macro-draft'));
    const initial = Object.fromEntries((form?.inputs ?? []).map(({ name, initial: value }) => [name, value]));
    expect(initial).toMatchObject({ account: 'acme', ticket: 'T-9' });
    for (const value of ['0', '-1', 'x', '1e9', '999999', '', '1'])
      expect(textOf(await press('ticket-answer', value))).toContain('This button names no ticket.');
  });

  it('what the form asks for is put into the reply when it is sent', async () => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const reply = await fill('macro-draft', form?.value ?? '', {
      account: 'Acme Corp',
      ticket: 'T-1',
      body: 'Hello Ann, this is about {{ticket.subject}} ({{ticket.id}}) of {{account.name}}: {{issue.title}}.',
    });
    expect(textOf(reply)).toMatch(/this is about Loads \(T-1\) of Acme Corp: Import stops with SCHEMA_DRIFT/);
  });

  it('F15: a promise of their own keeps a reply in the form until somebody is named who agreed to it', async () => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const body = 'Hello Ann,\n\nwe will refund your last invoice by Friday.';
    const fields = { account: 'acme', ticket: 'T-1', body };
    const refused = await fill('macro-draft', form?.value ?? '', fields);
    expect(refused.fieldErrors).toEqual({
      agreed:
        'The reply promises “we will refund your last invoice by Friday”, which nothing on record does. Take it out, or write down who agreed to it.',
    });
    // Where the form has closed already, the message says what to do as well.
    expect(textOf(refused)).toContain('Take it out, or write down who agreed to it.');
    const reply = await fill('macro-draft', form?.value ?? '', { ...fields, agreed: 'Helena Strand' });
    expect(reply.view.summary).toMatch(/^Waiting for approval: Reply to Acme Corp/);
    const noted = (await ctx.store.readAudit({ account: 'acme', limit: 5 })).find(
      ({ action }) => action === 'reply.promised',
    );
    expect(noted?.detail).toMatchObject({
      agreedBy: 'Helena Strand',
      promises: ['we will refund your last invoice by Friday'],
    });
    // Whoever approves it reads on the card what is promised and whom to ask.
    const card = await press('open', String(noted?.detail.proposal));
    expect(textOf(card)).toMatch(/It promises something.*refund your last invoice.*Helena Strand/);
  });

  it('F15: that a customer writes of a promise makes it no promise of ours', async () => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const [answerId = '', macroId = ''] = form?.value.split(' ') ?? [];
    const stored = await ctx.store.findAnswer(answerId);
    if (!stored) throw new Error('no answer');
    const url = '/evidence/events/7';
    const promise = 'We will refund your last invoice by Friday.';
    const record = { id: `${url}#0`, documentId: url, title: 'A ticket', heading: null, text: promise, url };
    const answer = { ...stored.answer, id: 'with-a-record' };
    await ctx.store.addAnswer({ ...stored, answer, found: [...stored.found, record] });
    const fields = { account: 'acme', ticket: 'T-1', body: promise };
    const refused = await fill('macro-draft', `with-a-record ${macroId}`, fields);
    expect(refused.fieldErrors).toEqual({ agreed: expect.stringContaining('nothing on record does') });
  });

  it('F23: an internal note beside the reply is an action of its own; what is internal never reaches the customer', async () => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const macro = await ctx.knowledge.find(form?.value.split(' ')[1] ?? '');
    const [, internal = ''] = (macro?.body ?? '').split('## Internal note\n');
    const fields = { account: 'acme', ticket: 'T-1', body: `Hello Ann,\n\n${internal.trim()}` };
    const refused = await fill('macro-draft', form?.value ?? '', fields);
    expect(refused.fieldErrors).toEqual({
      body: expect.stringMatching(
        /is for our own people alone\. Take it out, or write it into the internal note\.$/,
      ),
    });

    const reply = await fill('macro-draft', form?.value ?? '', {
      ...fields,
      body: 'Hello Ann, thank you for the file.',
      note: 'Called Ann at noon. She sends a second file.',
    });
    expect(reply.view.summary).toMatch(
      /^Waiting for approval: Reply to Acme Corp in ticket T-1.*Internal note in ticket T-1 of Acme Corp/,
    );
    const kinds = (await ctx.store.listProposals({ limit: 50 })).map(({ proposal }) => proposal.kind);
    expect(kinds.filter((kind) => kind === 'ticket.note')).toHaveLength(1);
  });

  it('F23: what is internal is refused in an edit too', async () => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const macro = await ctx.knowledge.find(form?.value.split(' ')[1] ?? '');
    const [, internal = ''] = (macro?.body ?? '').split('## Internal note\n');
    const fields = { account: 'acme', ticket: 'T-1', body: 'Hello Ann, thank you for the other file.' };
    await fill('macro-draft', form?.value ?? '', fields);
    const [made] = (await ctx.store.listProposals({ limit: 100 })).filter(({ proposal }) =>
      proposal.summary.includes('the other file'),
    );
    const edit = { id: made?.proposal.id ?? '', version: null, verb: 'edit' as const };
    const params = { ticketId: 'T-1', body: `Hello Ann. ${internal.trim()}` };
    const agent = demoMembers.find(({ id }) => id === 'agent1') ?? null;
    await expect(decideOn({ ...ctx, member: agent }, { ...edit, params })).rejects.toThrow(
      'is for our own people alone',
    );
  });

  it.each(['Helena\0', 'Helena\nStrand', 'x'.repeat(201)])('who agreed is one line: %j', async (agreed) => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const body = 'Hello Ann, we will refund your last invoice by Friday.';
    const fields = { account: 'acme', ticket: 'T-1', body, agreed };
    const refused = await fill('macro-draft', form?.value ?? '', fields);
    expect(refused.fieldErrors).toEqual({ agreed: expect.stringMatching(/^Who agreed/) });
  });

  it('what rests on records of one customer is shared with no channel', async () => {
    const answered = await ctx.store.findAnswer(buttonValue(await type(covered), 'answer-helpful'));
    if (answered?.answer.kind !== 'answer') throw new Error('not covered');
    const url = '/evidence/events/7';
    const record = { id: `${url}#0`, documentId: url, title: 'A bill', heading: null, text: 'Unpaid', url };
    const told = { text: 'Acme Corp has not paid since May.', passageIds: [record.id] };
    const of = (id: string, sentences: (typeof told)[]) => ({
      ...answered,
      answer: {
        ...answered.answer,
        id,
        sentences,
        passages: [...answered.found.slice(0, 2), record],
      } as typeof answered.answer,
    });
    await ctx.store.addAnswer(of('records-alone', [told]));
    expect(textOf(await press('answer-share', 'records-alone'))).toContain('records of one customer');
    await ctx.store.addAnswer(
      of('records-too', [told, { text: 'Choose Load again.', passageIds: [answered.found[0]?.id ?? ''] }]),
    );
    await press('answer-share', 'records-too');
    const bodies = (await ctx.store.listProposals({ limit: 100 })).map(({ body }) =>
      Buffer.from(body).toString(),
    );
    expect(bodies.filter((body) => body.includes('"Choose Load again. "'))).toHaveLength(1);
    expect(bodies.join()).not.toMatch(/not paid|A bill/);
  });

  it('F23: a note that cannot be proposed keeps the reply back too', async () => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const before = await ctx.store.listProposals({ limit: 100 });
    const refused = await fill('macro-draft', form?.value ?? '', {
      account: 'acme',
      ticket: 'T-1',
      body: 'Hello Ann, thank you.',
      note: 'a\u0007b',
    });
    expect(refused.fieldErrors).toEqual({ note: expect.stringContaining('control characters') });
    expect(await ctx.store.listProposals({ limit: 100 })).toHaveLength(before.length);
  });

  it('F23: a note with a variable left is proposed no more than the reply beside it', async () => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const before = await ctx.store.listProposals({ limit: 50 });
    const refused = await fill('macro-draft', form?.value ?? '', {
      account: 'acme',
      ticket: 'T-1',
      body: 'Hello Ann, thank you.',
      note: 'Ask {{contact.name}}.',
    });
    expect(refused.fieldErrors).toEqual({ note: expect.stringContaining('{{contact.name}}') });
    expect(await ctx.store.listProposals({ limit: 50 })).toHaveLength(before.length);
  });

  it.each([
    [{ ticket: 'T/1', body: 'Hello Ann.' }, 'ticket', 'Must be the id of a ticket'],
    [{ ticket: '', body: 'Hello Ann.' }, 'ticket', 'Must not be empty'],
    [{ ticket: 'T-1', body: 'Hello \0 Ann.' }, 'body', 'Must not contain control characters'],
    [{ ticket: 'T-1', body: 'Hello.', note: 'Ann \0' }, 'note', 'Must not contain control characters'],
  ])('what is wrong with a reply shows at its own input: %j', async (fields, input, reason) => {
    const { form } = await press('macro-draft', buttonValue(await type(covered), 'macro-draft'));
    const reply = await fill('macro-draft', form?.value ?? '', { account: 'acme', ...fields });
    expect(reply.fieldErrors).toEqual({ [input]: expect.stringContaining(reason) });
  });

  it.each(['answer-helpful', 'answer-wrong', 'answer-share', 'answer-escalate', 'macro-draft'])(
    '%s on an answer that is none is refused with a reason',
    async (action) => {
      for (const value of ['nothing', '', 'nothing nowhere', 'x'.repeat(2_000), 'a\0b']) {
        expect(textOf(await press(action, value))).toContain('There is no answer');
      }
    },
  );

  it('a thread and a direct chat keep their account; a channel does not, and another thread has its own', async () => {
    const ask = async (text: string, more: Partial<ChatRequest>) => {
      const where = {
        platform: 'slack' as const,
        team: 'T1',
        user: 'U-csm1',
        channel: 'C0CS',
        place: 'channel' as const,
      };
      return textOf(
        await answerChat(ctx, { ...where, thread: null, ...more, asked: { kind: 'message', text } }),
      );
    };
    await ask('how is acme doing?', { thread: '1.1' });
    expect(await ask('and why did it change?', { thread: '1.1' })).toContain('Acme Corp');
    expect(await ask('and why did it change?', { thread: '2.2' })).not.toContain('Acme Corp');
    for (const text of [
      'import stops with SCHEMA_DRIFT',
      'ask why does the import stop with SCHEMA_DRIFT?',
    ]) {
      ctx.clock.set(new Date(ctx.clock.now().getTime() + 1_000)); // the newest is the last
      await ask(text, { thread: '1.1' });
      const [{ account } = { account: null }] = await ctx.store.listAnswers({
        since: new Date('2026-11-01T00:00:00Z'),
        until: new Date('2027-01-01T00:00:00Z'),
        limit: 1,
      });
      expect(account, text).toBe('acme');
    }
    ctx.clock.set(new Date('2026-11-21T12:00:00.000Z'));
    await ask('how is acme doing?', {});
    expect(await ask('and why did it change?', {})).not.toContain('Acme Corp');
    await ask('how is acme doing?', { channel: 'D1', place: 'direct' });
    expect(await ask('and why did it change?', { channel: 'D1', place: 'direct' })).toContain('Acme Corp');
    // Without a thread a direct chat stays with an account for an hour; a thread in it hangs under what was said.
    ctx.clock.set(new Date('2026-11-21T12:59:59.000Z'));
    const direct = { channel: 'D1', place: 'direct' } as const;
    expect(await ask('and why did it change?', { ...direct, thread: '3.3' })).toContain('Acme Corp');
    ctx.clock.set(new Date('2026-11-21T13:00:00.001Z'));
    expect(await ask('and why did it change?', direct)).not.toContain('Acme Corp');
    ctx.clock.set(new Date('2026-11-28T12:00:00.001Z'));
    await ctx.store.forgetConversations(ctx.clock.now());
    ctx.clock.set(new Date('2026-11-21T12:00:00.000Z'));
    expect(await ask('and why did it change?', { channel: 'D1', place: 'direct' })).not.toContain(
      'Acme Corp',
    );
  });
});
