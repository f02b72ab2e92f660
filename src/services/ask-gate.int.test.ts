import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sampleEvent } from '../../test/suites/sample-events.ts';
import { ingest, testContext } from '../../test/support/services.ts';
import { embedded } from '../../test/support/stores.ts';
import { ask } from './ask.ts';
import type { RequestContext } from './context.ts';

const planted = vi.hoisted(() => ({ words: '' }));

// A fault in the words of an answer: the sentence claims what no record says.
vi.mock('../views/health-view.ts', async (original) => {
  const views = await original<typeof import('../views/health-view.ts')>();
  return {
    ...views,
    headline: (...given: Parameters<typeof views.headline>) => `${views.headline(...given)}${planted.words}`,
  };
});
vi.mock('../views/why-view.ts', async (original) => {
  const views = await original<typeof import('../views/why-view.ts')>();
  return {
    ...views,
    whyHeadline: (...given: Parameters<typeof views.whyHeadline>) =>
      `${views.whyHeadline(...given)}${planted.words}`,
  };
});

let ctx: RequestContext;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await embedded.open();
  close = opened.close;
  ctx = await testContext(opened.store, '2026-11-21T12:00:00.000Z');
  await ingest(
    ctx,
    ['2026-09-01', '2026-11-20'].map((day) => sampleEvent('user.session', 'acme', day, {}, { user: 'ann' })),
  );
});

afterAll(() => close());

it.each(['health acme', 'why acme'])(
  'the answer to %j is refused when its words hold a figure that no record holds (A4)',
  async (text) => {
    planted.words = '';
    expect(await ask(ctx, text)).toMatchObject({ abstained: false });
    planted.words = ' of 98765';
    await expect(ask(ctx, text)).rejects.toMatchObject({
      message: expect.stringContaining('no cited record holds 98765'),
    });
  },
);

it('a question that is too long is refused whatever it asks', async () => {
  const message = 'The question has 8007 characters; at most 8000 are read';
  await expect(ask(ctx, `health ${'x'.repeat(8_000)}`)).rejects.toMatchObject({ code: 'HF_USAGE', message });
});
