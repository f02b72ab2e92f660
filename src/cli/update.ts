import { createLinks } from '../http/links.ts';
import { requireReadable } from '../services/authorize.ts';
import { requireAccount } from '../services/resolve-account.ts';
import { countWeek, readWeek } from '../services/updates/draw-update.ts';
import { keepNewWeek } from '../services/updates/take-week.ts';
import { readOrCreateKeys } from '../start/keys.ts';
import { mailWriterOf } from '../start/open-door.ts';
import { updateSubject, updateView } from '../views/update-view.ts';
import type { Command } from './command.ts';
import { textOption, usage } from './options.ts';

/** `update ACCOUNT`: the week of one customer, from a snapshot that is kept; `update rebuild ID` draws one again. */
export const updateCommand: Command = {
  name: 'update',
  summary:
    'The week of one customer for an executive: score, use, incidents, fixes, outcomes, what is asked.',
  arguments: [
    { usage: '<account>', description: 'id, name, alias or domain; or `rebuild`' },
    {
      usage: '[id]',
      description: 'with rebuild: of the update, as the terminal says under each, and its page',
    },
  ],
  options: [{ flags: '--mail <part>', description: 'print its e-mail instead: html or text' }],
  examples: ['update acme --as-of 2026-11-20 --json', 'update acme --mail text'],
  run: async ({ context, asOf, config, absolute }, [text = '', id], options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const part = textOption(options, 'mail');
    if (part !== undefined && part !== 'html' && part !== 'text')
      throw usage(`--mail is '${part}'`, 'Use html or text.');
    const isAgain = text === 'rebuild' && id !== undefined;
    if (!isAgain && id !== undefined)
      throw usage(`'${id}' is one word too many`, 'Put names of several words in quotes.');
    const named = isAgain
      ? await readWeek(ctx, id)
      : await keepNewWeek(ctx, await requireAccount(ctx, text), asOf === undefined ? {} : { asOf });
    const shown = countWeek(named);
    const [view, subject] = [updateView(shown), updateSubject(shown)];
    if (part === undefined) {
      const again = { kind: 'note' as const, spans: [{ text: `Draw it again: update rebuild ${named.id}` }] };
      return {
        json: { ...named, subject, view },
        view: { ...view, blocks: [...view.blocks, again] },
      };
    }
    const { linkKey } = await readOrCreateKeys(config().keysFile, ctx.ids);
    const links = createLinks(absolute(''), linkKey, ctx.clock);
    const mail = await mailWriterOf(links, ctx.clock)({ kind: 'view', subject, view });
    return {
      json: { id: named.id, subject, ...mail },
      // A quote keeps the lines of a text; HTML is the same in one.
      view: {
        summary: subject,
        blocks: [{ kind: part === 'text' ? 'quote' : 'text', spans: [{ text: mail[part] }] }],
      },
    };
  },
};
