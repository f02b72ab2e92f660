import { requireReadable } from '../services/authorize.ts';
import { getAccountHealth } from '../services/get-account-health.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { healthView } from '../views/health-view.ts';
import type { Command } from './command.ts';

const account = { usage: '<account>', description: 'id, name, alias or domain' };

/** `health ACCOUNT`: how an account is doing. */
export const health: Command = {
  name: 'health',
  summary: 'How is this account doing, and on what does the score stand?',
  arguments: [account],
  options: [],
  examples: ['health acme', 'health acme --as-of 2026-11-01 --json'],
  run: async ({ context, asOf }, [text = '']) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const value = await getAccountHealth(ctx, { accountId: await requireAccount(ctx, text), asOf });
    return { json: value, view: healthView(value) };
  },
};
