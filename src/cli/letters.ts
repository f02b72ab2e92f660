import { requireReadable } from '../services/authorize.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { customerNames, draftLetter } from '../services/updates/draw-letter.ts';
import { setLetterOptOut } from '../services/updates/opt-out.ts';
import { said } from '../views/said.ts';
import { letterDraftView } from '../views/update-subscription-view.ts';
import type { Command, Outcome, Session } from './command.ts';
import { usage } from './options.ts';

const verbs = ['list', 'preview', 'opt-out', 'opt-in'] as const;
const listedAtMost = 100;

/** `letters [VERB [WHAT]]`: weekly letters to customers. */
export const lettersCommand: Command = {
  name: 'letters',
  summary: 'Weekly letters to customers: what became of each, a draft of one; notes who wants none.',
  arguments: [
    { usage: '[verb]', description: `one of ${verbs.join(', ')}; default: list` },
    { usage: '[what]', description: 'an account for preview, an e-mail address for opt-out and opt-in' },
  ],
  options: [],
  nowOnly: true,
  examples: ['letters preview acme', 'letters opt-out ben.sato@acme.example --json'],
  run: async ({ context }, [word = 'list', what]) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const verb = verbs.find((known) => known === word.toLowerCase());
    if (!verb) throw usage(`'${word}' is nothing that letters can do`, `Use one of ${verbs.join(', ')}.`);
    if (verb === 'list') return await list(ctx);
    if (what === undefined) throw usage(`letters ${verb} needs to know of whom`, `Add it: letters ${verb} …`);
    if (verb === 'preview') return await preview(ctx, what);
    const value = await setLetterOptOut(ctx, { address: what, wants: verb === 'opt-in' });
    const state = value.optedOut ? 'gets no weekly letters' : 'may get weekly letters';
    return {
      json: value,
      view: said(`${value.address} ${state}${value.changed ? ' from now on' : ', as before'}.`),
    };
  },
};

type Context = Awaited<ReturnType<Session['context']>>;

async function preview(ctx: Context, text: string): Promise<Outcome> {
  const id = await requireAccount(ctx, text);
  const [account] = await ctx.store.findAccounts([id]);
  if (!account) throw usage(`There is no account '${text}'`, 'List all with: accounts');
  const draft = await draftLetter(ctx, account, await customerNames(ctx));
  const json = draft.ok
    ? { account: id, letter: draft.params }
    : { account: id, letter: null, reason: draft.reason };
  return { json, view: letterDraftView(account.name, draft.ok ? draft.params : draft) };
}

async function list(ctx: Context): Promise<Outcome> {
  const found = await ctx.store.listUpdateSendings(listedAtMost);
  const json = found.map(({ at, ...sending }) => ({ ...sending, at: at.toISOString() }));
  if (json.length === 0) return { json, view: said('No weekly letter or update was due yet.') };
  const columns = ['Week of', 'To', 'Customer', 'What became of it'].map((label) => ({ label }));
  const rows = json.map(({ dueOn, target, account, proposalId, reason }) => [
    [{ text: dueOn }],
    [{ text: target }],
    [{ text: account }],
    [{ text: proposalId === null ? `none: ${reason}` : `proposal ${proposalId}` }],
  ]);
  return {
    json,
    view: { summary: 'Weekly letters and updates', blocks: [{ kind: 'table', columns, rows }] },
  };
}
