import { type ProposalState, proposalStates } from '../domain/proposal.ts';
import { listProposals } from '../services/get-proposal.ts';
import { requireAccount } from '../services/resolve-account.ts';
import type { Command } from './command.ts';
import { numberOption, textOption, usage } from './options.ts';
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
    { flags: '--limit <count>', description: `at most this many; default ${defaultLimit}` },
  ],
  examples: ['proposals --state proposed', 'proposals --account acme --json'],
  run: async ({ context }, _, options) => {
    const state = textOption(options, 'state');
    const known = proposalStates.find((one) => one === state);
    if (state !== undefined && !known)
      throw usage(`--state is '${state}'`, `States are ${proposalStates.join(', ')}.`);
    const ctx = await context();
    const account = textOption(options, 'account');
    const found = await listProposals(ctx, {
      ...(known ? { states: [known satisfies ProposalState] } : {}),
      account: account === undefined ? undefined : await requireAccount(ctx, account),
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
    const summary = found.length === 0 ? 'No proposal fits.' : `${found.length} proposals.`;
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
