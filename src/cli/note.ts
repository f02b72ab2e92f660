import { requireReadable } from '../services/authorize.ts';
import { noteAccount } from '../services/note-account.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { said } from '../views/said.ts';
import type { Command } from './command.ts';

/** `note ACCOUNT TEXT`: something worth remembering, on the account's timeline. */
export const noteCommand: Command = {
  name: 'note',
  summary: "Writes a note down on an account's timeline, with your name.",
  arguments: [
    { usage: '<account>', description: 'id, name, alias or domain' },
    { usage: '<text...>', description: 'what to remember' },
  ],
  options: [],
  nowOnly: true,
  examples: [
    'note acme "They move to a new office in May" --as csm1',
    'note acme champion is on leave --json',
  ],
  run: async (session, [name = '', ...words]) => {
    const ctx = await session.context();
    await requireReadable(ctx, 'account', null);
    const account = await requireAccount(ctx, name);
    const { note } = await noteAccount(ctx, { account, text: words.join(' ') });
    return { json: { note, account }, view: said(`Noted on the timeline of ${account}.`) };
  },
};
