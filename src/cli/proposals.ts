import { counted } from '../domain/counted.ts';
import { checkpointBatch, type ProposalState, proposalStates } from '../domain/proposal.ts';
import { turnaroundOf } from '../rules/proposal/turnaround.ts';
import { requireReadable } from '../services/authorize.ts';
import type { RequestContext } from '../services/context.ts';
import { listProposals } from '../services/get-proposal.ts';
import { requireAccount } from '../services/resolve-account.ts';
import type { Command, Outcome } from './command.ts';
import { flagOption, momentOption, numberOption, textOption, usage } from './options.ts';
import { proposalJson } from './propose.ts';

const defaultLimit = 50;

/** `proposals`: what waits, and what became of the rest. */
export const proposalsCommand: Command = {
  name: 'proposals',
  summary: 'Lists proposals, the newest first.',
  arguments: [],
  options: [
    { flags: '--state <state>', description: `only these: ${proposalStates.join(', ')}` },
    { flags: '--account <account>', description: 'only about this account' },
    { flags: '--checkpoints', description: 'also the posts of checkpoints, which come every minute' },
    { flags: '--turnaround', description: 'instead: how long people take to decide, by kind' },
    { flags: '--since <date>', description: 'only what was proposed from then on' },
    { flags: '--limit <count>', description: `at most this many; default ${defaultLimit}` },
  ],
  nowOnly: true,
  examples: ['proposals --state proposed', 'proposals --turnaround --since 2026-11-01 --json'],
  run: async ({ context }, _, options) => {
    const state = textOption(options, 'state');
    const known = proposalStates.find((one) => one === state);
    if (state !== undefined && !known)
      throw usage(`--state is '${state}'`, `States are ${proposalStates.join(', ')}.`);
    const ctx = await context();
    const account = textOption(options, 'account');
    const since = momentOption(options, 'since', '--since');
    if (flagOption(options, 'turnaround')) return await turnaround(ctx, since);
    const found = await listProposals(ctx, {
      since,
      ...(known ? { states: [known satisfies ProposalState] } : {}),
      account: account === undefined ? undefined : await requireAccount(ctx, account),
      exceptBatch: flagOption(options, 'checkpoints') ? undefined : checkpointBatch,
      limit: numberOption(options, 'limit', { flag: '--limit', from: 1, to: 10_000 }) ?? defaultLimit,
    });
    const rows = found.map(({ proposal, haltedBy, names }) =>
      [
        proposal.id,
        haltedBy ? `${proposal.state} (halted)` : proposal.state,
        proposal.account ?? '–',
        names[proposal.requester] ?? proposal.requester,
        proposal.summary,
      ].map((text) => [{ text }]),
    );
    const summary = found.length === 0 ? 'No proposal fits.' : `${counted(found.length, 'proposal')}.`;
    return {
      json: found.map(({ proposal, haltedBy }) => ({ ...proposalJson(proposal), haltedBy })),
      view: {
        summary,
        blocks: [
          ...(rows.length === 0
            ? []
            : [
                {
                  kind: 'table' as const,
                  columns: ['Id', 'State', 'Account', 'Asked by', 'What'].map((label) => ({ label })),
                  rows,
                },
              ]),
          { kind: 'text', spans: [{ text: summary }] },
        ],
      },
    };
  },
};

const judgedAtMost = 20_000;

/** The approval turnaround report. */
async function turnaround(ctx: RequestContext, since: Date | undefined): Promise<Outcome> {
  await requireReadable(ctx, 'account', null);
  const stored = await ctx.store.listProposals({ since, exceptBatch: checkpointBatch, limit: judgedAtMost });
  const report = turnaroundOf(stored.map(({ proposal }) => proposal));
  const hours = (value: number | null): string => (value === null ? '–' : `${value.toFixed(2)} h`);
  const rows = report.map((one) =>
    [
      one.kind,
      ...[one.proposals, one.approved, one.rejected, one.expired, one.waiting, one.escalated].map(String),
      hours(one.medianHours),
      hours(one.p90Hours),
    ].map((text) => [{ text }]),
  );
  const labels = [
    'Kind',
    'Asked',
    'Approved',
    'Rejected',
    'Expired',
    'Waiting',
    'Escalated',
    'Median',
    'Slowest tenth from',
  ];
  const columns = labels.map((label, index) => ({
    label,
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  const summary =
    report.length === 0 ? 'Nobody was asked anything.' : 'From a proposal to its decision, by kind.';
  return {
    json: report,
    view: {
      summary,
      blocks: [
        ...(rows.length === 0 ? [] : [{ kind: 'table' as const, columns, rows }]),
        { kind: 'text', spans: [{ text: summary }] },
      ],
    },
  };
}
