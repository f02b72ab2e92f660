import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import type { CustomEventType } from '../domain/event-types.ts';
import type { Store } from '../store/store.ts';
import type { RequestContext } from './context.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';

let ctx: RequestContext;
let store: Store;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ store, close } = await embedded.open());
});

beforeEach(async () => {
  ctx = await testContext(store, '2026-11-21T12:00:00Z');
  const open = await store.listDeadLetters(10_000);
  await store.resolveDeadLetters(
    open.map(({ id }) => id),
    ctx.clock.now(),
  );
});

afterAll(() => close());

/** The same installation after the operator registered a type. */
function registering(name: string, required: CustomEventType['required'] = {}): RequestContext {
  const type: CustomEventType = { name, feeds: 'use', required };
  return { ...ctx, content: { ...ctx.content, customTypes: new Map([[name, type]]) } };
}

describe('trying dead letters again', () => {
  it('given that its type was registered, the event goes in and leaves the list', async () => {
    const event = sampleEvent('app.opened', 'letters', '2026-11-01', { screen: 'home' });
    expect((await ingest(ctx, [event], 'app')).refused).toHaveLength(1);
    expect(await replayDeadLetters(ctx)).toMatchObject({ accepted: 0, stillRefused: 1 });
    expect(await replayDeadLetters(registering('app.opened'))).toEqual({
      accepted: 1,
      duplicates: 0,
      stillRefused: 0,
      deadLetters: [],
    });
    expect(await store.countDeadLetters()).toBe(0);
    expect(await store.readRollups('letters', '2026-11-01', '2026-11-01')).toMatchObject([
      { feature_uses: 1 },
    ]);
    const [entry] = await store.readAudit({ limit: 1 });
    expect(entry).toMatchObject({
      action: 'dead_letters.replayed',
      actor: 'system',
      detail: { accepted: 1 },
    });
  });

  it('given that it came in by another way, the letter is a duplicate and leaves the list', async () => {
    const event = sampleEvent('app.closed', 'letters', '2026-11-01', {});
    await ingest(ctx, [event], 'app');
    const registered = registering('app.closed');
    await ingest(registered, [event], 'app');
    expect(await replayDeadLetters(registered)).toMatchObject({
      accepted: 0,
      duplicates: 1,
      stillRefused: 0,
    });
    expect(await store.countDeadLetters()).toBe(0);
  });

  it('given that it is still bad, it stays, once, with its reason', async () => {
    await ingest(ctx, [{ id: 'x', type: 'user.session' }], 'app');
    const first = await replayDeadLetters(ctx);
    await replayDeadLetters(ctx);
    expect(first).toMatchObject({
      stillRefused: 1,
      deadLetters: [{ line: 1, reason: expect.stringContaining('account') }],
    });
    expect(await store.countDeadLetters()).toBe(1);
  });

  it('given that it is bad for another reason now, it stands in the list once, with the new reason', async () => {
    await ingest(ctx, [sampleEvent('app.rated', 'letters', '2026-11-01', {})], 'app');
    await replayDeadLetters(registering('app.rated', { stars: 'number' }));
    const open = await store.listDeadLetters(10);
    expect(open.map(({ reason }) => reason)).toEqual([expect.stringContaining('payload.stars')]);
  });

  it('given that only a part of it was kept, it is not tried', async () => {
    const long = sampleEvent('app.opened', 'letters', '2026-11-01', { text: 'x'.repeat(70_000) });
    await ingest(ctx, [long], 'app');
    expect(await replayDeadLetters(registering('app.opened'))).toMatchObject({
      accepted: 0,
      stillRefused: 1,
      deadLetters: [{ reason: expect.stringContaining('send it again') }],
    });
  });

  it('hopeless ones do not keep the ones behind them from their turn (TC10)', async () => {
    const hopeless = Array.from({ length: 1_001 }, (_, index) => ({ id: `h${index}`, type: 'never.known' }));
    await ingest(ctx, [...hopeless, sampleEvent('app.opened', 'behind', '2026-11-01', {})], 'app');
    expect(await replayDeadLetters(registering('app.opened'))).toMatchObject({
      accepted: 1,
      stillRefused: 1_001,
    });
    expect(await store.findAccounts(['behind'])).toHaveLength(1);
  });
});
