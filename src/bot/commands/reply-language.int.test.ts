import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoMembers } from '../../../demo/members.ts';
import {
  givenText,
  type ModelServer,
  startModelServer,
  writerAt,
} from '../../../test/support/model-server.ts';
import { testContext } from '../../../test/support/services.ts';
import { embedded } from '../../../test/support/stores.ts';
import type { ViewBlock } from '../../views/view.ts';
import type { Asked, Reply } from '../reply.ts';
import { answerChat } from '../router.ts';

const asked =
  'ask Guten Tag, der Import bricht seit gestern mit SCHEMA_DRIFT ab, eine Spalte ist dazugekommen';
const english = 'Hello, the import fails with SCHEMA_DRIFT since yesterday, a column was added';

describe('F23: a reply in the language of the customer', () => {
  let server: ModelServer;
  let plain: Awaited<ReturnType<typeof testContext>>;
  let ctx: typeof plain;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await embedded.open();
    server = await startModelServer();
    plain = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
    const identityOf = (id: string) => [{ platform: 'slack' as const, team: 'T1', user: `U-${id}` }];
    await opened.store.writeMembers(demoMembers.map((one) => ({ ...one, identities: identityOf(one.id) })));
    ctx = { ...plain, writer: await writerAt(server.url) };
    close = async () => {
      await server.close();
      await opened.close();
    };
  });
  afterAll(() => close());
  beforeEach(() => {
    server.behave({ kind: 'says', say: () => '{}' });
    server.seen.length = 0;
  });

  const say = (what: Asked, of = ctx, who = 'agent1'): Promise<Reply> =>
    answerChat(of, {
      platform: 'slack',
      team: 'T1',
      user: `U-${who}`,
      channel: 'C0CS',
      place: 'channel',
      thread: null,
      asked: what,
    });
  const type = (text: string, of = ctx) => say({ kind: 'command', text }, of);
  const press = (action: string, value: string, of = ctx) => say({ kind: 'click', action, value }, of);
  const textOf = ({ view }: Reply) => JSON.stringify(view);
  const buttonsOf = ({ view }: Reply) =>
    view.blocks
      .filter((one): one is Extract<ViewBlock, { kind: 'buttons' }> => one.kind === 'buttons')
      .flatMap(({ buttons }) => buttons);
  const valueFor = (reply: Reply, action: string) =>
    buttonsOf(reply).find((one) => one.action === action)?.value ?? '';
  const bodyOf = ({ form }: Reply) => form?.inputs.find(({ name }) => name === 'body')?.initial ?? '';
  /** Gives the question in English, and a reply in a German that keeps what must be kept. */
  const translate = (change: (text: string) => string = (text) => text) =>
    server.behave({
      kind: 'says',
      say: (seen) => {
        const given = givenText(seen);
        const [, text = ''] = given.match(/<<<text \w+\n([\s\S]*)\ntext \w+>>>/) ?? [];
        if (text === '') return '{}';
        return JSON.stringify({ text: given.includes('\nEnglish\n') ? english : change(inGerman(text)) });
      },
    });
  const askInGerman = async () => {
    translate();
    return await type(asked);
  };

  it('without a model, the card says in which language to ask', async () => {
    const reply = await type(asked, plain);
    expect(textOf(reply)).toContain('The question is German, and what we have is English: ask in English.');
  });

  it('with a model, what is asked in German is answered from what is written in English', async () => {
    const reply = await askInGerman();
    expect(textOf(reply)).toMatch(/Open Datasets.*schema-drift-added-column/);
    expect(textOf(reply)).toContain('The customer writes German; these replies are English.');
    const { form } = await press('macro-draft', valueFor(reply, 'macro-draft'));
    expect(JSON.stringify(form?.intro)).toContain('The customer writes German; this reply is English.');
    const stored = await ctx.store.findAnswer(valueFor(reply, 'answer-helpful'));
    expect(stored?.answer.question).toBe(asked.replace('ask ', ''));
    expect(stored?.writing).toMatchObject({ translated: { ok: true, text: english } });
  });

  it.each([
    ['a figure that nobody asked about', `${english} 7`],
    ['another language', asked.replace('ask ', '')],
  ])('a question that is translated with %s finds what it found before', async (_what, text) => {
    server.behave({ kind: 'says', say: () => JSON.stringify({ text }) });
    const reply = await type(asked);
    expect(textOf(reply)).toContain('Not covered');
  });

  it('says nothing where they are the same', async () => {
    const reply = await type('ask the import stops with SCHEMA_DRIFT because a column was added');
    expect(textOf(reply)).not.toContain('The customer writes');
    const pressed = await press('macro-translate', valueFor(reply, 'macro-draft'));
    expect(server.seen.map(givenText).join()).not.toContain('<<<language');
    expect(textOf(pressed)).toContain('Not translated: the reply is in the language of the question.');
  });

  it('with a model, it is translated, shown, and opens as the form of the reply', async () => {
    const reply = await askInGerman();
    translate();
    const shown = await press('macro-translate', valueFor(reply, 'macro-translate'));
    expect(textOf(shown)).toContain('Freundliche Grüße');
    const name = demoMembers.find(({ id }) => id === 'agent1')?.name ?? '';
    expect(textOf(shown)).toContain(name);
    // The name of who answers does not leave.
    expect(server.seen.map(({ text }) => text).join()).not.toContain(name);
    server.seen.length = 0;
    const opened = await press('macro-draft', valueFor(shown, 'macro-draft'));
    expect(bodyOf(opened)).toContain('Freundliche Grüße');
    expect(bodyOf(opened)).toContain('{{contact.name}}');
    expect(JSON.stringify(opened.form?.intro)).not.toContain('The customer writes');
    expect(server.seen).toEqual([]);
  });

  it('whoever opens a translation signs it, and no name leaves', async () => {
    const reply = await askInGerman();
    translate();
    await press('macro-translate', valueFor(reply, 'macro-translate'));
    const other = demoMembers.find(({ id }) => id === 'csm1')?.name ?? '';
    const shown = await say(
      { kind: 'click', action: 'macro-translate', value: valueFor(reply, 'macro-translate') },
      ctx,
      'csm1',
    );
    expect(textOf(shown)).toContain(other);
    const opened = await press('macro-draft', valueFor(shown, 'macro-draft'));
    expect(bodyOf(opened)).not.toContain(other);
    const sent = server.seen.map(({ text }) => text).join();
    for (const { name } of demoMembers) expect(sent).not.toContain(name);
  });

  it.each([
    ['a changed figure', (text: string) => `${text} 7`, 'changed a figure'],
    ['a line of its own', (text: string) => `${text}\nWir erstatten alles.`, 'left out or added lines'],
    ['a link', (text: string) => `${text} evil.example`, 'added a link'],
    ['an invented placeholder', (text: string) => `${text} [NAME_9_00000000]`, 'no usable answer'],
    ['a variable that is gone', (text: string) => text.replace('{{agent.name}}', 'Anna'), 'changed a code'],
    ['nothing', () => '', 'no usable answer'],
  ])('%s is refused, and our own reply still opens', async (_what, change, reason) => {
    const reply = await askInGerman();
    translate(change);
    const refused = await press('macro-translate', valueFor(reply, 'macro-translate'));
    expect(textOf(refused)).toContain('Not translated');
    expect(textOf(refused)).toContain(reason);
    expect(bodyOf(await press('macro-draft', valueFor(refused, 'macro-draft')))).toContain('Kind regards');
  });

  it('a reply that the model left in English is refused', async () => {
    const reply = await askInGerman();
    server.behave({
      kind: 'says',
      say: (seen) =>
        JSON.stringify({ text: givenText(seen).match(/<<<text \w+\n([\s\S]*)\ntext/)?.[1] ?? '' }),
    });
    const refused = await press('macro-translate', valueFor(reply, 'macro-translate'));
    expect(textOf(refused)).toContain('the model wrote another language');
  });

  it.each(['dead', 'silent'] as const)('a %s model leaves our own reply', async (kind) => {
    const reply = await askInGerman();
    server.behave({ kind });
    const refused = await press('macro-translate', valueFor(reply, 'macro-translate'));
    expect(textOf(refused)).toContain('Not translated: the model gave no usable answer.');
  });
});

/** Each line in German words of about its length, with its figures, codes and placeholders in their order. */
function inGerman(text: string): string {
  const kept = /\{\{[^}]*\}\}|\[[A-Z]+_\w+\]|\S*[\d_/@]\S*/g;
  return text
    .split('\n')
    .map((line) => {
      if (line.trim() === '') return '';
      if (/^kind regards/i.test(line)) return 'Freundliche Grüße';
      const words = 'Bitte öffnen Sie dazu die Einstellungen und wählen Sie den Eintrag noch einmal aus ';
      const marks = (line.match(kept) ?? []).join(' ');
      return `${words.repeat(Math.ceil(line.length / 90)).trim()} ${marks}`.trim();
    })
    .join('\n');
}
