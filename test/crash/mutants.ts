import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** One place of the product where a check is taken out. */
interface Cut {
  file: string;
  from: string;
  to: string;
}

/** Bugs that are planted into a child as it loads the product, to show that the checker sees them. */
export const mutants = {
  /** What may have happened is simply done again. */
  'blind-retry': [
    {
      file: 'src/guardrail/recover.ts',
      from: "const mayRepeat = client?.delivery(kind) === 'idempotent' && grant !== null && age < keyWindowMs;",
      to: 'const mayRepeat = client !== undefined && grant !== null;',
    },
  ],
  /** The outcome is written before the call. */
  'settle-before-call': [
    {
      file: 'src/guardrail/execute.ts',
      from: 'const calls = begun.map((effect) => callOne(door, worker, effect, now, switches));',
      to: `const calls = begun.map(async ({ claimed, grant }) => ({ proposalId: grant.proposalId, fence: claimed.fence,
        attempt: claimed.attempt, result: { kind: 'done', receipt: {} } }));`,
    },
    {
      file: 'src/guardrail/execute.ts',
      from: "worker.onStep?.('settled');",
      to: `worker.onStep?.('settled');
        await Promise.all(begun.map((effect) => callOne(door, worker, effect, now, switches)));`,
    },
  ],
  /** A worker that was suspended goes on as if nothing were. */
  'no-lease-check': [
    {
      file: 'src/guardrail/execute.ts',
      from: 'if (worker.clock.now().getTime() > claimedAt.getTime() + leaseMs - callMs) return null;',
      to: '',
    },
  ],
  /** A decision is several statements, and each stands for itself. */
  'no-transaction': [
    {
      file: 'src/guardrail/issue.ts',
      from: 'await store.writeProposals({ ...written, granted, entries });',
      to: `await store.writeProposals(written);
        await store.writeProposals({ granted });
        await store.writeProposals({ entries });`,
    },
    {
      file: 'src/store/store.ts',
      from: 'database.queries.transaction().execute((transaction) => work(bind(transaction)))',
      to: 'work(bind(database.queries))',
    },
  ],
  /** Nobody writes down that an effect was allowed. */
  'no-intent': [
    {
      file: 'src/guardrail/issue.ts',
      from: "'action.granted',",
      to: "'action.mentioned',",
    },
  ],
  /** A connector takes whatever it is given. */
  'no-require-grant': [
    {
      file: 'src/guardrail/grant.ts',
      from: "if (grant !== null && typeof grant === 'object' && redeemed.has(grant)) return;",
      to: 'return;',
    },
  ],
  /** The switch is looked at when an effect is claimed, and not again. */
  'late-switch': [
    {
      file: 'src/guardrail/execute.ts',
      from: 'const switches = begun.length === 0 ? [] : await store.listKillSwitches();',
      to: 'const switches = [];',
    },
    {
      file: 'src/store/outbox.ts',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a piece of source text
      from: "and ${notHalted('o')} returning o.proposal_id as id",
      to: 'returning o.proposal_id as id',
    },
  ],
} as const satisfies Record<string, readonly Cut[]>;
export type MutantName = keyof typeof mutants;

const root = new URL('../../', import.meta.url);

/**
 * Plants a bug into whatever this process loads from now on.
 * @throws {Error} when the product no longer reads as the bug expects
 */
export function plantMutant(name: MutantName): void {
  const cuts: readonly Cut[] = mutants[name];
  for (const { file, from } of cuts) {
    const found = readFileSync(new URL(file, root), 'utf8').split(from).length - 1;
    if (found !== 1) throw new Error(`'${name}' finds its place in ${file} ${found} times, not once`);
  }
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      const own = cuts.filter(({ file }) => url === new URL(file, root).href);
      if (own.length === 0) return loaded;
      const text = readFileSync(fileURLToPath(url), 'utf8');
      return { ...loaded, source: own.reduce((code, { from, to }) => code.replace(from, () => to), text) };
    },
  });
}
