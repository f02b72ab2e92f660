import { counted } from '../domain/counted.ts';
import { outboxFolderOf } from '../guardrail/outbox-record.ts';
import { readEffects } from '../guardrail/read-effects.ts';
import { requireReadable } from '../services/authorize.ts';
import type { Command } from './command.ts';
import { momentOption } from './options.ts';

/** `effects`: what the file outbox received. */
export const effectsCommand: Command = {
  name: 'effects',
  summary: 'Lists what the file outbox received: the effects of a machine without vendors.',
  arguments: [],
  options: [{ flags: '--since <date>', description: 'only what was carried out from then on' }],
  nowOnly: true,
  examples: ['effects', 'effects --since 2026-11-21T10:00:00Z --json'],
  run: async ({ context, config }, _, options) => {
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    const since = momentOption(options, 'since', '--since') ?? null;
    const { effects, skipped } = await readEffects(outboxFolderOf(config().home), since);
    const rows = effects.map(({ at, kind, proposalId, body }) =>
      [at, kind, body.account ?? '–', proposalId, JSON.stringify(body.params)].map((text) => [{ text }]),
    );
    const summary =
      effects.length === 0 ? 'Nothing was carried out yet.' : `${counted(effects.length, 'effect')}.`;
    const notes = skipped.map(({ file, reason }) => [{ text: `Skipped ${file}: ${reason}` }]);
    const columns = ['When', 'Kind', 'Account', 'Proposal', 'Parameters'].map((label) => ({ label }));
    return {
      json: effects,
      view: {
        summary,
        blocks: [
          ...(rows.length === 0 ? [] : [{ kind: 'table' as const, columns, rows }]),
          ...(notes.length === 0 ? [] : [{ kind: 'list' as const, items: notes }]),
          { kind: 'text', spans: [{ text: summary }] },
        ],
      },
    };
  },
};
