import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEngines } from '../../test/support/stores.ts';
import type { Store } from './store.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 10, minute));

describeEngines('kept clicks', (engine) => {
  let store: Store;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ store, close } = await engine.open());
  });
  afterAll(() => close());

  test('TA12 one of many callers keeps a click, and it stays open until it is done', async () => {
    const request = { user: 'U1', asked: { kind: 'click', action: 'approve', value: "p.1.'x" } };
    const kept = await Promise.all(
      Array.from({ length: 20 }, () => store.keepClick('slack:click:1', request, at(0))),
    );
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await store.listOpenClicks('slack:')).toEqual([
      { key: 'slack:click:1', request, receivedAt: at(0) },
    ]);
    await store.markClickDone('slack:click:1', at(1));
    await store.markClickDone('slack:click:1', at(5));
    expect(await store.listOpenClicks('slack:')).toEqual([]);
    expect(await store.keepClick('slack:click:1', request, at(2))).toBe(false);
  });

  test('lists what was interrupted, oldest first, of one adapter alone', async () => {
    await store.keepClick('slack:click:b', 1, at(10));
    await store.keepClick('slack:click:a', 2, at(11));
    await store.keepClick('playground:x:c', 3, at(9));
    expect((await store.listOpenClicks('slack:')).map(({ key }) => key)).toEqual([
      'slack:click:b',
      'slack:click:a',
    ]);
    expect(await store.listOpenClicks('playground:')).toMatchObject([{ request: 3 }]);
  });

  test('forgets a click a day after it was done, and never an open one', async () => {
    await store.keepClick('slack:click:open', 1, at(0));
    await store.markClickDone('slack:click:b', at(20));
    await store.forgetClicks(new Date(at(20).getTime() + 24 * 3_600_000));
    expect(await store.keepClick('slack:click:b', 1, at(30))).toBe(false);
    await store.forgetClicks(new Date(at(20).getTime() + 24 * 3_600_000 + 1));
    expect(await store.keepClick('slack:click:b', 1, at(30))).toBe(true);
    expect((await store.listOpenClicks('slack:')).map(({ key }) => key)).toContain('slack:click:open');
  });
});
