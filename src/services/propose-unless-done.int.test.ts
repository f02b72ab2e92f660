import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedgerConnector, testDoor } from '../../test/support/door.ts';
import { testContext } from '../../test/support/services.ts';
import { describeEngines } from '../../test/support/stores.ts';
import type { RequestContext } from './context.ts';
import { type ProposedUnlessDone, proposeUnlessDone, requireValid } from './propose-unless-done.ts';

const view = { summary: 'Hello', blocks: [{ kind: 'text', spans: [{ text: 'Hello' }] }] };
const post = { kind: 'message.post', account: null, params: { channel: 'C1', view } };

describeEngines('what is proposed unless it was done', (engine) => {
  let ctx: RequestContext;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const opened = await engine.open();
    close = opened.close;
    const door = await testDoor([createLedgerConnector('chat')]);
    ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z', undefined, door);
  });
  afterEach(() => close());

  /** As a job notes it: under a lock, the first alone. */
  const postOnce = (): Promise<ProposedUnlessDone> =>
    proposeUnlessDone(ctx, post, async (store) => {
      if ((await store.lockSetting('posted')) !== null) return false;
      await store.writeSetting('posted', true);
      return true;
    });
  const proposals = async () => await ctx.store.listProposals({ limit: 10 });

  it('is proposed once, however many come to it, and the others hear that it was done', async () => {
    const results = await Promise.all([postOnce(), postOnce(), postOnce()]);
    expect(results.map((one) => (one.ok ? 'ok' : one.refusal)).sort()).toEqual(['done', 'done', 'ok']);
    expect(await proposals()).toHaveLength(1);
  });

  it('leaves nothing behind where the note fails', async () => {
    const broken = proposeUnlessDone(ctx, post, async (store) => {
      await store.writeSetting('posted', true);
      throw new Error('the disk is full');
    });
    await expect(broken).rejects.toThrow('the disk is full');
    expect(await proposals()).toEqual([]);
    expect(await ctx.store.readSetting('posted')).toBeNull();
  });

  it('says what no action may hold, and notes nothing of it', async () => {
    let noted = 0;
    const result = await proposeUnlessDone(ctx, { ...post, params: { channel: '' } }, async () => {
      noted++;
      return true;
    });
    expect(result).toMatchObject({ ok: false, refusal: 'invalid' });
    expect(noted).toBe(0);
    expect(() => requireValid(result)).toThrow(expect.objectContaining({ code: 'HF_ACTION_INVALID' }));
  });
});
