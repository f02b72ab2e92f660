import { afterEach, expect, test } from 'vitest';
import { checkCard } from '../../../test/support/check-teams-card.ts';
import { startTeamsHarness, type TeamsHarness, textReply } from '../../../test/support/teams-harness.ts';
import { helpView } from '../../views/help-view.ts';
import { said } from '../../views/said.ts';
import type { View } from '../../views/view.ts';
import { actionsOf, textsOf } from '../playground/teams-client.ts';
import { tenantIds } from '../playground/teams-tenant.ts';

let harness: TeamsHarness;
afterEach(() => harness.close());

const chat = 'a:csm1';
const me = { member: 'csm1', conversation: chat };
const shown = (conversation = chat, member = 'csm1') =>
  harness.client
    .screen(conversation, member)
    .filter(({ message }) => message.from === tenantIds.bot)
    .map(({ message, card }) => ({
      id: message.id,
      text: textsOf(card).join(' '),
      card,
      onlyFor: message.onlyFor,
    }));

const withButtons = (...actions: { action: string; label: string; value: string }[]): View => ({
  summary: 'Acme: 61.4',
  blocks: [
    { kind: 'heading', text: 'Acme' },
    { kind: 'buttons', buttons: actions as never },
  ],
});

test('a message in a chat is answered there with a card', async () => {
  harness = await startTeamsHarness();
  const { status } = await harness.client.say({ ...me, text: 'how is Acme doing?' });
  expect(status).toBe(200);
  expect(harness.asked).toEqual([
    {
      platform: 'local',
      team: 'local',
      user: 'csm1',
      channel: chat,
      place: 'direct',
      thread: null,
      asked: { kind: 'message', text: 'how is Acme doing?' },
    },
  ]);
  const [only] = shown();
  expect(only?.text).toBe('Acme: 61.4');
  expect(checkCard(only?.card)).toEqual([]);
});

test('A6 in a channel the mention is taken off, and the answer is for the person alone, in the thread', async () => {
  harness = await startTeamsHarness();
  const conversation = tenantIds.internal;
  await harness.client.say({ member: 'csm1', conversation, text: 'health acme' });
  expect(harness.asked[0]).toMatchObject({
    place: 'channel',
    channel: conversation,
    channelName: 'customer-success',
    thread: expect.any(String),
    asked: { kind: 'message', text: 'health acme' },
  });
  expect(shown(conversation)).toMatchObject([{ text: 'Acme: 61.4', onlyFor: '29:csm1' }]);
  expect(shown(conversation, 'exec1')).toEqual([]);
});

test('A6 where Teams takes no message for one person, the answer comes in the chat of the two', async () => {
  harness = await startTeamsHarness();
  harness.service.takesTargeted = false;
  await harness.client.say({ member: 'csm1', conversation: tenantIds.internal, text: 'health acme' });
  expect(shown(tenantIds.internal)).toEqual([]);
  expect(shown()).toHaveLength(1);
});

test('A7 a place with a guest is external', async () => {
  harness = await startTeamsHarness();
  await harness.client.say({ member: 'csm1', conversation: tenantIds.shared, text: 'health acme' });
  expect(harness.asked[0]).toMatchObject({ place: 'external' });
});

test('/cs and cs are the command', async () => {
  harness = await startTeamsHarness();
  for (const text of ['/cs health acme', 'cs health acme', 'cs']) await harness.client.say({ ...me, text });
  expect(harness.asked.map(({ asked }) => asked)).toEqual([
    { kind: 'command', text: 'health acme' },
    { kind: 'command', text: 'health acme' },
    { kind: 'command', text: '' },
  ]);
});

test('our name before a command, typed or copied from a card, mentions us', async () => {
  harness = await startTeamsHarness();
  for (const text of ['@Holdfast health acme', '@holdfast, /cs health acme']) {
    await harness.client.say({ ...me, text });
    await harness.client.say({ member: 'csm1', conversation: tenantIds.internal, text });
  }
  expect(harness.asked.map(({ asked }) => ('text' in asked ? asked.text : asked.kind))).toEqual(
    Array.from({ length: 4 }, () => 'health acme'),
  );
});

