import { type KindAutonomy, listAutonomy, setAutonomy } from '../services/set-autonomy.ts';
import { said } from '../views/said.ts';
import type { Command } from './command.ts';
import { textOption, usage } from './options.ts';

/** `autonomy`: how far each kind of action may go by itself. */
export const autonomyCommand: Command = {
  name: 'autonomy',
  summary: 'Shows how far each kind of action may go by itself and on what record, or sets it.',
  arguments: [
    { usage: '[kind]', description: 'the kind of action' },
    {
      usage: '[level]',
      description: 'shadow: propose, never run; suggest: people approve; auto: run where policy permits',
    },
  ],
  options: [{ flags: '--reason <text>', description: 'why; needed to set a level' }],
  nowOnly: true,
  examples: ['autonomy', 'autonomy ticket.tag shadow --reason "collect decisions" --as admin1'],
  run: async ({ context }, [kind, level], options) => {
    const ctx = await context();
    if (kind === undefined) {
      const kinds = await listAutonomy(ctx);
      return { json: kinds, view: { summary: 'Autonomy', blocks: [table(kinds)] } };
    }
    if (level === undefined) {
      const found = (await listAutonomy(ctx)).find((one) => one.kind === kind);
      if (!found) throw usage(`'${kind}' has no autonomy`, 'List the kinds with: autonomy');
      return { json: found, view: { summary: kind, blocks: [table([found])] } };
    }
    const reason = textOption(options, 'reason')?.trim();
    if (!reason) throw usage('A level is set with a reason', 'Add --reason "…".');
    const set = await setAutonomy(ctx, { kind, level, reason });
    return { json: set, view: said(`${kind} is now at ${set.level}.`) };
  },
};

function table(kinds: readonly KindAutonomy[]) {
  return {
    kind: 'table' as const,
    columns: ['Kind', 'Level', 'Decisions', 'As proposed', 'Last 20', 'Missing for auto'].map(
      (label, index) => ({ label, align: index >= 2 && index <= 4 ? ('right' as const) : ('left' as const) }),
    ),
    rows: kinds.map((one) =>
      [
        one.kind,
        one.level,
        String(one.decisions),
        one.asProposedPercent === null ? '–' : `${one.asProposedPercent} %`,
        one.lastPercent === null ? '–' : `${one.lastPercent} %`,
        one.missing ?? (one.level === 'auto' ? '–' : 'nothing'),
      ].map((text) => [{ text }]),
    ),
  };
}
