import { expect, it } from 'vitest';
import { embedded } from '../../test/support/stores.ts';
import { holdBack, isModelHalted } from './model-halted.ts';

it.each(['model', 'all'])('while %s is halted no text goes to an embedding API', async (scope) => {
  const { store, close } = await embedded.open();
  const sent: string[] = [];
  const embedder = holdBack(
    {
      id: 'api',
      dimensions: 2,
      embed: async (texts) => {
        sent.push(...texts);
        return texts.map(() => new Float32Array([1, 0]));
      },
    },
    store,
  );
  const flip = (on: boolean) =>
    store.writeKillSwitch({
      scope,
      on,
      by: 'admin1',
      reason: 'looks odd',
      at: new Date('2026-11-21T12:00:00Z'),
    });
  await embedder.embed(['before']);
  await flip(true);
  expect(await isModelHalted({ store })).toBe(true);
  await expect(embedder.embed(['meanwhile'])).rejects.toMatchObject({ code: 'HF_EMBEDDER_UNAVAILABLE' });
  await flip(false);
  await embedder.embed(['after']);
  expect(sent).toEqual(['before', 'after']);
  await close();
});
