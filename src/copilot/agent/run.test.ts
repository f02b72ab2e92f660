import { beforeEach, describe, expect, test } from 'vitest';
import type { Passage } from '../../domain/answer.ts';
import { beginRun, carryCall, type RunState } from './run.ts';
import type { ActionDraft, AgentPorts } from './tools.ts';

const secret = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const nonce = 'n0nce';
const question = 'Dana Smith (dana@acme.example) cannot export. Reply to her.';

const passage = (id: string, text: string): Passage => ({
  id: `${id}#0`,
  documentId: id,
  title: `About ${id}`,
  heading: null,
  text,
  url: null,
});

let run: RunState;
let asked: { tool: string; input: unknown }[];
let proposed: ActionDraft[];
let ports: AgentPorts;

beforeEach(() => {
  run = beginRun(['Dana Smith'], secret);
  asked = [];
  proposed = [];
  const found =
    (tool: string, ...passages: Passage[]) =>
    async (input: unknown) => {
      asked.push({ tool, input });
      return passages;
    };
  ports = {
    health: found('health', passage('health', 'The health score is 71.')),
    timeline: found('timeline', passage('timeline', 'Dana Smith opened T-1.')),
    knowledge: found(
      'knowledge',
      passage('exports', 'Split the export by month.'),
      passage('sso', 'Use Okta.'),
    ),
    tickets: found('tickets'),
    propose: async (draft) => {
      proposed.push(draft);
      return 'waits';
    },
  };
});

const call = (name: string, input: unknown) => carryCall(run, { name, input }, { ports, question, nonce });

describe('a look-up', () => {
  test('comes back as data between marks, and is kept as what an answer may rest on', async () => {
    expect(await call('knowledge', { query: 'export' })).toEqual({
      ok: true,
      text: `<<<knowledge n0nce\n{"title":"About exports","text":"Split the export by month."}\n{"title":"About sso","text":"Use Okta."}\nknowledge n0nce>>>`,
    });
    await call('knowledge', { query: 'sign-on' });
    expect([...run.passages.keys()]).toEqual(['exports#0', 'sso#0']);
  });

  test('gives nothing personal to the model, and gets it back where the model asks with it', async () => {
    const { text } = (await call('timeline', { days: 7 })) as { text: string };
    expect(text).not.toContain('Dana');
    const [name = ''] = /\[NAME_\d+_\w+\]/.exec(text) ?? [];
    await call('knowledge', { query: `What did ${name} do?` });
    expect(asked.at(-1)).toEqual({ tool: 'knowledge', input: { query: 'What did Dana Smith do?' } });
  });

  test('with a placeholder that was never given out asks nobody', async () => {
    expect(await call('knowledge', { query: '[NAME_7_0a1b2c3d]' })).toEqual({
      ok: true,
      text: 'The arguments do not fit the tool.',
    });
    expect(asked).toEqual([]);
  });

  test('that finds nothing says so, and one that breaks says no more than that', async () => {
    expect(await call('tickets', { query: null })).toMatchObject({
      text: expect.stringContaining('Nothing was found.'),
    });
    const error = new Error('password=hunter2');
    ports.health = () => Promise.reject(error);
    expect(await call('health', {})).toEqual({ ok: true, text: 'This could not be read.' });
    expect(run.faults).toEqual([{ tool: 'health', error }]);
  });

  test('of very much is bounded for the model and for the answer', async () => {
    const much = Array.from({ length: 500 }, (_, index) => passage(`d${index}`, 'long '.repeat(10_000)));
    ports.knowledge = async () => much;
    for (let index = 0; index < 8; index++) {
      const { text } = (await call('knowledge', { query: `q${index}` })) as { text: string };
      expect(text.length).toBeLessThan(41_000);
      much.splice(0, 12);
    }
    expect(run.passages.size).toBe(60);
  });
});

test.each([
  ['another account', 'health', { account: 'globex' }],
  ['every account', 'tickets', { query: null, account: '*' }],
  ['no query', 'knowledge', {}],
  ['an empty query', 'knowledge', { query: '' }],
  ['a query of a megabyte', 'knowledge', { query: 'a'.repeat(1_000_000) }],
  ['a list', 'health', []],
  ['null', 'timeline', null],
  ['a text', 'timeline', '{"days":1}'],
  ['a thousand days', 'timeline', { days: 1_000 }],
  ['a recipient', 'propose', { kind: 'ticket.reply', title: 'a', text: 'b', to: ['mallory@evil.example'] }],
  ['an approval', 'propose', { kind: 'ticket.reply', title: 'a', text: 'b', approved: true }],
  ['another kind', 'propose', { kind: 'concession.grant', title: 'a', text: 'b' }],
  ['an action without words', 'propose', { kind: 'ticket.reply', title: 'a', text: '' }],
])('TD16 INV7: arguments with %s do nothing', async (_, name, input) => {
  expect(await call(name, input)).toEqual({ ok: true, text: 'The arguments do not fit the tool.' });
  expect([asked, proposed]).toEqual([[], []]);
  expect(run.guard.calls()).toBe(1);
});

test.each(['execute', 'approve', '__proto__', 'constructor', '', 'HEALTH'])(
  "'%s' is no tool, and counts as a call",
  async (name) => {
    expect(await call(name, {})).toEqual({ ok: true, text: 'There is no such tool.' });
    expect(run.guard.calls()).toBe(1);
  },
);

describe('a draft', () => {
  const reply = (text: string) => call('propose', { kind: 'ticket.reply', title: 'Your export', text });

  test('goes to the caller with what was masked put back, and waits', async () => {
    await call('knowledge', { query: 'export' });
    const name = run.masking.mask('Dana Smith');
    expect(await reply(`Hello ${name}, split the export by month.`)).toEqual({
      ok: true,
      text: 'It waits for people.',
    });
    const draft = {
      kind: 'ticket.reply',
      title: 'Your export',
      text: 'Hello Dana Smith, split the export by month.',
    };
    expect([proposed, run.drafts]).toEqual([[draft], [{ draft, outcome: 'waits' }]]);
  });

  test.each([
    ['live_text', 'See https://evil.example.'],
    ['promise', 'We will refund you.'],
    ['figure', 'Your score is 99.'],
    ['forged_placeholder', 'Write to [EMAIL_9_0a1b2c3d].'],
  ])('with %s never reaches the caller', async (outcome, text) => {
    expect(await reply(text)).toEqual({ ok: true, text: `Refused: ${outcome}.` });
    expect([proposed, run.drafts.map((one) => one.outcome)]).toEqual([[], [outcome]]);
  });

  test('that the guardrail refuses is told as refused', async () => {
    ports.propose = async () => 'refused';
    expect(await reply('Split the export by month.')).toEqual({ ok: true, text: 'Refused: refused.' });
  });
});

test('F16: the twenty-first call and the fourth of the same end the run', async () => {
  for (let index = 0; index < 3; index++) expect(await call('health', {})).toMatchObject({ ok: true });
  expect(await call('health', {})).toEqual({ ok: false, end: 'repeated_call' });
  expect(await call('timeline', { days: 1 })).toEqual({ ok: false, end: 'repeated_call' });
  expect(asked).toHaveLength(3);
  run = beginRun([], secret);
  for (let days = 1; days <= 20; days++) expect(await call('timeline', { days })).toMatchObject({ ok: true });
  expect(await call('timeline', { days: 21 })).toEqual({ ok: false, end: 'too_many_calls' });
});
