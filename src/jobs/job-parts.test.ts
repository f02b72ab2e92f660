import { expect, test } from 'vitest';
import type { AccountPart } from '../domain/account-part.ts';
import type { RequestContext } from '../services/context.ts';
import type { Job } from './job.ts';
import { jobNameOf, partsOf } from './job-parts.ts';

test('a job in parts becomes one for each, and each goes through its own accounts', async () => {
  const seen: (AccountPart | undefined)[] = [];
  const job: Job = {
    name: 'accounts.watch',
    cron: '10 2 * * *',
    summary: 'Watches.',
    parts: 2,
    run: async (_ctx, _slot, part) => void seen.push(part),
  };
  const parts = partsOf(job);
  expect(parts.map(({ name }) => name)).toEqual(['accounts.watch 1/2', 'accounts.watch 2/2']);
  for (const part of parts) await part.run({} as RequestContext, new Date(0));
  expect(seen).toEqual([
    { index: 1, count: 2 },
    { index: 2, count: 2 },
  ]);
  expect(parts.map(({ name }) => jobNameOf(name))).toEqual(['accounts.watch', 'accounts.watch']);
});

test('any other job stays what it is', () => {
  const job: Job = { name: 'a.b', cron: '* * * * *', summary: 'Runs.', run: async () => undefined };
  expect(partsOf(job)).toEqual([job]);
  expect(jobNameOf('a.b')).toBe('a.b');
});
