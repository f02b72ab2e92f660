import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { type ReplaySummary, replayDeadLetters } from '../services/replay-dead-letters.ts';
import type { DeadLetter } from '../store/dead-letters.ts';
import type { View } from '../views/view.ts';
import type { Command, Outcome } from './command.ts';
import { numberOption, usage } from './options.ts';

const defaultLimit = 100;
const shownBytes = 500;

/** `dead-letters list|replay`: lines that were not accepted. */
export const deadLetters: Command = {
  name: 'dead-letters',
  summary: 'Lists lines that were not accepted, or tries them again.',
  arguments: [{ usage: '<action>', description: 'list or replay' }],
  options: [{ flags: '--limit <count>', description: `list at most this many; default ${defaultLimit}` }],
  nowOnly: true,
  examples: ['dead-letters list --limit 20', 'dead-letters replay --json'],
  run: async ({ context }, [action = ''], options) => {
    const limit = numberOption(options, 'limit', { flag: '--limit', from: 1, to: 10_000 }) ?? defaultLimit;
    if (action !== 'list' && action !== 'replay')
      throw usage(`dead-letters does not know '${action}'`, 'Say list or replay.');
    const ctx = await context();
    await requireReadable(ctx, 'account', null);
    return action === 'list' ? await list(ctx, limit) : await tryAgain(ctx);
  },
};

async function list(ctx: RequestContext, limit: number): Promise<Outcome> {
  const open = await ctx.store.countDeadLetters();
  const letters = await ctx.store.listDeadLetters(limit);
  return { json: { open, deadLetters: letters.map(toJson) }, view: listView(open, letters) };
}

function toJson({ id, source, line, code, reason, body, truncated, receivedAt }: DeadLetter): object {
  const text = Buffer.from(body.subarray(0, shownBytes)).toString('utf8').toWellFormed();
  return {
    id,
    source,
    line,
    code,
    reason,
    receivedAt: receivedAt.toISOString(),
    bytes: body.length,
    truncated,
    body: text,
  };
}

function listView(open: number, letters: readonly DeadLetter[]): View {
  const summary =
    open === 0
      ? 'No line is waiting.'
      : `${open} ${open === 1 ? 'line waits' : 'lines wait'} in the dead-letter list.`;
  const rows = letters.map(({ id, source, line, reason }) =>
    [String(id), source, line === null ? '–' : String(line), reason].map((text) => [{ text }]),
  );
  const table = {
    kind: 'table' as const,
    columns: [
      { label: 'Id', align: 'right' as const },
      { label: 'Source' },
      { label: 'Line', align: 'right' as const },
      { label: 'Reason' },
    ],
    rows,
  };
  return {
    summary,
    blocks: [...(rows.length > 0 ? [table] : []), { kind: 'text', spans: [{ text: summary }] }],
  };
}

async function tryAgain(ctx: RequestContext): Promise<Outcome> {
  const summary = await replayDeadLetters(ctx);
  return { json: summary, view: replayView(summary) };
}

function replayView({ accepted, duplicates, stillRefused, deadLetters: refused }: ReplaySummary): View {
  const summary = `${accepted} accepted, ${duplicates} duplicates, ${stillRefused} still refused.`;
  const items = refused.slice(0, 20).map(({ line, reason }) => [{ text: `line ${line ?? '?'}: ${reason}` }]);
  return {
    summary,
    blocks: [
      { kind: 'text', spans: [{ text: summary }] },
      ...(items.length > 0 ? [{ kind: 'list' as const, items }] : []),
    ],
  };
}
