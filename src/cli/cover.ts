import { parseAsOf } from '../domain/instant.ts';
import { delegateApprovals, revokeDelegation } from '../services/delegate-approvals.ts';
import type { Delegation } from '../store/entitlements.ts';
import { formatUntil } from '../views/format.ts';
import { said } from '../views/said.ts';
import type { Command } from './command.ts';
import { textOption, usage } from './options.ts';

const shown = 100;

/** `cover`: who decides in whose name, and until when. */
export const coverCommand: Command = {
  name: 'cover',
  summary: 'Lists who covers for whose approvals; adds cover with an end, or ends it early.',
  arguments: [
    { usage: '[action]', description: 'list, add or end; default: list' },
    { usage: '[id]', description: 'with end: the cover' },
  ],
  options: [
    { flags: '--from <member>', description: 'with add: whose approvals; default: your own' },
    { flags: '--to <member>', description: 'with add: who decides in their name' },
    { flags: '--until <date>', description: 'with add: the last day, or an instant' },
    { flags: '--reason <text>', description: 'with add: why' },
  ],
  nowOnly: true,
  examples: ['cover add --to manager2 --until 2026-12-31 --reason "on leave" --as manager1', 'cover --json'],
  run: async ({ context }, [action = 'list', id], options) => {
    const ctx = await context();
    if (action === 'list') {
      const all = await ctx.store.listDelegations(shown);
      const items = all.map(({ id: key, from, to, endsAt, revokedAt, reason }) => [
        {
          text: `${key}: ${to} covers for ${from} until ${formatUntil(endsAt.toISOString())}${revokedAt ? ' (ended early)' : ''} – ${reason}`,
        },
      ]);
      const summary = items.length === 0 ? 'Nobody covers for anybody.' : `${items.length} covers.`;
      return {
        json: all.map(coverJson),
        view: { summary, blocks: items.length === 0 ? said(summary).blocks : [{ kind: 'list', items }] },
      };
    }
    if (action === 'end' && id !== undefined) {
      await revokeDelegation(ctx, id);
      return { json: { id, ended: true }, view: said(`Cover ${id} has ended.`) };
    }
    if (action !== 'add') throw usage(`cover does not know '${action}'`, 'Say list, add, or end with an id.');
    const [from, to, until, reason] = [
      textOption(options, 'from') ?? ctx.member?.id,
      textOption(options, 'to'),
      textOption(options, 'until'),
      textOption(options, 'reason')?.trim(),
    ];
    if (!from || !to || !until || !reason)
      throw usage('Cover needs --from, --to, --until and --reason', 'See cover --help.');
    const endsAt = parseAsOf(until);
    if (!endsAt) throw usage(`--until is '${until}', which is neither a date nor an instant`);
    const made = await delegateApprovals(ctx, { from, to, startsAt: ctx.clock.now(), endsAt, reason });
    return {
      json: coverJson(made),
      view: said(`${to} covers for ${from} until ${formatUntil(endsAt.toISOString())}.`),
    };
  },
};

/** A delegation as scripts read it. */
function coverJson({ startsAt, endsAt, revokedAt, ...rest }: Delegation): Record<string, unknown> {
  return {
    ...rest,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
