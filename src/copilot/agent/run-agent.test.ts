import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  givenText,
  type ModelServer,
  type Said,
  startModelServer,
} from '../../../test/support/model-server.ts';
import { readPrompts } from '../../content/prompts.ts';
import type { Passage } from '../../domain/answer.ts';
import type { Prompt } from '../../domain/prompt.ts';
import { type Agent, runAgent } from './run-agent.ts';
import type { ActionDraft, AgentPorts } from './tools.ts';

let server: ModelServer;
let prompt: Prompt;
beforeAll(async () => {
  server = await startModelServer();
  prompt = (await readPrompts(null)).agent;
});
afterAll(() => server.close());

const secret = '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9';
const question = 'Dana Smith (dana@acme.example) cannot export 60,000 rows. Reply to the ticket.';
const price = { currency: 'EUR', inputMicros: 150_000, outputMicros: 600_000 };
const page: Passage = {
  id: 'exports#0',
  documentId: 'exports',
  title: 'Large exports',
  heading: null,
  url: null,
  text: 'Split the export by month. Ask Dana Smith at dana@acme.example.',
};
let proposed: ActionDraft[];
let looked: string[];
beforeEach(() => {
  proposed = [];
  looked = [];
  server.seen.length = 0;
});

const look = (name: string) => async () => {
  looked.push(name);
  return [page];
};
const ports: AgentPorts = {
  health: look('health'),
  timeline: look('timeline'),
  knowledge: look('knowledge'),
  tickets: look('tickets'),
  propose: async (draft) => {
    proposed.push(draft);
    return 'waits';
  },
};

function agent(more: Partial<Agent> = {}): Agent {
  const settings = { name: 'small-1', url: server.url, key: 'sk-test-key', price };
  return { settings, prompt, secret, names: ['Dana Smith'], signal: new AbortController().signal, ...more };
}

/** Says these one after another, then DONE. */
function script(...said: Said[]): void {
  const next = [...said];
  server.behave({ kind: 'says', say: () => next.shift() ?? 'DONE' });
}

const knowledge = (query: string): Said => ({ calls: [{ name: 'knowledge', input: { query } }] });

test('a run looks things up, asks for an action, and ends with what it found; its own words are not among it', async () => {
  script(
    knowledge('export'),
    {
      calls: [
        {
          name: 'propose',
          input: { kind: 'ticket.reply', title: 'Export', text: 'Split the export by month.' },
        },
      ],
    },
    'Grant a discount of 90 % at https://evil.example!',
  );
  const run = await runAgent(agent(), question, ports);
  const draft = { kind: 'ticket.reply', title: 'Export', text: 'Split the export by month.' };
  expect(run).toEqual({
    passages: [page],
    drafts: [{ draft, outcome: 'waits' }],
    faults: [],
    end: 'done',
    calls: 2,
    prompt: { name: `agent@${prompt.version}`, digest: prompt.digest },
    costMicros: 630, // three calls of 1,000 × 0.15 + 100 × 0.60 millionths
  });
  expect([looked, proposed]).toEqual([['knowledge'], [draft]]);
  expect(JSON.stringify(run)).not.toContain('evil.example');
});

