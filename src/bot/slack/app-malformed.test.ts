import { afterEach, expect, test } from 'vitest';
import { type SlackHarness, startSlackHarness } from '../../../test/support/slack-emulator.ts';
import { altered, slackRequests, user } from '../../../test/support/slack-emulator-requests.ts';
import { submitEnvelope } from '../playground/envelopes.ts';

let harness: SlackHarness;
afterEach(() => harness.close());

const { message, click } = slackRequests(() => harness);
const form = () => submitEnvelope({ user, viewId: 'V1', view: {}, state: {}, triggerId: 't' });

type Json = Record<string, unknown>;

test.each<[string, () => ReturnType<typeof click>, (json: Json) => void]>([
  ['no channel', message, (json) => Object.assign(json.event as object, { channel: null })],
  ['no authorization', message, (json) => Object.assign(json, { authorizations: [null] })],
  ['a view that is null', form, (json) => Object.assign(json, { view: null })],
  ['no view', form, (json) => Reflect.deleteProperty(json, 'view')],
  ['a user that is null', click, (json) => Object.assign(json, { user: null })],
])('answers 400 to %s, and logs it without the body', async (_, envelope, change) => {
  harness = await startSlackHarness();
  const sent = await harness.send(
    altered(envelope(), (json) => {
      Object.assign(json, { note: 'canary-text' });
      change(json);
    }),
  );
  expect([sent.status, sent.body.split('.')[0]]).toEqual([400, 'The request is malformed']);
  expect(harness.asked).toEqual([]);
  const lines = harness.lines().split('\n').filter(Boolean);
  const line = lines.find((each) => each.includes('malformed'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 40, trace: expect.any(String) });
  expect(lines.join('')).not.toContain('canary-text');
});

test('never fails, whichever part of a request is replaced or missing', async () => {
  harness = await startSlackHarness();
  const strange = [null, [], [null], {}, '', 7, true];
  const failed: string[] = [];
  for (const envelope of [message(), click(), form()]) {
    const paths: string[][] = [];
    altered(envelope, (json) => paths.push(...pathsOf(json)));
    for (const path of paths) {
      for (const value of [undefined, ...strange]) {
        const { status } = await harness.send(altered(envelope, (json) => put(json, path, value)));
        if (status >= 500) failed.push(`${path.join('.')} = ${JSON.stringify(value)}`);
      }
    }
  }
  expect(failed).toEqual([]);
}, 60_000);

function pathsOf(value: unknown, at: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [at];
  const inner = Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...at, key]));
  return at.length === 0 ? inner : [at, ...inner];
}

/** undefined = without the key. */
function put(json: Json, path: readonly string[], value: unknown): void {
  const parent = path.slice(0, -1).reduce<Json>((part, key) => part[key] as Json, json);
  parent[path.at(-1) ?? ''] = value;
}
