import { expect, test, vi } from 'vitest';
import { issueOf } from '../../test/support/issues.ts';
import { HoldfastError } from '../errors.ts';
import { createLog } from '../log.ts';
import { createFileReader } from './own-knowledge.ts';

const log = createLog('silent');
const never = (): Promise<void> => Promise.withResolvers<void>().promise;
const knowledge = (...ids: string[]) => ({
  documents: ids.map((id) => issueOf(id)),
  kinds: [],
  problems: [new HoldfastError('HF_CONTENT_INVALID', 'x.md:1: broken')],
});

test('what is broken is logged, and the others are used', async () => {
  const warn = vi.spyOn(log, 'warn');
  const readFiles = createFileReader({ read: async () => knowledge('a'), log, wait: never });
  expect((await readFiles()).map(({ id }) => id)).toEqual(['a']);
  expect(warn).toHaveBeenCalledWith({ code: 'HF_CONTENT_INVALID' }, 'x.md:1: broken');
});

test('nobody waits for ever: a reading that does not end is a failure, and no second one begins beside it', async () => {
  const pending = Promise.withResolvers<ReturnType<typeof knowledge>>();
  let readings = 0;
  const read = () => {
    readings++;
    return pending.promise;
  };
  const readFiles = createFileReader({ read, log, wait: async () => undefined });
  for (let round = 0; round < 3; round++)
    await expect(readFiles()).rejects.toMatchObject({ code: 'HF_SOURCE_UNREADABLE' });
  expect(readings).toBe(1);
  pending.resolve(knowledge('a'));
  await pending.promise;
  const again = createFileReader({ read, log, wait: never });
  expect((await again()).map(({ id }) => id)).toEqual(['a']);
});

test('a folder that cannot be read is logged, and told to whoever asks', async () => {
  const warn = vi.spyOn(log, 'warn');
  const read = async (): Promise<never> => {
    throw new HoldfastError('HF_SOURCE_UNREADABLE', 'The folder x cannot be read');
  };
  const readFiles = createFileReader({ read, log, wait: never });
  await expect(readFiles()).rejects.toMatchObject({ code: 'HF_SOURCE_UNREADABLE' });
  expect(warn).toHaveBeenCalledWith({ code: 'HF_SOURCE_UNREADABLE' }, 'The folder x cannot be read');
});
