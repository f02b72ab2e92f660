import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEngines } from '../../test/support/stores.ts';
import type { Store } from './store.ts';

describeEngines('versions of policies', (engine) => {
  let store: Store;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const opened = await engine.open();
    store = opened.store;
    close = opened.close;
  });
  afterAll(() => close());

  const at = new Date('2026-11-21T10:00:00Z');
  const version = (id: string) => ({ id, files: { schema: 'é', files: [{ name: 'a.cedar', text: id }] } });

  test('there is none at first, and then the one that came last, whatever the clock says', async () => {
    expect(await store.lastPolicyVersion()).toBeNull();
    await store.keepPolicyVersion(version('a'), at);
    await store.keepPolicyVersion(version('b'), new Date(at.getTime() - 3_600_000));
    expect(await store.lastPolicyVersion()).toEqual(version('b'));
    await store.keepPolicyVersion(version('a'), at);
    expect(await store.lastPolicyVersion()).toEqual(version('a'));
  });
});
