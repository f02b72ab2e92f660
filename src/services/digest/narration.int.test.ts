import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sampleEvent } from '../../../test/suites/sample-events.ts';
import { alertOf } from '../../../test/support/alerts.ts';
import {
  givenText,
  type ModelServer,
  startModelServer,
  writerAt,
} from '../../../test/support/model-server.ts';
import { ingest, testContext } from '../../../test/support/services.ts';
import { embedded } from '../../../test/support/stores.ts';
import type { RequestContext } from '../context.ts';
import { previewDigest, rebuildDigest } from './draw-digest.ts';

let server: ModelServer;
let plain: RequestContext;
let ctx: RequestContext;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await embedded.open();
  server = await startModelServer();
  plain = await testContext(opened.store, '2026-11-30T07:00:00.000Z');
  ctx = { ...plain, writer: await writerAt(server.url) };
  await ingest(ctx, [
    sampleEvent('contract.updated', 'acme', '2026-01-01', { name: 'Acme', renewsOn: '2026-12-31' }),
    sampleEvent('ticket.created', 'acme', '2026-11-28', { ticketId: 'T-1', priority: 'P0' }),
  ]);
  // Somebody watches, and nobody is at risk.
  const over = { alertId: 'a1', by: null, detail: {} };
  await opened.store.writeAlerts(
    [alertOf('a1')],
    [
      { ...over, at: '2026-11-01T09:00:00.000Z', what: 'raised' },
      { ...over, at: '2026-11-02T09:00:00.000Z', what: 'closed' },
    ],
  );
  close = async () => {
    await server.close();
    await opened.close();
  };
});
afterAll(() => close());
beforeEach(() => {
  server.seen.length = 0;
});

const says = (...sentences: { from: string; text: string }[]) =>
  server.behave({ kind: 'says', say: () => JSON.stringify({ sentences }) });
const given = (): string[] =>
  givenText(server.seen[0] ?? expect.fail('nothing was asked'))
    .split('\n')
    .filter((line) => line.startsWith('{"id":'))
    .map((line) => (JSON.parse(line) as { text: string }).text);

test('a model chooses, orders and rewords what was counted; drawn again, its words stand', async () => {
  says(
    { from: 'S4', text: 'Open is 1 urgent ticket, 1 of priority P0.' },
    { from: 'S2', text: 'Nobody is at risk.' },
  );
  const { id, snapshot, head } = await previewDigest(ctx, null);
  expect(given()[3]).toBe('1 urgent ticket is open, 1 of priority P0.');
  expect(snapshot.lead.text).toBe('Open is 1 urgent ticket, 1 of priority P0. Nobody is at risk.');
  expect(snapshot.lead.by).toMatch(/^digest@1 /);
  expect(JSON.stringify(head)).toContain('worded by a model');
  says({ from: 'S1', text: 'Something else.' });
  server.seen.length = 0;
  expect((await rebuildDigest(ctx, id)).head).toEqual(head);
  expect(server.seen).toEqual([]);
});

test('what it adds is left out, and where nothing stands the words are ours', async () => {
  says(
    { from: 'S2', text: 'Nobody is at risk.' },
    { from: 'S4', text: '7 urgent tickets are open, 1 of priority P0.' },
  );
  expect((await previewDigest(ctx, null)).snapshot.lead.text).toBe('Nobody is at risk.');
  const { lead: own } = (await previewDigest(plain, null)).snapshot;
  says({ from: 'S4', text: '7 urgent tickets are open.' }, { from: 'S9', text: 'Acme is doing fine.' });
  expect((await previewDigest(ctx, null)).snapshot.lead).toEqual(own);
  says({ from: 'S2', text: 'Nobody is at risk.' }, { from: 'S2', text: 'Nobody is at risk.' });
  expect((await previewDigest(ctx, null)).snapshot.lead.text).toBe('Nobody is at risk.');
});

test.each([
  ['hangs up', { kind: 'dead' }],
  ['says no JSON', { kind: 'garbled', body: '<html>' }],
  ['refuses', { kind: 'status', status: 401 }],
] as const)('a model that %s costs no digest', async (_what, behaviour) => {
  server.behave(behaviour);
  const { snapshot } = await previewDigest(ctx, null);
  expect(snapshot.lead.by).toBeNull();
  expect(snapshot.lead.text).toContain('Nobody is at risk.');
});