test('a command is named as it is typed there: by its words in the chat of the two, after our name elsewhere', async () => {
  harness = await startTeamsHarness({ answer: async () => ({ view: helpView(), trace: 't' }) });
  const there = { member: 'csm1', conversation: tenantIds.internal, text: 'help' };
  await harness.client.say({ ...me, text: 'help' });
  await harness.client.say(there);
  const runs = (conversation: string) => JSON.stringify(harness.client.screen(conversation, 'csm1'));
  expect(runs('a:csm1')).toContain('"text":"health acme"');
  expect(runs(tenantIds.internal)).toContain('"text":"@Holdfast health acme"');
  for (const conversation of ['a:csm1', tenantIds.internal]) expect(runs(conversation)).not.toContain('/cs ');
  // Pressed or posted as our cards say it, it is understood.
  expect((await harness.app.poster.post(tenantIds.internal, helpView(), { key: 'k' })).message).not.toBe('');
  expect(runs(tenantIds.internal)).not.toContain('/cs ');
});

test('TA10 a message that is delivered again is answered once', async () => {
  harness = await startTeamsHarness();
  await harness.client.say({ ...me, text: 'health acme' });
  await harness.client.deliver(harness.client.last());
  expect(harness.asked).toHaveLength(1);
  expect(shown()).toHaveLength(1);
});

test('every message says what it says where no card is drawn, without a sign that would be read as markup', async () => {
  const summary = '[Acme](https://evil.example) *is* <at>all</at>';
  harness = await startTeamsHarness({ answer: async () => textReply(summary) });
  await harness.client.say({ ...me, text: 'health acme' });
  await harness.app.poster.post(tenantIds.internal, textReply(summary).view, { key: 'k' });
  for (const { body } of harness.service.calls.filter(({ call }) => call === 'post')) {
    expect(body).toMatchObject({ summary });
    const [{ content }] = body.attachments as [{ content: { fallbackText: string } }];
    expect(content.fallbackText).toMatch(/Acme.*is.*all/);
    expect(content.fallbackText).not.toMatch(/[[\]()*<>]/);
    expect(checkCard(content)).toEqual([]);
  }
});

test('a file without words is said not to be read; with words, they are answered', async () => {
  harness = await startTeamsHarness();
  await harness.client.say({ ...me, text: '', files: ['plan.xlsx'] });
  expect(harness.asked).toEqual([]);
  expect(shown().at(-1)?.text).toContain('I read no files');
  await harness.client.say({ ...me, text: 'health acme', files: ['plan.xlsx'] });
  expect(harness.asked[0]?.asked).toEqual({ kind: 'message', text: 'health acme' });
});

test('what somebody changes in an old message asks nothing again', async () => {
  harness = await startTeamsHarness();
  await harness.client.say({ ...me, text: 'health acme' });
  expect((await harness.client.change({ ...me, text: 'health bolt' })).status).toBe(200);
  expect(harness.asked).toHaveLength(1);
  expect(shown()).toHaveLength(1);
});

test('TA10 a press that is delivered again does nothing again', async () => {
  harness = await startTeamsHarness({
    answer: async ({ asked }) => ({
      view: asked.kind === 'click' ? said('You approved it.') : proposal('Waiting'),
      trace: 't',
    }),
  });
  await harness.client.say({ ...me, text: 'open p' });
  await harness.client.press({ ...me, message: shown()[0]?.id ?? '', title: 'Approve' });
  const again = await harness.client.deliver(harness.client.last());
  expect(
    harness.asked.filter(({ asked }) => asked.kind === 'click' && asked.action === 'approve'),
  ).toHaveLength(1);
  expect(again.body).toMatchObject({ value: expect.stringContaining('taken already') });
});