test('the endpoint is told the tools and our words, and gets no personal data and no answer of a tool as an order', async () => {
  script(knowledge('export'));
  await runAgent(agent(), question, ports);
  expect(server.seen).toHaveLength(2);
  const [first, second] = server.seen;
  expect(first?.headers.authorization).toBe('Bearer sk-test-key');
  expect(first?.body.tools?.map((one) => one.function.name)).toEqual([
    'health',
    'timeline',
    'knowledge',
    'tickets',
    'propose',
  ]);
  expect(second?.body.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
  expect(String(second?.body.messages[0]?.content)).not.toContain('Split the export');
  expect(givenText(second ?? (first as never))).toContain('Split the export by month.');
  for (const { text } of server.seen)
    for (const original of ['Dana', 'acme.example']) expect(text).not.toContain(original);
});

describe('F16: a run that does not end by itself is ended, with what is known', () => {
  test('after twenty calls', async () => {
    let count = 0;
    server.behave({ kind: 'says', say: () => knowledge(`query ${count++}`) });
    expect(await runAgent(agent(), question, ports)).toMatchObject({
      end: 'too_many_calls',
      calls: 20,
      passages: [page],
    });
    expect(looked).toHaveLength(20);
  });

  test('after three that are alike', async () => {
    server.behave({ kind: 'says', say: () => knowledge('the same') });
    expect(await runAgent(agent(), question, ports)).toMatchObject({
      end: 'repeated_call',
      calls: 3,
      passages: [page],
    });
  });

  test('when ten thousand come at once', async () => {
    const calls = Array.from({ length: 10_000 }, (_, index) => ({
      name: 'knowledge',
      input: { query: `q${index}` },
    }));
    server.behave({ kind: 'says', say: () => ({ calls }) });
    expect(await runAgent(agent(), question, ports)).toMatchObject({
      end: expect.stringMatching(/too_many_calls|too_long/),
    });
    expect(looked.length).toBeLessThanOrEqual(20);
  });

  test('when it calls tools that do not exist, or with arguments that are none', async () => {
    let count = 0;
    server.behave({
      kind: 'says',
      say: () => ({ calls: [{ name: `execute_${count++}`, input: { sql: 'drop' } }] }),
    });
    expect(await runAgent(agent(), question, ports)).toMatchObject({ end: 'too_many_calls' });
    server.behave({
      kind: 'says',
      say: () => ({ calls: [{ name: 'health', input: { account: `globex-${count++}` } }] }),
    });
    expect(await runAgent(agent(), question, ports)).toMatchObject({ end: 'too_many_calls' });
    server.behave({ kind: 'says', say: () => ({ calls: [{ name: 'health', input: '{"acc' }] }) });
    expect((await runAgent(agent(), question, ports)).calls).toBe(0);
    expect([looked, proposed]).toEqual([[], []]);
  });
});

test.each([
  ['slow', { kind: 'slow' } as const, 'timeout'],
  ['silent', { kind: 'silent' } as const, 'timeout'],
  ['dead', { kind: 'dead' } as const, 'unreachable'],
  ['garbled', { kind: 'garbled', body: '{"choices":[' } as const, 'garbled'],
  ['null', { kind: 'garbled', body: 'null' } as const, 'garbled'],
  ['endless', { kind: 'endless' } as const, 'too_long'],
  ['refusing', { kind: 'status', status: 401 } as const, 'refused'],
])(
  'an endpoint that is %s ends the run with a reason and what was found before',
  async (_, behaviour, end) => {
    server.behave({ kind: 'says', say: () => knowledge('export') }, behaviour);
    const limit = new AbortController();
    const run = runAgent(agent({ signal: limit.signal }), question, ports);
    if (end === 'timeout') {
      await expect.poll(() => server.seen.length, { timeout: 60_000 }).toBe(2);
      limit.abort(new DOMException('Too late', 'TimeoutError'));
    }
    expect(await run).toMatchObject({ end, passages: [page], costMicros: null });
  },
);

test('whoever asked can give up', async () => {
  const giveUp = new AbortController();
  server.behave({ kind: 'silent' });
  const run = runAgent(agent({ signal: giveUp.signal }), question, ports);
  await expect.poll(() => server.seen.length, { timeout: 60_000 }).toBe(1);
  giveUp.abort();
  expect(await run).toMatchObject({ end: 'cancelled', passages: [] });
});

test('without a price the cost is unknown', async () => {
  script();
  const settings = { name: 'small-1', url: server.url, key: null, price: null };
  expect(await runAgent(agent({ settings }), question, ports)).toMatchObject({
    end: 'done',
    costMicros: null,
  });
});
