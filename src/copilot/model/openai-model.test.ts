import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type ModelBehaviour,
  type ModelServer,
  startModelServer,
} from '../../../test/support/model-server.ts';
import type { ModelSettings } from '../../domain/model.ts';
import { createOpenAiModel } from './openai-model.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.length = 0;
});

const schema = { name: 'colours', type: z.strictObject({ colours: z.array(z.string()) }) };
const prompt = { instructions: 'Name colours.', data: 'Three, please.' };
const settings = (): ModelSettings => ({ name: 'small-1', url: server.url, key: 'sk-test-key', price: null });
/** For answers that come. */
const limits = { callMs: 60_000, retries: 1 };
/** For those that do not. */
const impatient = { ...limits, callMs: 300 };
const says = (text: string, more: object = {}): ModelBehaviour => ({
  kind: 'says',
  say: () => text,
  ...more,
});

function complete(signal: AbortSignal = new AbortController().signal, given = limits) {
  return createOpenAiModel(settings(), given).complete({ prompt, schema, signal });
}

test('a value in the schema comes back with what it used and who wrote it', async () => {
  server.behave(says('{"colours":["red"]}', { model: 'small-1-2026-10' }));
  expect(await complete()).toEqual({
    ok: true,
    value: { colours: ['red'] },
    usage: { inputTokens: 1_000, outputTokens: 100 },
    model: 'small-1-2026-10',
  });
  const [seen] = server.seen;
  expect(seen?.headers.authorization).toBe('Bearer sk-test-key');
  expect(seen?.body).toMatchObject({
    model: 'small-1',
    messages: [
      { role: 'system', content: 'Name colours.' },
      { role: 'user', content: 'Three, please.' },
    ],
    response_format: { type: 'json_schema', json_schema: { name: 'colours', strict: true } },
  });
});

test('an endpoint without a key is asked without one of ours', async () => {
  server.behave(says('{"colours":[]}'));
  await createOpenAiModel({ ...settings(), key: null }, limits).complete({
    prompt,
    schema,
    signal: new AbortController().signal,
  });
  expect(server.seen[0]?.headers.authorization).toBe('Bearer none');
});

test.each([
  ['nothing', null],
  ['numbers that are none', { prompt_tokens: '12', completion_tokens: 3 }],
  ['a negative number', { prompt_tokens: -1, completion_tokens: 3 }],
  ['half a token', { prompt_tokens: 1.5, completion_tokens: 3 }],
])('usage that is %s is unknown, not nothing', async (_, usage) => {
  server.behave(says('{"colours":["red"]}', { usage }));
  expect(await complete()).toMatchObject({ ok: true, usage: null });
});

test('a name of a model that could be anything else is replaced by the one that was asked', async () => {
  server.behave(says('{"colours":["red"]}', { model: '<!channel> approved' }));
  expect(await complete()).toMatchObject({ ok: true, model: 'small-1' });
});

describe('whatever the other side does is a reason, never an exception', () => {
  const cases: readonly (readonly [string, ModelBehaviour, string])[] = [
    ['it drips a byte at a time', { kind: 'slow' }, 'timeout'],
    ['it says nothing', { kind: 'silent' }, 'timeout'],
    ['it hangs up', { kind: 'dead' }, 'unreachable'],
    ['it never ends', { kind: 'endless' }, 'too_long'],
    ['half a JSON', { kind: 'garbled', body: '{"choices":[{"mess' }, 'garbled'],
    [
      'a page of HTML',
      { kind: 'garbled', body: '<html>Sign in</html>', contentType: 'text/html' },
      'garbled',
    ],
    ['null', { kind: 'garbled', body: 'null' }, 'garbled'],
    ['a list', { kind: 'garbled', body: '[]' }, 'garbled'],
    ['no choice', { kind: 'garbled', body: '{"choices":[]}' }, 'garbled'],
    ['a choice without a message', { kind: 'garbled', body: '{"choices":[{}]}' }, 'garbled'],
    ['depth', { kind: 'garbled', body: '['.repeat(100_000) }, 'garbled'],
    ['bytes that are no text', { kind: 'garbled', body: '\u0000\ufffd' }, 'garbled'],
    ['prose', says('Red, I think.'), 'garbled'],
    ['another schema', says('{"colors":["red"]}'), 'garbled'],
    ['more than the schema', says('{"colours":["red"],"approved":true}'), 'garbled'],
    ['wrong types', says('{"colours":"red"}'), 'garbled'],
    ['an empty text', says(''), 'garbled'],
    ['a call of a tool', { kind: 'says', say: () => ({ calls: [{ name: 'x', input: {} }] }) }, 'garbled'],
    ['a text that was cut off', says('{"colours":["r', { finish: 'length' }), 'too_long'],
    ['a filter', says('{"colours":[]}', { finish: 'content_filter' }), 'declined'],
    ['a refusal', says('', { refusal: 'I would rather not' }), 'declined'],
    ['a wrong key', { kind: 'status', status: 401 }, 'refused'],
    ['no such model', { kind: 'status', status: 404 }, 'refused'],
    ['a broken server', { kind: 'status', status: 500, headers: { 'retry-after-ms': '1' } }, 'refused'],
    [
      'a redirect',
      { kind: 'status', status: 307, headers: { location: 'http://127.0.0.1:9/v1' } },
      'unreachable',
    ],
  ];
  test.each(cases)('%s', async (_, behaviour, reason) => {
    server.behave(behaviour);
    const given = reason === 'timeout' ? impatient : limits;
    expect(await complete(undefined, given)).toMatchObject({ ok: false, reason });
  });
});

test('of an endless answer no more is read than the limit allows, at each attempt', async () => {
  server.behave({ kind: 'endless' });
  const before = server.sent();
  await complete();
  expect(server.sent() - before).toBeLessThan(16_777_216);
});

test('what failed for a moment is asked once more, and no more than that', async () => {
  const busy: ModelBehaviour = { kind: 'status', status: 429, headers: { 'retry-after-ms': '1' } };
  server.behave(busy, says('{"colours":["red"]}'));
  expect(await complete()).toMatchObject({ ok: true });
  expect(server.seen).toHaveLength(2);
  server.seen.length = 0;
  server.behave(busy);
  expect(await complete()).toMatchObject({ ok: false, reason: 'refused' });
  expect(server.seen).toHaveLength(2);
});

test('an answer that was garbled is not asked for again', async () => {
  server.behave({ kind: 'garbled', body: '{' });
  await complete();
  server.behave(says('{"colours":"red"}'));
  await complete();
  expect(server.seen).toHaveLength(2);
});

test('the limit of the whole answer ends every attempt, also one that waits to be repeated', async () => {
  server.behave({ kind: 'status', status: 429, headers: { 'retry-after': '50' } });
  expect(await complete(AbortSignal.timeout(100))).toMatchObject({ ok: false, reason: 'timeout' });
  server.behave({ kind: 'silent' });
  expect(await complete(AbortSignal.timeout(100))).toMatchObject({ ok: false, reason: 'timeout' });
});

test('whoever asked can give up', async () => {
  server.behave({ kind: 'silent' });
  const giveUp = new AbortController();
  const result = complete(giveUp.signal);
  await expect.poll(() => server.seen.length).toBe(1);
  giveUp.abort();
  expect(await result).toEqual({ ok: false, reason: 'cancelled', usage: null });
  expect(await complete(giveUp.signal)).toMatchObject({ ok: false, reason: 'cancelled' });
  expect(server.seen).toHaveLength(1);
});