test('TA14 what the bot says itself is no request', async () => {
  harness = await startTeamsHarness();
  await harness.client.say({ ...me, text: 'health acme' });
  const own = { ...harness.client.last(), id: 'x', from: { id: tenantIds.bot, role: 'bot' } };
  expect((await harness.client.deliver(own)).status).toBe(200);
  expect(harness.asked).toHaveLength(1);
});

test('TA6 a person of another tenant is refused, and gets no data', async () => {
  const refused: object[] = [];
  harness = await startTeamsHarness({ app: { onRefused: async (refusal) => void refused.push(refusal) } });
  await harness.client.say({ ...me, text: 'health acme' });
  const foreign = JSON.parse(JSON.stringify(harness.client.last()).replaceAll(tenantIds.tenant, 'other'));
  await harness.client.deliver({ ...foreign, id: 'y' });
  expect(harness.asked).toHaveLength(1);
  expect(refused).toEqual([{ kind: 'other-tenant', team: 'other', user: 'directory-csm1' }]);
  expect(shown().at(-1)?.text).toContain('nothing was done');
});

test('TA9 what is no activity is refused', async () => {
  harness = await startTeamsHarness();
  const send = async (text: string) =>
    (await harness.app.handle({ headers: {}, rawBody: Buffer.from(text) })).status;
  expect(await send('')).toBe(400);
  expect(await send('[]')).toBe(400);
  expect(await send('{"type":1}')).toBe(400);
  expect(await send('{"type":"message","type":"invoke"}')).toBe(400);
  expect(await send(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`)).toBe(400);
  expect(await send(' '.repeat(1_048_577))).toBe(413);
  expect(await send('{"type":"message","serviceUrl":"http://169.254.169.254/"}')).toBe(403);
  expect(await send('{"type":"message"}')).toBe(403);
});

test('a press is answered with the card as it stands, and with a message below it', async () => {
  harness = await startTeamsHarness({
    answer: async ({ asked }) =>
      asked.kind === 'click'
        ? textReply(`why ${asked.value}`)
        : { view: withButtons({ action: 'why', label: 'Why?', value: 'acme' }), trace: 't' },
  });
  await harness.client.say({ ...me, text: 'health acme' });
  const [card] = shown();
  const pressed = await harness.client.press({ ...me, message: card?.id ?? '', title: 'Why?' });
  expect(pressed).toMatchObject({
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card?.card },
  });
  expect(shown().map(({ text }) => text)).toEqual([expect.stringContaining('Acme'), 'why acme']);
  expect(harness.asked[1]?.asked).toEqual({ kind: 'click', action: 'why', value: 'acme' });
});

test('a client without Action.Execute presses by a message, and is answered by one', async () => {
  harness = await startTeamsHarness({
    answer: async ({ asked }) =>
      asked.kind === 'click'
        ? textReply('why')
        : { view: withButtons({ action: 'why', label: 'Why?', value: 'acme' }), trace: 't' },
  });
  await harness.client.say({ ...me, text: 'health acme' });
  await harness.client.submit({ ...me, message: shown()[0]?.id ?? '', title: 'Why?' });
  expect(shown().at(-1)?.text).toBe('why');
});

test('a choice becomes its answer', async () => {
  harness = await startTeamsHarness({
    answer: async ({ asked }) =>
      asked.kind === 'click'
        ? textReply(`health ${asked.value}`)
        : {
            view: {
              summary: 'Which one?',
              blocks: [
                {
                  kind: 'picker',
                  action: 'health',
                  placeholder: 'Which one?',
                  options: [{ label: 'Acme EU', value: 'acme-eu' }],
                },
              ],
            },
            trace: 't',
          },
  });
  await harness.client.say({ ...me, text: 'health acme' });
  await harness.client.press({ ...me, message: shown()[0]?.id ?? '', title: 'Acme EU' });
  expect(shown().map(({ text }) => text)).toEqual(['health acme-eu']);
});

const proposal = (state: string): View => ({
  summary: state,
  blocks: [
    { kind: 'heading', text: state },
    {
      kind: 'buttons',
      buttons: [
        { action: 'approve', label: 'Approve', value: 'p.1.mac', tone: 'primary' },
        { action: 'reject', label: 'Reject…', value: 'p.1.mac' },
        { action: 'full-text', label: 'Full text', value: 'p.1.mac' },
      ],
    },
  ],
});

test('I10 everybody sees a card without deciding buttons; who may decide gets them at once', async () => {
  harness = await startTeamsHarness({
    deciders: ['manager1'],
    answer: async ({ asked }) =>
      asked.kind === 'click' && asked.action === 'look'
        ? { view: proposal('Waiting'), trace: 't' }
        : textReply('You approved it.'),
  });
  const conversation = tenantIds.approvals;
  // The manager never wrote to us: Teams says who is in the channel.
  const { message } = await harness.app.poster.post(conversation, proposal('Waiting'), { key: 'card-1' });
  const titles = (member: string) =>
    actionsOf(harness.client.screen(conversation, member)[0]?.card).map(({ title }) => title);
  expect(titles('csm1')).toEqual(['Decide', 'Full text']);
  await harness.client.refresh({ member: 'csm1', conversation, message });
  await harness.client.refresh({ member: 'manager1', conversation, message });
  expect(titles('csm1')).toEqual(['Decide', 'Full text']);
  expect(titles('manager1')).toEqual(['Approve', 'Reject…', 'Full text']);
  const decided = await harness.client.press({ member: 'manager1', conversation, message, title: 'Approve' });
  expect(textsOf(decided.body).join(' ')).toContain('You approved it.');
  expect(harness.open.size).toBe(0);
});

test('TB1 a decision that is delivered twice is asked once', async () => {
  harness = await startTeamsHarness({ answer: async () => ({ view: proposal('Waiting'), trace: 't' }) });
  await harness.client.say({ ...me, text: 'open p' });
  const message = shown()[0]?.id ?? '';
  await harness.client.press({ ...me, message, title: 'Approve' });
  const again = await harness.client.deliver(harness.client.last());
  expect(again.body).toMatchObject({ statusCode: 200, value: expect.stringContaining('taken already') });
  const decisions = harness.asked.filter(({ asked }) => asked.kind === 'click' && asked.action === 'approve');
  expect(decisions).toHaveLength(1);
});

test('a form opens in a dialog, keeps what was written when something is wrong, and tells the outcome', async () => {
  const form = {
    form: 'reject',
    title: 'Reject',
    submitLabel: 'Reject',
    value: 'p.1.mac',
    intro: [{ kind: 'text' as const, spans: [{ text: 'Why not?' }] }],
    inputs: [
      { name: 'reason', label: 'Reason', kind: 'long-text' as const },
      { name: 'note', label: 'Note', kind: 'text' as const, optional: true },
    ],
  };
  harness = await startTeamsHarness({
    answer: async ({ asked }) => {
      if (asked.kind === 'click') return { ...textReply('r'), form };
      if (asked.kind === 'submit' && asked.fields.reason?.trim() === '')
        return { ...textReply('A rejection needs a reason.'), fieldErrors: { reason: 'Say why.' } };
      return asked.kind === 'submit'
        ? textReply('You rejected it.')
        : { view: proposal('Waiting'), trace: 't' };
    },
  });
  await harness.client.say({ ...me, text: 'open p' });
  const message = shown()[0]?.id ?? '';
  const opened = await harness.client.press({ ...me, message, title: 'Reject…' });
  const cardIn = (body: unknown) =>
    (body as { task: { value: { card: { content: object } } } }).task.value.card.content;
  expect(opened.body).toMatchObject({ task: { type: 'continue', value: { title: 'Reject' } } });
  expect(checkCard(cardIn(opened.body))).toEqual([]);
  const fill = (card: object, inputs: Record<string, string>) =>
    harness.client.submitDialog({ ...me, message, card, inputs });
  // The client sends nothing while an input is empty that has to be filled in.
  expect(await fill(cardIn(opened.body), {})).toEqual({ status: 0, body: null, missing: ['Fill this in.'] });
  const wrong = await fill(cardIn(opened.body), { reason: ' ', note: 'kept' });
  expect(textsOf(cardIn(wrong.body))).toContain('⚠️ Say why.');
  expect(JSON.stringify(wrong.body)).toContain('"value":"kept"');
  const right = await fill(cardIn(wrong.body), { reason: 'too dear', note: '' });
  expect(right.body).toEqual({ task: { type: 'message', value: 'You rejected it.' } });
  expect(shown().at(-1)?.text).toBe('You rejected it.');
});

test('what takes longer than Teams waits comes as a message', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  harness = await startTeamsHarness({
    app: { answerWithinMs: 20 },
    answer: async ({ asked }) => {
      if (asked.kind !== 'click')
        return { view: withButtons({ action: 'why', label: 'Why?', value: 'a' }), trace: 't' };
      await promise;
      return textReply('at last');
    },
  });
  await harness.client.say({ ...me, text: 'health acme' });
  const pressed = await harness.client.press({ ...me, message: shown()[0]?.id ?? '', title: 'Why?' });
  expect(pressed.body).toMatchObject({
    statusCode: 200,
    value: expect.stringContaining('comes as a message'),
  });
  resolve();
  await expect.poll(() => shown().at(-1)?.text).toBe('at last');
});

test('TC14 a pause that Teams asks for is kept, and nothing is said twice', async () => {
  harness = await startTeamsHarness();
  harness.service.failNext('post', { status: 429, retryAfterSeconds: 0 });
  await harness.client.say({ ...me, text: 'health acme' });
  expect(shown()).toHaveLength(1);
});

test('an error of the router is said with a reference, and no word of the cause', async () => {
  harness = await startTeamsHarness({ answer: () => Promise.reject(new Error('canary')) });
  await harness.client.say({ ...me, text: 'health acme' });
  expect(shown()[0]?.text).toMatch(/Something went wrong on our side.*Reference:/);
  expect(JSON.stringify(shown())).not.toContain('canary');
});

test('whoever adds the app reads what can be asked, once', async () => {
  harness = await startTeamsHarness();
  await harness.client.arrive('csm1');
  await harness.client.arrive('csm1');
  expect(harness.asked.map(({ asked }) => asked)).toEqual([{ kind: 'command', text: 'help' }]);
});

test('A11 an action on a message opens the same form as a shortcut, with the words of the message', async () => {
  const form = {
    form: 'shortcut-note',
    title: 'Note',
    submitLabel: 'Save',
    value: 'about',
    intro: [],
    inputs: [{ name: 'text', label: 'Note', kind: 'long-text' as const }],
  };
  harness = await startTeamsHarness({
    answer: async ({ asked }) =>
      asked.kind === 'shortcut' ? { ...textReply('n'), form } : textReply('Noted.'),
  });
  const message = {
    id: '17',
    author: 'Omar Haddad',
    url: 'https://teams.microsoft.com/l/message/17',
    html: '<p>Acme &amp; the <b>import</b></p><p>fails <at id="0">Grace</at></p>',
  };
  const opened = await harness.client.extend({ ...me, command: 'note-message', message });
  expect(harness.asked[0]?.asked).toEqual({
    kind: 'shortcut',
    name: 'note',
    about: {
      key: 'teams:17',
      text: 'Acme & the import\nfails Grace',
      author: 'Omar Haddad',
      url: message.url,
    },
  });
  expect(opened.body).toMatchObject({ task: { type: 'continue', value: { title: 'Note' } } });
  await harness.client.extend({ ...me, command: 'ask', message: null });
  expect(harness.asked[1]?.asked).toEqual({ kind: 'shortcut', name: 'ask', about: null });
  const unknown = await harness.client.extend({ ...me, command: 'other', message: null });
  expect(unknown.body).toMatchObject({
    task: { type: 'message', value: expect.stringContaining('nothing was done') },
  });
});
