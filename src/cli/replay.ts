import { requireReadable } from '../services/authorize.ts';
import { getAccountHealth } from '../services/get-account-health.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { healthView } from '../views/health-view.ts';
import type { Command } from './command.ts';
import { numberOption, textOption, usage } from './options.ts';

/** `replay ACCOUNT --as-of DATE`: what `health` said then, byte for byte. */
export const replay: Command = {
  name: 'replay',
  summary: 'What did health say at that moment, with what was known by then?',
  arguments: [{ usage: '<account>', description: 'id, name, alias or domain' }],
  options: [
    {
      flags: '--profile <version>',
      description:
        'configuration of an answer, or a profile such as 1 or default@1; default: what is in force',
    },
    {
      flags: '--known-at <seq>',
      description: 'use only what was received up to this sequence number; default: all',
    },
  ],
  examples: [
    'replay acme --as-of 2026-11-01',
    'replay acme --as-of 2026-11-01 --profile default@1 --known-at 12000 --json',
  ],
  run: async ({ context, asOf }, [text = ''], options) => {
    if (asOf === undefined) throw usage('replay needs --as-of: the day or instant to go back to');
    const knownAt = numberOption(options, 'knownAt', {
      flag: '--known-at',
      from: 0,
      to: Number.MAX_SAFE_INTEGER,
    });
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const accountId = await requireAccount(ctx, text);
    const profileVersion = textOption(options, 'profile');
    const value = await getAccountHealth(ctx, { accountId, asOf, knownAt, profileVersion });
    return { json: value, view: healthView(value) };
  },
};
